package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.worker.ArtifactNotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file out of the store. */
@Command(
        name = "get",
        description = "Fetches an artifact from the store, by the key that an event has.",
        footer = {"%nExample:", "  reverie get recordings/6e36…/dream.wav --store s3://reverie --out dream.wav"})
final class GetCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "KEY", description = "Key of the artifact.")
    private String key;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write, replaced where there is one (default: the last part of the key, here).")
    private Path out;

    private final Console console;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = out == null ? Path.of(key.substring(key.lastIndexOf('/') + 1)) : out;
        try (InputStream in = system.store().open(key)) {
            OutputFiles.write(file, in::transferTo);
        } catch (ArtifactNotFoundException e) {
            throw new MissingPathException("There is no artifact " + key + " in the store");
        }
        console.result(
                json.json()
                        ? EventJson.write(JsonNodeFactory.instance
                                .objectNode()
                                .put("key", key)
                                .put("bytes", Files.size(file))
                                .put("path", file.toAbsolutePath().normalize().toString()))
                        : file.toString());
        return ExitCode.DONE;
    }
}
