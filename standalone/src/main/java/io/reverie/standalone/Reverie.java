package io.reverie.standalone;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.reverie.standalone.command.ReverieCommandLine;
import io.reverie.standalone.output.Console;

/** The command line. Quarkus itself starts only with the commands that need workers in this process. */
@QuarkusMain
public final class Reverie {

    private Reverie() {}

    public static void main(String... arguments) {
        Console console = Console.takeStandardOutput();
        int status = ReverieCommandLine.create(console).execute(arguments);
        System.exit(status);
    }
}
