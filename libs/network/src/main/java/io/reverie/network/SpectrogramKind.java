package io.reverie.network;

/** The spectrograms that features are computed from. */
public enum SpectrogramKind {
    /** Mel power: {@code bands} values a frame. */
    MEL,

    /** A complex short-time spectrum: {@code 2 · bins} values a frame, real and imaginary part side by side. */
    STFT
}
