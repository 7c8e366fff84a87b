package io.reverie.dream.engine;

import java.util.List;
import java.util.Map;

/**
 * A finished dream, or why there is none. The arrays are shared, not copied.
 *
 * @param state of the whole recording, see {@link DreamWay}
 * @param trajectory rows of window, iteration, objective, distance in dB, probability of each label of the first network
 * @param snapshots gains of mel bands after every so many iterations, nepers [frames, bands] each
 * @param seconds of the engine by stage, for all dreams of the batch together
 * @param failure why this dream ended early; null where it did not, else everything but the seconds is empty
 */
public record Dreamed(
        float[] state,
        List<double[]> trajectory,
        List<float[]> snapshots,
        Map<String, Double> seconds,
        RuntimeException failure) {

    /**
     * The dream.
     *
     * @throws RuntimeException what the listener raised, or a {@link NoGradientException}
     */
    public Dreamed orThrow() {
        if (failure != null) {
            throw failure;
        }
        return this;
    }
}
