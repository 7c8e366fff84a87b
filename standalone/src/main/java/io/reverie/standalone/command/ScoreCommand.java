package io.reverie.standalone.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.audio.Samples;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.UnreadableAudioException;
import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.schemas.ModelReady;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.worker.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model hears in audio files; here and now, without Kafka. */
@Command(
        name = "score",
        description = "Says what a model hears in audio files, one JSON object a line. Needs no running system.",
        footer = {"%nExample:", "  reverie score --model genres out/*.wav"})
final class ScoreCommand implements Callable<Integer> {

    private static final int FULL_SCALE = 1 << 15;

    @Mixin
    private SystemOptions system;

    // Lines of JSON are all that it prints; accepted so that every command takes the option.
    @Mixin
    private JsonOption json;

    @Option(names = "--model", paramLabel = "NAME", required = true, description = "Model that listens.")
    private String model;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Audio files (" + AudioFile.FORMAT_NAMES + ") or folders of them.")
    private List<Path> paths;

    private final Console console;

    ScoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        AudioFiles audio = AudioFiles.find(paths);
        if (!audio.skipped().isEmpty()) {
            console.notice(audio.skippedNotice());
        }
        ArtifactStore store = system.store();
        ModelReady ready = StoredModels.newest(store, model);
        Model loaded = load(store, ready);
        try (Classifier classifier = new Classifier(loaded, new Nd4jPlanCompiler())) {
            boolean failed = false;
            for (AudioFiles.Track track : audio.tracks()) {
                failed |= !score(loaded.description(), classifier, track.file());
            }
            return failed ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private static Model load(ArtifactStore store, ModelReady ready) throws IOException {
        try (InputStream in =
                new BufferedInputStream(store.open(ready.getModel().getKey()))) {
            return Model.read(in);
        }
    }

    private boolean score(ModelDescription description, Classifier classifier, Path file) {
        try {
            float[] samples = LocalAudio.read(file, description.stft().sampleRate());
            double[] probabilities = classifier.probabilities(samples);
            silence(file, samples).ifPresent(console::notice);
            console.result(EventJson.write(describe(file, description.labels(), probabilities)));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            console.notice(
                    "reverie score: " + (e instanceof UnreadableAudioException ? "" : file + ": ") + e.getMessage());
            return false;
        }
    }

    /** A warning where nothing of a file could be heard in 16 bits; networks hear a label in silence as well. */
    static Optional<String> silence(Path file, float[] samples) {
        return Math.round(Samples.peak(samples) * FULL_SCALE) > 0
                ? Optional.empty()
                : Optional.of("reverie score: " + file + " is silent; what a network hears in it means nothing");
    }

    private static ObjectNode describe(Path file, List<String> labels, double[] probabilities) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        int loudest = 0;
        for (int label = 1; label < probabilities.length; label++) {
            loudest = probabilities[label] > probabilities[loudest] ? label : loudest;
        }
        node.put("path", file.toString());
        node.put("label", labels.get(loudest));
        ObjectNode byLabel = node.putObject("probabilities");
        for (int label = 0; label < probabilities.length; label++) {
            byLabel.put(labels.get(label), probabilities[label]);
        }
        return node;
    }
}
