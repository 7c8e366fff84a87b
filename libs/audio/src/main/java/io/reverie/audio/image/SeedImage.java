package io.reverie.audio.image;

import java.util.Objects;

/**
 * An image of a spectrogram and what the way back needs.
 *
 * @param transform what its channels hold
 * @param image what the network sees
 * @param crop the part of the spectrogram that it shows
 * @param scale the ranges that its channels stand for
 */
public record SeedImage(SeedTransform transform, SpectrogramImage image, ImageCrop crop, ImageScale scale) {

    public SeedImage {
        Objects.requireNonNull(transform, "transform");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(scale, "scale");
    }

    /** What a dream made of this image: another image, everything else the same. */
    public SeedImage dreamed(SpectrogramImage dreamed) {
        return new SeedImage(transform, dreamed, crop, scale);
    }
}
