package io.reverie.standalone.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.NpyFile;
import io.reverie.audio.Samples;
import io.reverie.audio.StftParameters;
import io.reverie.audio.UnreadableArrayException;

/**
 * A spectrogram in a NumPy file, its parts in the layout of libs/audio.
 *
 * @param rows bins or bands
 * @param frames number of frames
 * @param isComplex whether there are real and imaginary parts
 * @param values frame after frame
 */
record StoredSpectrogram(int rows, int frames, boolean isComplex, float[] values) {

    private static final int PARTS = 2;

    /**
     * Reads a file.
     *
     * @param mel the mel filters of a mel spectrogram; null for an STFT
     * @throws UnreadableArrayException naming the file and what is wrong with it or with its shape
     */
    static StoredSpectrogram read(Path file, StftParameters stft, MelParameters mel) throws IOException {
        NpyArray array;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            array = NpyFile.read(in);
        } catch (UnreadableArrayException e) {
            throw new UnreadableArrayException(file + ": " + e.getMessage());
        }
        int rows = mel == null ? stft.bins() : mel.bands();
        long[] shape = array.shape();
        boolean plain = shape.length == 2 && shape[0] == rows;
        boolean partsFirst = mel == null && shape.length == 3 && shape[0] == PARTS && shape[1] == rows;
        boolean partsLast = mel == null && shape.length == 3 && shape[0] == rows && shape[2] == PARTS;
        if (!plain && !partsFirst && !partsLast || array.size() == 0) {
            throw new UnreadableArrayException(file + ": the array must be "
                    + (mel == null
                            ? "[2, " + rows + ", frames], [" + rows + ", frames, 2] or [" + rows + ", frames] (--n-fft "
                                    + stft.nFft() + ")"
                            : "[" + rows + ", frames] (--mels " + rows + ")")
                    + " for this analysis, but is " + Arrays.toString(shape));
        }
        float[] values = array.fortranFloats();
        if (!Samples.allFinite(values)) {
            throw new UnreadableArrayException(file + ": the array must be finite, but has NaN or infinite values");
        }
        if (plain) {
            requireNotNegative(file, values);
        }
        if (!partsLast) {
            return new StoredSpectrogram(rows, (int) shape[shape.length - 1], partsFirst, values);
        }
        return new StoredSpectrogram(rows, (int) shape[1], true, interleaved(values));
    }

    private static void requireNotNegative(Path file, float[] values) throws UnreadableArrayException {
        for (float value : values) {
            if (value < 0) {
                throw new UnreadableArrayException(
                        file + ": the array must not be negative, but has " + value + "; is it in dB?");
            }
        }
    }

    /** The real and the imaginary part of an STFT. */
    ComplexSpectrogram complex() {
        return new ComplexSpectrogram(rows, frames, values);
    }

    /** The magnitudes of an STFT. */
    MagnitudeSpectrogram magnitudes() {
        return new MagnitudeSpectrogram(rows, frames, values);
    }

    /** The mel spectrogram. */
    MelSpectrogram mel() {
        return new MelSpectrogram(rows, frames, values);
    }

    /** Two planes, as Fortran order has the last axis, become pairs. */
    private static float[] interleaved(float[] planes) {
        float[] pairs = new float[planes.length];
        int half = planes.length / PARTS;
        for (int i = 0; i < half; i++) {
            pairs[2 * i] = planes[i];
            pairs[2 * i + 1] = planes[half + i];
        }
        return pairs;
    }
}
