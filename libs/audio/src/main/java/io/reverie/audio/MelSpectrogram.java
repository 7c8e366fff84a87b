package io.reverie.audio;

import java.util.Objects;

/**
 * A mel spectrogram, frame after frame. The array is shared, not copied.
 *
 * @param bands number of mel bands, from the lowest
 * @param frames number of frames
 * @param values the value of (band, frame) at {@code frame * bands + band}: the bytes of a NumPy array [bands, frames]
 *     in Fortran order
 */
public record MelSpectrogram(int bands, int frames, float[] values) {

    public MelSpectrogram {
        if (bands < 1) {
            throw new IllegalArgumentException("bands must be at least 1, but is " + bands);
        }
        if (frames < 0) {
            throw new IllegalArgumentException("frames must not be negative, but is " + frames);
        }
        Objects.requireNonNull(values, "values");
        if (values.length != (long) bands * frames) {
            throw new IllegalArgumentException("values must have bands * frames = " + (long) bands * frames
                    + " elements, but has " + values.length);
        }
    }
}
