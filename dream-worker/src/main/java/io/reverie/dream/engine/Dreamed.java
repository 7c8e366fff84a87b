package io.reverie.dream.engine;

import java.util.List;
import java.util.Map;

/**
 * A finished dream. The arrays are shared, not copied.
 *
 * @param gains nepers of the whole recording, [frames, bands]
 * @param trajectory rows of window, iteration, objective, distance in dB, probability of each label of the first network
 * @param snapshots gains after every so many iterations, each [frames, bands]
 * @param seconds of the engine by stage
 */
public record Dreamed(float[] gains, List<double[]> trajectory, List<float[]> snapshots, Map<String, Double> seconds) {}
