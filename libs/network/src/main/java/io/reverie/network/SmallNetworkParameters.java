package io.reverie.network;

/**
 * What the small network is made and trained with.
 *
 * @param rows rows of the input (mel bands), at least 16
 * @param frames columns of the input (frames) that it is meant for; any other number of 64 or more works as well
 * @param labels number of labels, at least 2
 * @param steps training steps that the learning rate's schedule spans, at least 1
 * @param learningRate largest learning rate, positive
 * @param warmUp fraction of the steps in which the learning rate rises, 0 to 1
 * @param weightDecay decoupled weight decay, 0 or more; each step takes {@code learning rate · weightDecay} of the weights
 * @param dropout probability with which a value before the last layer is dropped, 0 to below 1
 * @param seed of the first weights and of the dropout
 */
public record SmallNetworkParameters(
        int rows,
        int frames,
        int labels,
        int steps,
        double learningRate,
        double warmUp,
        double weightDecay,
        double dropout,
        long seed) {
    public SmallNetworkParameters {
        require(rows >= 16, "rows must be at least 16", rows);
        require(frames >= 64, "frames must be at least 64", frames);
        require(labels >= 2, "labels must be at least 2", labels);
        require(steps >= 1, "steps must be at least 1", steps);
        require(learningRate > 0 && learningRate <= 1, "learningRate must be positive and at most 1", learningRate);
        require(warmUp >= 0 && warmUp <= 1, "warmUp must be 0 to 1", warmUp);
        require(weightDecay >= 0 && weightDecay <= 1, "weightDecay must be 0 to 1", weightDecay);
        require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1", dropout);
    }

    /**
     * 128 mel bands, 431 frames (5 s at 22050 Hz and a hop of 256), learning rate 2e-3 with 5 % warm-up, weight decay
     * 1e-2, dropout 0.3.
     */
    public static SmallNetworkParameters defaults(int labels, int steps, long seed) {
        return new SmallNetworkParameters(128, 431, labels, steps, 2e-3, 0.05, 1e-2, 0.3, seed);
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
