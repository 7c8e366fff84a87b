package io.reverie.audio.image;

import java.util.Objects;

/**
 * The ranges that were scaled into an image's channels.
 *
 * @param red of the real part, or of the mel power
 * @param green of the imaginary part where the transform is {@link SeedTransform#STFT_COMPLEX}, else the same as red
 */
public record ImageScale(ValueRange red, ValueRange green) {

    public ImageScale {
        Objects.requireNonNull(red, "red");
        Objects.requireNonNull(green, "green");
    }
}
