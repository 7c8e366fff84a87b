package io.reverie.network;

import java.util.Arrays;

/**
 * Features of one, two or three channels as pictures of red, green and blue, as the seed made them: one channel three
 * times; two in red and green, with a blue of 0; three as they are. Then the scaling of each colour. Arrays are in C
 * order.
 *
 * @param channels channels of the features, 1 to 3
 * @param scaling of the colours
 */
record Picture(int channels, InputScaling scaling) {
    static final int COLOURS = 3;

    Picture {
        if (channels < 1 || channels > COLOURS) {
            throw new IllegalArgumentException("channels must be 1, 2 or 3: " + channels);
        }
    }

    /**
     * Writes the colours.
     *
     * @param features {@code [batch, channels, plane]}
     * @param colours {@code [batch, 3, plane]}
     * @param plane values of one channel
     */
    void forward(float[] features, float[] colours, int plane) {
        int batch = features.length / (channels * plane);
        for (int item = 0; item < batch; item++) {
            for (int colour = 0; colour < COLOURS; colour++) {
                int to = (item * COLOURS + colour) * plane;
                float factor = factor(colour);
                float offset = scaling.offsets().get(colour).floatValue();
                if (channel(colour) < channels) {
                    int from = (item * channels + channel(colour)) * plane;
                    for (int index = 0; index < plane; index++) {
                        colours[to + index] = factor * features[from + index] + offset;
                    }
                } else {
                    Arrays.fill(colours, to, to + plane, offset);
                }
            }
        }
    }

    /** From the gradient with respect to the colours to that with respect to the features. */
    void backward(float[] colourGradient, float[] featureGradient, int plane) {
        int batch = featureGradient.length / (channels * plane);
        Arrays.fill(featureGradient, 0);
        for (int item = 0; item < batch; item++) {
            for (int colour = 0; colour < COLOURS; colour++) {
                if (channel(colour) < channels) {
                    int from = (item * COLOURS + colour) * plane;
                    int to = (item * channels + channel(colour)) * plane;
                    float factor = factor(colour);
                    for (int index = 0; index < plane; index++) {
                        featureGradient[to + index] += factor * colourGradient[from + index];
                    }
                }
            }
        }
    }

    private int channel(int colour) {
        return channels == 1 ? 0 : colour;
    }

    private float factor(int colour) {
        return scaling.factors().get(colour).floatValue();
    }
}
