package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.reverie.schemas.Artifact;
import io.reverie.standalone.output.Console;
import io.reverie.worker.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A file into the artifact store. */
@Command(
        name = "put",
        description = "Brings a file into the artifact store and prints its key, for requests of one's own.",
        footer = {"%nExample:", "  reverie put disco.00000.wav"})
final class PutCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    private final Console console;

    PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new MissingPathException("There is no file " + file);
        }
        ArtifactStore store = system.store();
        Artifact artifact = InputFiles.describe(store, file);
        console.result(json.json() ? StoredEvents.json(store).line(artifact) : artifact.getKey());
        return ExitCode.DONE;
    }
}
