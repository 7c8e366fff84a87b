package io.reverie.audio.phase;

/**
 * A signal found for given magnitudes.
 *
 * @param samples the signal
 * @param iterations how many iterations were done; the signal is the best one met, not always the last
 * @param spectralConvergenceDb how far the signal's magnitudes are from the given ones, in dB, as
 *     {@link io.reverie.audio.SpectralConvergence} has it; negative infinity for silence
 */
public record Retrieved(float[] samples, int iterations, double spectralConvergenceDb) {}
