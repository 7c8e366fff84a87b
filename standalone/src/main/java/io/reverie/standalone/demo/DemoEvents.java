package io.reverie.standalone.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.command.DeliveredRecording;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.RunningSystem;
import io.reverie.worker.ArtifactStore;

/** The demo as JSON: the events of the system, and one of its own at the end. */
final class DemoEvents implements DemoOutput {
    private final Console console;
    private final ArtifactStore store;
    /** Where the recordings and pictures were copied to, by the key of the artifact. */
    private final Map<String, Path> delivered = new HashMap<>();

    private final EventJson events = new EventJson(this::pathOf);

    DemoEvents(Console console, ArtifactStore store) {
        this.console = console;
        this.store = store;
    }

    @Override
    public void music(DemoPlan plan, Path corpus, double seconds) {
        // No event of the system; the events that follow name the pieces.
    }

    @Override
    public void system(RunningSystem system, double seconds) {
        // The system lives as long as the demo: nobody needs its address.
    }

    @Override
    public void spectrogram(SpectrogramReady ready) {
        console.result(events.line(ready));
    }

    @Override
    public void spectrograms(int count, double seconds) {
        // Each had its own line.
    }

    @Override
    public void model(ModelReady model, double seconds) {
        console.result(events.line(model));
    }

    @Override
    public void dream(String what, DeliveredRecording recording, DreamScored scored, double seconds) {
        delivered.put(recording.recording().getWav().getKey(), recording.wav());
        List<Artifact> pictures = recording.recording().getPictures();
        for (int i = 0; i < pictures.size(); i++) {
            delivered.put(pictures.get(i).getKey(), recording.pictures().get(i));
        }
        console.result(events.line(recording.recording()));
        console.result(events.line(scored));
    }

    @Override
    public void finished(DemoPlan plan, List<DreamScored> missed, Stopwatch stopwatch) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("event", "DemoFinished");
        node.put("target", plan.target().label());
        node.put("success", missed.isEmpty());
        ObjectNode stages = node.putObject("secondsByStage");
        stopwatch.stages().forEach(stages::put);
        node.put("seconds", stopwatch.total());
        console.result(EventJson.write(node));
    }

    private Optional<Path> pathOf(Artifact artifact) {
        Path copy = delivered.get(artifact.getKey());
        if (copy != null) {
            return Optional.of(copy);
        }
        try {
            return store.localPath(artifact.getKey());
        } catch (IOException e) {
            // Removed meanwhile: the event is as true without a path.
            return Optional.empty();
        }
    }
}
