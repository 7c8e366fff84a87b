package io.reverie.standalone.command;

import java.util.Map;

import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a worker refuses whatever its data are, refused as wrong usage before anything is started. */
final class RequestRules {

    private RequestRules() {}

    /**
     * Applies a worker's rules to a request.
     *
     * @param options the option that each field of the request comes from
     * @param rules throw a {@link JobRejectedException}
     * @throws ParameterException where a value is out of range, with the option's name and what is allowed
     */
    static void apply(CommandSpec command, Map<String, String> options, Runnable rules) {
        try {
            rules.run();
        } catch (JobRejectedException e) {
            // What is not supported yet is not wrong; the worker, which may be newer, answers that.
            if (FailureCodes.INVALID_VALUE.equals(e.code())) {
                String option = options.getOrDefault(e.field(), e.field());
                String message = NamedEnums.inWords(e.getMessage());
                throw new ParameterException(
                        command.commandLine(),
                        message.startsWith(e.field() + " ")
                                ? option + message.substring(e.field().length())
                                : option + ": " + message,
                        e);
            }
        }
    }
}
