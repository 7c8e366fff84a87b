package io.reverie.audio.phase;

/** Which phase heap integration gives to what is too faint to have a phase gradient. */
public enum FaintPhase {
    /** Uniformly distributed, from the seed. */
    RANDOM,
    /** Zero, so that no seed is needed. */
    ZERO
}
