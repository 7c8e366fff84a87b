package io.reverie.network;

import java.util.Random;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class Vgg16PlanTest {
    private static final int LABELS = 4;

    /** Small enough that hardly any ReLU or maximum changes its side. */
    private static final double STEP = 1e-7;

    @ParameterizedTest
    @CsvSource({"1, 1, 64, 96", "2, 2, 40, 75", "3, 1, 33, 230"})
    void logitsAndInputGradientEqualADoublePrecisionReference(int batch, int channels, int rows, int frames) {
        // Given
        MultiLayerNetwork network = Vgg16Networks.network(channels, rows, frames, LABELS);
        DoubleVgg16 reference = new DoubleVgg16(network);
        float[] features = Vgg16Networks.features(batch * channels * rows * frames, 3);
        double[][][][] pictures = Vgg16Networks.pictures(features, batch, channels, rows, frames);
        float[] logits = new float[batch * LABELS];
        float[] weights = Networks.noise(batch * LABELS, 4);
        float[] gradient = new float[features.length];

        // When
        try (Vgg16Plan plan = new Vgg16Plan(network, batch, rows, frames)) {
            plan.forward(features, logits);
            plan.inputGradient(weights, gradient);
        }

        // Then the logits are the same to 1e-4
        for (int item = 0; item < batch; item++) {
            double[] expected = reference.logits(pictures[item]);
            for (int label = 0; label < LABELS; label++) {
                assertThat(logits[item * LABELS + label]).isCloseTo((float) expected[label], within(1e-4f));
            }
        }
        // And the gradient equals central differences in float64 to 1e-4 of the largest one
        float largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        Random random = new Random(6);
        for (int probe = 0; probe < 25; probe++) {
            int index = random.nextInt(features.length);
            int item = index / (channels * rows * frames);
            double expected = difference(reference, pictures[item], features, index, channels, rows, frames, weights);
            assertThat((double) gradient[index]).as("feature %d", index).isCloseTo(expected, within(1e-4 * largest));
        }
    }

    private static double difference(
            DoubleVgg16 reference,
            double[][][] picture,
            float[] features,
            int index,
            int channels,
            int rows,
            int frames,
            float[] weights) {
        int plane = rows * frames;
        int item = index / (channels * plane);
        double[] values = new double[2];
        for (int side = 0; side < 2; side++) {
            for (int colour = 0; colour < 3; colour++) {
                if (channels == 1 || colour == index / plane % channels) {
                    picture[colour][index % plane / frames][index % frames] =
                            2 * (features[index] + (side == 0 ? -STEP : STEP)) - 1;
                }
            }
            double[] logits = reference.logits(picture);
            for (int label = 0; label < LABELS; label++) {
                values[side] += weights[item * LABELS + label] * logits[label];
            }
        }
        for (int colour = 0; colour < 3; colour++) {
            if (channels == 1 || colour == index / plane % channels) {
                picture[colour][index % plane / frames][index % frames] = 2 * features[index] - 1;
            }
        }
        return (values[1] - values[0]) / (2 * STEP);
    }

    @ParameterizedTest
    @CsvSource({"ALL", "HEAD"})
    void agreesWithTheNetworkItIsMadeOf(Vgg16Parameters.Trainable trainable) {
        // Given
        MultiLayerNetwork network =
                Vgg16.create(Vgg16Networks.parameters(2, 64, 130, LABELS, 0.5, trainable), Vgg16Networks.NARROW);
        network.params().muli(1.2);
        float[] features = Vgg16Networks.features(2 * 2 * 64 * 130, 1);
        float[] logits = new float[2 * LABELS];

        // When
        INDArray probabilities = network.output(Nd4j.createFromArray(features).reshape(2, 2, 64, 130));
        try (Vgg16Plan plan = new Vgg16Plan(network, 2, 64, 130)) {
            plan.forward(features, logits);
        }

        // Then
        for (int item = 0; item < 2; item++) {
            double[] expected = DoubleNetwork.softmax(Networks.rowsOf(logits, 2)[item]);
            for (int label = 0; label < LABELS; label++) {
                assertThat(probabilities.getDouble(item, label)).isCloseTo(expected[label], within(1e-5));
            }
        }
    }

    @Test
    void runsAsOftenAsWanted() {
        // Given
        MultiLayerNetwork network = Vgg16Networks.network(1, 48, 64, LABELS);
        float[] features = Vgg16Networks.features(48 * 64, 1);
        float[] objective = {1, 0, -1, 0};
        float[] logits = new float[LABELS];
        float[] again = new float[LABELS];
        float[] first = new float[features.length];
        float[] second = new float[features.length];
        Vgg16Plan plan = new Vgg16Plan(network, 1, 48, 64);

        // When
        plan.forward(features, logits);
        plan.inputGradient(objective, first);
        plan.inputGradient(objective, second);
        plan.forward(features, again);
        plan.close();
        plan.close();

        // Then
        assertThat(second).containsExactly(first);
        assertThat(again).containsExactly(logits);
        assertThat(plan.arrays()).isNotEmpty().allMatch(INDArray::wasClosed);
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.forward(features, logits))
                .withMessageContaining("closed");
    }

    @Test
    void refusesWhatItCannotRun() {
        // Given
        MultiLayerNetwork network = Vgg16Networks.network(1, 48, 64, LABELS);
        float[] features = new float[48 * 64];
        float[] logits = new float[LABELS];

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vgg16Plan(network, 0, 48, 64))
                .withMessageStartingWith("batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vgg16Plan(network, 1, 31, 64))
                .withMessageStartingWith("rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vgg16Plan(network, 1, 48, 31))
                .withMessageStartingWith("frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vgg16Plan(Networks.trained(16, 64, 3, 0), 1, 48, 64))
                .withMessageContaining(Vgg16.NAME);
        try (Vgg16Plan plan = new Vgg16Plan(network, 1, 48, 64)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> plan.inputGradient(logits, features))
                    .withMessageContaining("forward");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plan.forward(new float[3], logits))
                    .withMessageContaining("features");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plan.forward(features, new float[3]))
                    .withMessageContaining("logits");
        }
    }
}
