package io.reverie.standalone.command;

import java.util.List;

import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Stage;
import picocli.CommandLine.Option;

/** Which failures are meant. */
final class FailureFilter {

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            split = ",",
            description = "Only failures of these stages: ingest, train, dream, reconstruct, score.")
    private List<Stage> stages;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = "Only failures with these codes, such as unknown-model or undecodable.")
    private List<String> codes;

    /** Whether anything was said. */
    boolean isGiven() {
        return stages != null || codes != null;
    }

    boolean includes(JobFailed failure) {
        return (stages == null || stages.contains(failure.getStage()))
                && (codes == null || codes.contains(failure.getCode()));
    }
}
