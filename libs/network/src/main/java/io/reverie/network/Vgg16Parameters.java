package io.reverie.network;

/**
 * What VGG16 is made and trained with.
 *
 * @param channels channels of the features, 1 to 3
 * @param rows rows of the features (mel bands or bins), at least 32
 * @param frames columns of the features (frames) that it is meant for, at least 32; any other such number works as well
 * @param labels number of labels, at least 2
 * @param optimiser how the weights move
 * @param dropout probability with which a value before the second and before the third of the four last layers is
 *     dropped, 0 to below 1; torchvision's is 0.5
 * @param trainable which layers move
 * @param scaling what the features are, and what the first weights were trained on
 * @param seed of the first weights and of the dropout
 */
public record Vgg16Parameters(
        int channels,
        int rows,
        int frames,
        int labels,
        OptimiserParameters optimiser,
        double dropout,
        Trainable trainable,
        InputScaling scaling,
        long seed) {

    /** torchvision's dropout. */
    public static final double DEFAULT_DROPOUT = 0.5;

    /** Five poolings halve the input. */
    private static final int SMALLEST_SIDE = 32;

    /** Which layers move in training. */
    public enum Trainable {
        /** All of them. */
        ALL,
        /** The two last ones, which are the seed's own. */
        HEAD
    }

    public Vgg16Parameters {
        require(channels >= 1 && channels <= Picture.COLOURS, "channels must be 1, 2 or 3", channels);
        require(rows >= SMALLEST_SIDE, "rows must be at least " + SMALLEST_SIDE, rows);
        require(frames >= SMALLEST_SIDE, "frames must be at least " + SMALLEST_SIDE, frames);
        require(labels >= 2, "labels must be at least 2", labels);
        require(optimiser != null, "optimiser must be given", null);
        require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1", dropout);
        require(trainable != null, "trainable must be given", null);
        require(scaling != null, "scaling must be given", null);
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
