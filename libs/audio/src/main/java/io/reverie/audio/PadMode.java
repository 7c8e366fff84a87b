package io.reverie.audio;

/** How a centred analysis pads the signal by half a transform length on both sides. */
public enum PadMode {
    /** The signal mirrored at its first and last sample, neither of which is repeated. */
    REFLECT,
    /** Silence. */
    ZERO
}
