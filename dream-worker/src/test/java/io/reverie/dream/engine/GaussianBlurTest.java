package io.reverie.dream.engine;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GaussianBlurTest {

    private static final int BANDS = 9;
    private static final int FRAMES = 7;

    @Test
    void isTheSeparableConvolutionWithRepeatedEdges() {
        // Given
        float[] values = noise();
        float[] blurred = values.clone();

        // When
        new GaussianBlur(BANDS, FRAMES, 2, 1).apply(blurred, FRAMES);

        // Then it equals the double sum, written out in float64
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int band = 0; band < BANDS; band++) {
                double sum = 0;
                double weights = 0;
                for (int j = -3; j <= 3; j++) {
                    for (int i = -6; i <= 6; i++) {
                        double weight = Math.exp(-0.5 * (i / 2.0) * (i / 2.0) - 0.5 * j * j);
                        int fromFrame = Math.max(0, Math.min(FRAMES - 1, frame + j));
                        int fromBand = Math.max(0, Math.min(BANDS - 1, band + i));
                        sum += weight * values[fromFrame * BANDS + fromBand];
                        weights += weight;
                    }
                }
                assertThat((double) blurred[frame * BANDS + band]).isCloseTo(sum / weights, within(1e-6));
            }
        }
    }

    @Test
    void leavesAnAxisWithoutDeviationAsItIs() {
        float[] values = noise();
        float[] blurred = values.clone();
        new GaussianBlur(BANDS, FRAMES, 0, 0).apply(blurred, FRAMES);
        assertThat(blurred).containsExactly(values);
    }

    private static float[] noise() {
        Random random = new Random(4);
        float[] values = new float[BANDS * FRAMES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
