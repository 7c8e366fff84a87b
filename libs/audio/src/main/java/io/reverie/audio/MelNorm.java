package io.reverie.audio;

/** The normalisation of mel filters. */
public enum MelNorm {
    /** Each triangle is divided by half its width in Hz, so that its area over frequency is 1. */
    SLANEY,
    /** Each triangle reaches 1 at its centre. */
    NONE
}
