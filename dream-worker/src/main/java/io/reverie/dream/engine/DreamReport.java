package io.reverie.dream.engine;

/**
 * Where a dream stands.
 *
 * @param iteration iterations done, over all windows of the recording
 * @param of iterations in all
 * @param objective value of the objective, without the regularisers, mean over the windows being dreamed
 * @param probabilities of each label of the first network, mean over these windows
 * @param distanceDb log-spectral distance from where the dream began (the input with its noise bed), in dB, mean over
 *     these windows
 */
public record DreamReport(int iteration, int of, double objective, double[] probabilities, double distanceDb) {}
