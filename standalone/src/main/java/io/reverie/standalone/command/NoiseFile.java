package io.reverie.standalone.command;

import java.io.IOException;
import java.util.Random;

import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.worker.ArtifactStore;

/** The white noise that {@code noise} in place of a path stands for, where a layer is dreamed from nothing. */
final class NoiseFile {

    /** What is given in place of a path. */
    static final String NAME = "noise";

    /** RMS of full scale: -20 dB. */
    private static final double LEVEL = 0.1;

    private NoiseFile() {}

    /**
     * Stores Gaussian noise at the default sample rate.
     *
     * @return the key; the same for the same length and seed
     */
    static String store(ArtifactStore store, double seconds, long seed) throws IOException {
        int sampleRate = StftParameters.defaults().sampleRate();
        String key = "inputs/noise-" + SweepOptions.plain(seconds) + "-" + seed + ".wav";
        if (!store.exists(key)) {
            float[] samples = new float[(int) Math.round(seconds * sampleRate)];
            Random random = new Random(seed);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) (LEVEL * random.nextGaussian());
            }
            store.put(key, "audio/wav", out -> WavFile.write16(out, samples, sampleRate));
        }
        return key;
    }
}
