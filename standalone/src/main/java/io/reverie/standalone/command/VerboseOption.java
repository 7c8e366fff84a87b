package io.reverie.standalone.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option of every command that shows where an error came from. */
final class VerboseOption {

    private static final String NAME = "--verbose";

    private VerboseOption() {}

    static void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(NAME)
                .description("Print the stack trace of an error too.")
                .build());
    }

    static boolean isGiven(ParseResult parsed) {
        ParseResult level = parsed;
        while (true) {
            if (level.hasMatchedOption(NAME)) {
                return true;
            }
            if (!level.hasSubcommand()) {
                return false;
            }
            level = level.subcommand();
        }
    }
}
