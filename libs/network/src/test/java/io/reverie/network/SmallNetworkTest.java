package io.reverie.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SmallNetworkTest {
    private static final int LABELS = 3;

    /** Small enough that hardly any ReLU changes its side. */
    private static final double STEP = 1e-7;

    @Test
    void hasTheRecipesNumberOfParameters() {
        // Given the network for ten labels
        MultiLayerNetwork network = SmallNetwork.create(SmallNetworkParameters.defaults(10, 800, 1));

        // When the running statistics are left out: a mean and a variance for each of 240 filters
        long trained = network.numParams() - 2 * (16 + 32 + 64 + 128);

        // Then
        assertThat(trained).isEqualTo(99_098);
    }

    @ParameterizedTest
    @CsvSource({"128, 431, 2", "48, 101, 3", "16, 64, 4"})
    void outputEqualsADoublePrecisionReference(int rows, int frames, int batch) {
        // Given
        MultiLayerNetwork network = Networks.trained(rows, frames, LABELS, 3);
        float[] features = Networks.noise(batch * rows * frames, 5);

        // When
        INDArray output = network.output(input(features, batch, rows, frames));

        // Then
        double[][] logits = new DoubleNetwork(network).logits(Networks.rowsOf(features, batch), rows, frames);
        for (int item = 0; item < batch; item++) {
            double[] expected = DoubleNetwork.softmax(logits[item]);
            for (int label = 0; label < LABELS; label++) {
                assertThat(output.getDouble(item, label)).isCloseTo(expected[label], within(1e-5));
            }
        }
    }

    /**
     * Central differences in float64 of an independent forward pass. The float32 gradients of some thousand summed terms
     * keep three digits at least: tolerance 1e-3 of the largest gradient of the parameter's array.
     */
    @ParameterizedTest
    @CsvSource({"1, 32, 100", "1, 16, 66", "2, 32, 70", "1, 257, 66", "2, 259, 64"})
    void gradientsEqualFiniteDifferences(int channels, int rows, int frames) {
        // Given
        int batch = 3;
        MultiLayerNetwork network = SmallNetwork.create(new SmallNetworkParameters(
                channels,
                rows,
                frames,
                LABELS,
                SmallNetworkParameters.DEFAULT_WIDTHS,
                OptimiserParameters.defaults(100),
                0,
                7));
        float[] features = Networks.noise(batch * channels * rows * frames, 11);
        float[] labels = {0.9f, 0.05f, 0.05f, 0.1f, 0.2f, 0.7f, 0, 1, 0};
        double[][] inputs = Networks.rowsOf(features, batch);
        double[][] targets = Networks.rowsOf(labels, batch);

        // When
        network.setInput(input(features, batch, rows, frames));
        network.setLabels(Nd4j.createFromArray(labels).reshape(batch, LABELS));
        network.computeGradientAndScore();

        // Then
        DoubleNetwork reference = new DoubleNetwork(network);
        assertThat(network.score() - network.calcRegularizationScore(true))
                .isCloseTo(reference.trainingLoss(inputs, rows, frames, targets), within(1e-5));
        Random random = new Random(2);
        network.gradient().gradientForVariable().forEach((name, gradient) -> {
            if (name.endsWith("_mean") || name.endsWith("_var")) {
                return;
            }
            double[] actual = perExample(gradient, batch);
            double largest = 0;
            for (double value : actual) {
                largest = Math.max(largest, Math.abs(value));
            }
            double[] parameter = reference.parameters.get(name);
            for (int probe = 0; probe < 8; probe++) {
                int index = random.nextInt(parameter.length);
                double before = parameter[index];
                parameter[index] = before + STEP;
                double above = reference.trainingLoss(inputs, rows, frames, targets);
                parameter[index] = before - STEP;
                double below = reference.trainingLoss(inputs, rows, frames, targets);
                parameter[index] = before;
                assertThat(actual[index])
                        .as("%s[%d]", name, index)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-3 * largest + 1e-7));
            }
        });
    }

    @Test
    void runningStatisticsFollowTheBatchAndDecayIsDecoupled() {
        // Given
        int rows = 16;
        int frames = 64;
        int batch = 4;
        MultiLayerNetwork network = SmallNetwork.create(
                SmallNetworkParameters.of(rows, frames, LABELS, OptimiserParameters.adamW(100, 2e-3, 0, 0.5), 0, 7));
        DoubleNetwork before = new DoubleNetwork(network);
        try (TrainingBatch training = new TrainingBatch(batch, 1, rows, frames, LABELS)) {
            Networks.fill(training, LABELS, 1);
            double expected = before.trainingLoss(
                    Networks.rowsOf(training.features(), batch),
                    rows,
                    frames,
                    Networks.rowsOf(training.labels(), batch));

            // When
            double loss = training.fit(network);

            // Then
            assertThat(loss).isCloseTo(expected, within(1e-5));
        }

        // And the statistics go a tenth of the way to the batch's mean and unbiased variance
        DoubleNetwork after = new DoubleNetwork(network);
        for (int block = 0; block < 4; block++) {
            for (int channel = 0; channel < before.batchMeans.get(block).length; channel++) {
                assertThat(after.parameters.get(block + "_mean")[channel])
                        .isCloseTo(0.1 * before.batchMeans.get(block)[channel], within(1e-5));
                assertThat(after.parameters.get(block + "_var")[channel])
                        .isCloseTo(0.9 + 0.1 * before.batchVariances.get(block)[channel], within(1e-4));
            }
        }
        // And Adam's first step is the learning rate in the direction of the gradient's sign, the decay beside it
        double[] weights = before.parameters.get("2_W");
        double[] stepped = after.parameters.get("2_W");
        int whole = 0;
        for (int index = 0; index < weights.length; index++) {
            double step = Math.abs(stepped[index] - weights[index] * (1 - 2e-3 * 0.5));
            assertThat(step).isLessThan(2e-3 * 1.001);
            whole += step > 2e-3 * 0.99 ? 1 : 0;
        }
        assertThat(whole).isGreaterThan(weights.length * 9 / 10);
        // And the batch norm is not decayed: a step of the learning rate from 1
        for (double scale : after.parameters.get("2_gamma")) {
            assertThat(Math.abs(scale - 1)).isLessThan(2e-3 * 1.001);
        }
    }

    @Test
    void sameSeedGivesSameWeights() {
        // Given two runs with dropout
        MultiLayerNetwork first = Networks.trained(32, 100, LABELS, 4);
        MultiLayerNetwork second = Networks.trained(32, 100, LABELS, 4);

        // When, then
        assertThat(weights(second)).containsExactly(weights(first));
    }

    @Test
    void zeroIsASeedLikeAnyOther() {
        // Given
        SmallNetworkParameters parameters = SmallNetworkParameters.defaults(LABELS, 10, 0);

        // When
        float[] first = weights(SmallNetwork.create(parameters));
        float[] second = weights(SmallNetwork.create(parameters));
        float[] other = weights(SmallNetwork.create(SmallNetworkParameters.defaults(LABELS, 10, 1)));

        // Then
        assertThat(second).containsExactly(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void learnsToTellSimpleInputsApart() {
        // Given
        int rows = 32;
        int frames = 64;
        MultiLayerNetwork network = SmallNetwork.create(Networks.parameters(rows, frames, LABELS, 0.3));

        // When
        double first = 0;
        double last = 0;
        try (TrainingBatch batch = new TrainingBatch(12, 1, rows, frames, LABELS)) {
            for (int step = 0; step < 40; step++) {
                Networks.fill(batch, LABELS, step);
                last = batch.fit(network);
                first = step == 0 ? last : first;
            }
        }

        // Then
        assertThat(last).isLessThan(0.3 * first);
    }

    @Test
    void batchAndFramesMayChangeFromStepToStep() {
        // Given
        MultiLayerNetwork network = SmallNetwork.create(Networks.parameters(32, 100, LABELS, 0));

        // When
        for (int[] shape : new int[][] {{4, 100}, {2, 100}, {4, 131}, {1, 64}}) {
            try (TrainingBatch batch = new TrainingBatch(shape[0], 1, 32, shape[1], LABELS)) {
                Networks.fill(batch, LABELS, shape[1]);

                // Then
                assertThat(batch.fit(network)).isFinite();
            }
        }
        assertThat(network.output(input(Networks.noise(3 * 32 * 90, 1), 3, 32, 90))
                        .shape())
                .containsExactly(3, LABELS);
    }

    @Test
    void modelSerializerKeepsTrainingStateExactly() throws Exception {
        // Given a network in the middle of its training
        MultiLayerNetwork network = Networks.trained(16, 64, LABELS, 3);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);

        // When
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        // Then it goes on from there, at the same learning rate
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
        assertThat(restored.getLearningRate(0)).isEqualTo(network.getLearningRate(0));
        assertThat(restored.getIterationCount()).isEqualTo(3);
    }

    private static float[] weights(MultiLayerNetwork network) {
        return network.params().dup().data().asFloat();
    }

    private static INDArray input(float[] features, int batch, int rows, int frames) {
        return Nd4j.createFromArray(features).reshape(batch, -1, rows, frames);
    }

    /** DL4J divides the gradients' sum by the batch later, when it applies them. */
    private static double[] perExample(INDArray gradient, int batch) {
        double[] values = gradient.dup('c').data().asDouble();
        for (int index = 0; index < values.length; index++) {
            values[index] /= batch;
        }
        return values;
    }
}
