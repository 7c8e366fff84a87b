package io.reverie.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Signals and arrays computed with torchaudio 0.13, and how they are compared. */
public final class Reference {

    private static final String FOLDER_VARIABLE = "REVERIE_TEST_SHARED";

    private Reference() {}

    /** An array kept with the tests. */
    public static NpyArray resource(String name) {
        try (InputStream in = Reference.class.getResourceAsStream("/torchaudio/" + name)) {
            return NpyFile.read(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A file of the shared test material; the test is skipped where that is not given. */
    public static Path shared(String name) {
        String folder = System.getenv(FOLDER_VARIABLE);
        assumeTrue(folder != null, FOLDER_VARIABLE + " names no folder with the reference spectrograms");
        Path file = Path.of(folder, "reference", name);
        assumeTrue(Files.exists(file), file + " is not there");
        return file;
    }

    /** The linear sweep of the reference, rounded down to 16 bits as its file was. */
    public static float[] sweep() {
        float[] samples = Sweep.linear(55, 10_000, 3, 22_050);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.floor(samples[i] * 32_768) / 32_768;
        }
        return samples;
    }

    /** Which frames of the sweep are kept. */
    public static int[] sweepFrames() {
        int[] frames = new int[19];
        for (int i = 0; i < 17; i++) {
            frames[i] = 16 * i;
        }
        frames[17] = 257;
        frames[18] = 258;
        return frames;
    }

    /** Every second frame from the first given. */
    public static int[] everySecond(int first, int count) {
        int[] frames = new int[count];
        for (int i = 0; i < count; i++) {
            frames[i] = first + 2 * i;
        }
        return frames;
    }

    /** The largest difference between frames of an array and the kept ones, relative to the largest kept value. */
    public static double largestError(float[] values, int frameLength, int[] frames, NpyArray kept) {
        assertThat(kept.size()).isEqualTo(frames.length * frameLength);
        assertThat(kept.fortranOrder()).isFalse();
        float[] expected = kept.floats();
        double error = 0;
        for (int i = 0; i < frames.length; i++) {
            for (int j = 0; j < frameLength; j++) {
                double difference = values[frames[i] * frameLength + j] - expected[i * frameLength + j];
                error = Math.max(error, Math.abs(difference));
            }
        }
        return error / Samples.peak(expected);
    }

    /** The largest difference of two arrays, relative to the largest expected value. */
    public static double largestError(float[] values, double[] expected) {
        assertThat(values).hasSize(expected.length);
        double error = 0;
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            error = Math.max(error, Math.abs(values[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return error / largest;
    }
}
