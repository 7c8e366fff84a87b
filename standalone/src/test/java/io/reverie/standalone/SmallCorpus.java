package io.reverie.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import io.reverie.audio.file.WavFile;

/** Two labels that any network tells apart: hum and hiss. */
final class SmallCorpus {

    static final int TRACKS_PER_LABEL = 4;
    private static final int SAMPLE_RATE = 22050;
    private static final int SAMPLES = 5 * SAMPLE_RATE;

    private SmallCorpus() {}

    /** Writes {@code hum/0.wav} … {@code hiss/3.wav}. */
    static void write(Path folder) throws IOException {
        for (int track = 0; track < TRACKS_PER_LABEL; track++) {
            write(folder.resolve("hum/" + track + ".wav"), hum(track));
            write(folder.resolve("hiss/" + track + ".wav"), hiss(track));
        }
    }

    private static void write(Path file, float[] samples) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            WavFile.write16(out, samples, SAMPLE_RATE);
        }
    }

    private static float[] hum(int track) {
        Random random = new Random(track);
        float[] samples = new float[SAMPLES];
        double hertz = 110 * (track + 1);
        for (int sample = 0; sample < SAMPLES; sample++) {
            double phase = 2 * Math.PI * hertz * sample / SAMPLE_RATE;
            samples[sample] =
                    (float) (0.3 * Math.sin(phase) + 0.1 * Math.sin(3 * phase) + 0.001 * random.nextGaussian());
        }
        return samples;
    }

    private static float[] hiss(int track) {
        Random random = new Random(100 + track);
        float[] samples = new float[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            samples[sample] = (float) (0.1 * random.nextGaussian());
        }
        return samples;
    }
}
