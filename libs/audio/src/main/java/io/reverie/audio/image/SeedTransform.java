package io.reverie.audio.image;

/** What the seed (Deep Dreaming Music, Neuromatch Academy 2021) made an image of. */
public enum SeedTransform {
    /** Real part in red, imaginary part in green, each scaled by itself; blue is 0. */
    STFT_COMPLEX(430),
    /** The real part in all three channels. */
    STFT_REAL(430),
    /** The linear power of mel bands in all three channels. */
    MEL(860);

    private final int columns;

    SeedTransform(int columns) {
        this.columns = columns;
    }

    /** The width of the seed's crops, in frames: 430 of 513 bins (5 s), 860 of 128 mel bands (10 s). */
    public int columns() {
        return columns;
    }
}
