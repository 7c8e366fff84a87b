package io.reverie.ingest;

import java.io.IOException;

import io.reverie.audio.file.SampleFormat;
import io.reverie.audio.file.SampleSpool;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Artifact;
import io.reverie.worker.ArtifactStore;

/** The audio that is analysed, as a 16-bit WAV file of one channel: rounded, and quieter where it would have clipped. */
final class StoredAudio {

    private static final String CONTENT_TYPE = "audio/wav";
    private static final SampleFormat FORMAT = SampleFormat.PCM_16;
    private static final double HALF_A_STEP = 0.5 / 32_768;

    private final ArtifactStore store;

    StoredAudio(ArtifactStore store) {
        this.store = store;
    }

    /** Writes the file. */
    Artifact write(String key, SampleSpool samples, int sampleRate) throws IOException {
        double gain = gain(samples);
        return store.put(
                key,
                CONTENT_TYPE,
                out -> WavFile.write(out, samples.source(), samples.samples(), sampleRate, FORMAT, gain));
    }

    /** The one factor that keeps all samples from clipping; 1 where none would. */
    static double gain(SampleSpool samples) {
        return WavFile.gainWithoutClipping(samples.lowest(), samples.highest(), FORMAT);
    }

    /** Whether some sample rounds to another value than 0. */
    static boolean isSound(SampleSpool samples) {
        return Math.max(samples.highest(), -samples.lowest()) > HALF_A_STEP;
    }
}
