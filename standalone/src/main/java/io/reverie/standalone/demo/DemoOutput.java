package io.reverie.standalone.demo;

import java.nio.file.Path;
import java.util.List;

import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.command.DeliveredRecording;
import io.reverie.standalone.system.RunningSystem;

/** Tells whoever watches what the demo does. Each method is called when its stage is done. */
interface DemoOutput {
    /** The music was written. */
    void music(DemoPlan plan, Path corpus, double seconds);

    /** Kafka and the workers answer. */
    void system(RunningSystem system, double seconds);

    /** A spectrogram is ready. */
    void spectrogram(SpectrogramReady ready);

    /** All spectrograms are ready. */
    void spectrograms(int count, double seconds);

    /** The network is trained. */
    void model(ModelReady model, double seconds);

    /**
     * A dream is sound, and was scored.
     *
     * @param what what was dreamed, in words
     */
    void dream(String what, DeliveredRecording delivered, DreamScored scored, double seconds);

    /**
     * The demo is over.
     *
     * @param missed the dreams in whose recordings the target is not heard
     */
    void finished(DemoPlan plan, List<DreamScored> missed, Stopwatch stopwatch);
}
