package io.reverie.network;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/** Activations of layers and the gradients that start from them, beside references in double precision. */
class PlanLayersTest {
    private static final int LABELS = 4;

    /** Small enough that hardly any ReLU or maximum changes its side. */
    private static final double STEP = 1e-7;

    private final PlanCompiler compiler = new Nd4jPlanCompiler();

    @ParameterizedTest
    @CsvSource({"1, 1, 32, 64", "2, 1, 32, 101", "3, 2, 33, 70"})
    void layersOfTheSmallNetworkAreTheirBlocks(int batch, int channels, int rows, int frames) {
        // Given
        Model model = small(channels, rows, frames);
        DoubleNetwork reference = new DoubleNetwork(model.network());
        float[] features = Networks.noise(batch * channels * rows * frames, 5);

        // When, then
        try (Plan plan = compiler.compile(model, batch, frames)) {
            assertThat(plan.layers())
                    .extracting(PlanLayer::name)
                    .containsExactly("convolution1", "convolution2", "convolution3", "convolution4");
            assertThat(plan.layers()).extracting(PlanLayer::channels).containsExactly(16, 32, 64, 128);
            for (int layer = 0; layer < plan.layers().size(); layer++) {
                int index = layer;
                check(plan, layer, features, values -> {
                    reference.logits(rowsOf(values, batch), rows, frames);
                    return reference.blockOutputs.get(index);
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 40, 75", "2, 2, 64, 33"})
    void layersOfVgg16AreItsConvolutionsAndDenseLayers(int batch, int channels, int rows, int frames) {
        // Given
        MultiLayerNetwork network = Vgg16Networks.network(channels, rows, frames, LABELS);
        DoubleVgg16 reference = new DoubleVgg16(network);
        float[] features = Vgg16Networks.features(batch * channels * rows * frames, 3);

        // When, then
        try (Plan plan = new Vgg16Plan(network, batch, rows, frames)) {
            assertThat(plan.layers())
                    .extracting(PlanLayer::name)
                    .hasSize(16)
                    .startsWith("block1_conv1", "block1_conv2", "block2_conv1")
                    .endsWith("block5_conv3", "fc1", "fc2", "fc3");
            assertThat(plan.layers().get(0)).isEqualTo(new PlanLayer("block1_conv1", 3, rows, frames));
            assertThat(plan.layers().get(1)).isEqualTo(new PlanLayer("block1_conv2", 4, rows / 2, frames / 2));
            assertThat(plan.layers().get(15)).isEqualTo(new PlanLayer("fc3", 6, 1, 1));
            for (int layer : new int[] {0, 1, 4, 9, 12, 13, 15}) {
                check(
                        plan,
                        layer,
                        features,
                        values -> outputs(reference, layer, values, batch, channels, rows, frames));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void coloursOfPicturesChangeEachByItself(int batch) {
        // Given a network for one channel
        int rows = 40;
        int frames = 64;
        MultiLayerNetwork network = Vgg16Networks.network(1, rows, frames, LABELS);
        Model model = new Model(vgg16Description(rows, frames), network);
        DoubleVgg16 reference = new DoubleVgg16(network);
        float[] features = Vgg16Networks.features(batch * 3 * rows * frames, 3);
        float[] logits = new float[batch * LABELS];

        // When, then three channels
        try (Plan plan = compiler.compileForPictures(model, batch, frames)) {
            assertThat(plan.channels()).isEqualTo(3);
            plan.forward(features, logits);
            float[] colourGradient = new float[features.length];
            float[] weights = Networks.noise(batch * LABELS, 4);
            plan.inputGradient(weights, colourGradient);
            Function<double[], double[]> expected = values -> logits(reference, values, batch, rows, frames);
            assertThat(doubles(logits)).containsExactly(expected.apply(doubles(features)), within(1e-4));
            assertGradient(colourGradient, features, weights, expected);
            check(plan, 12, features, values -> outputs(reference, 12, values, batch, 3, rows, frames));
        }
        // And one where the network is to see grey
        try (Plan plan = compiler.compile(model, batch, frames)) {
            assertThat(plan.channels()).isEqualTo(1);
        }
    }

    @Test
    void picturesOfNetworksWithoutColoursAreTheirFeatures() {
        try (Plan plan = compiler.compileForPictures(small(1, 32, 64), 2, 64)) {
            assertThat(plan.channels()).isEqualTo(1);
            assertThat(plan.batch()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallNetwork.NAME, Vgg16.NAME})
    void gradientsOfLayersAndOfLogitsDoNotDisturbEachOther(String architecture) {
        // Given
        int frames = 64;
        Model model = architecture.equals(Vgg16.NAME)
                ? new Model(vgg16Description(40, frames), Vgg16Networks.network(1, 40, frames, LABELS))
                : small(1, 32, frames);
        try (Plan plan = compiler.compile(model, 2, frames)) {
            float[] features = Vgg16Networks.features(2 * plan.rows() * frames, 1);
            float[] objective = {1, 0, -1, 0, 0, 2, 0, 0};
            float[] logits = new float[objective.length];
            float[] fresh = new float[features.length];
            float[] again = new float[features.length];
            plan.forward(features, logits);
            plan.inputGradient(objective, fresh);

            for (int layer = 0; layer < plan.layers().size(); layer++) {
                // When
                float[] weights = Networks.noise(2 * plan.layers().get(layer).size(), layer);
                float[] ofLayer = new float[features.length];
                float[] ofLayerAgain = new float[features.length];
                plan.inputGradient(layer, weights, ofLayer);
                plan.inputGradient(objective, again);
                plan.inputGradient(layer, weights, ofLayerAgain);

                // Then
                assertThat(again).as("after layer %d", layer).containsExactly(fresh);
                assertThat(ofLayerAgain).as("layer %d", layer).containsExactly(ofLayer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallNetwork.NAME, Vgg16.NAME})
    void refusesWhatItDoesNotHave(String architecture) {
        // Given
        int frames = 64;
        Model model = architecture.equals(Vgg16.NAME)
                ? new Model(vgg16Description(40, frames), Vgg16Networks.network(1, 40, frames, LABELS))
                : small(1, 32, frames);
        Plan plan = compiler.compile(model, 1, frames);
        float[] features = new float[plan.rows() * frames];
        float[] activations = new float[plan.layers().get(0).size()];
        int beyond = plan.layers().size();

        // When, then
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.activations(0, activations))
                .withMessageContaining("forward");
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.inputGradient(0, activations, features))
                .withMessageContaining("forward");
        plan.forward(features, new float[LABELS]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.activations(beyond, activations))
                .withMessage("layer must be 0 to " + (beyond - 1) + ": " + beyond);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.inputGradient(-1, activations, features))
                .withMessageStartingWith("layer must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.activations(0, new float[3]))
                .withMessageContaining(plan.layers().get(0).name());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.inputGradient(0, new float[3], features))
                .withMessageContaining(plan.layers().get(0).name());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.inputGradient(0, activations, new float[3]))
                .withMessageContaining("featureGradient");
        plan.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.activations(0, activations))
                .withMessageContaining("closed");
    }

    /** Activations to 1e-4 of the largest, and the gradient of their weighted sum. */
    private static void check(Plan plan, int layer, float[] features, Function<double[], double[]> reference) {
        int size = plan.batch() * plan.layers().get(layer).size();
        float[] activations = new float[size];
        float[] weights = Networks.noise(size, 7);
        float[] gradient = new float[features.length];

        plan.forward(features, new float[plan.batch() * LABELS]);
        plan.activations(layer, activations);
        plan.inputGradient(layer, weights, gradient);

        double[] expected = reference.apply(doubles(features));
        double largest = Arrays.stream(expected).max().orElseThrow();
        assertThat(largest).isPositive();
        assertThat(doubles(activations)).as("layer %d", layer).containsExactly(expected, within(1e-4 * largest));
        assertGradient(gradient, features, weights, reference);
    }

    /** Central differences in float64, 1e-4 of the largest gradient. */
    private static void assertGradient(
            float[] gradient, float[] features, float[] weights, Function<double[], double[]> reference) {
        double largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        double[] values = doubles(features);
        Random random = new Random(4);
        for (int probe = 0; probe < 12; probe++) {
            int index = probe == 0 ? 0 : probe == 1 ? values.length - 1 : random.nextInt(values.length);
            double before = values[index];
            values[index] = before + STEP;
            double above = weighted(reference.apply(values), weights);
            values[index] = before - STEP;
            double below = weighted(reference.apply(values), weights);
            values[index] = before;
            assertThat((double) gradient[index])
                    .as("feature %d", index)
                    .isCloseTo((above - below) / (2 * STEP), within(1e-4 * largest));
        }
    }

    private static double weighted(double[] values, float[] weights) {
        double sum = 0;
        for (int index = 0; index < weights.length; index++) {
            sum += values[index] * weights[index];
        }
        return sum;
    }

    private static double[] outputs(
            DoubleVgg16 reference, int layer, double[] features, int batch, int channels, int rows, int frames) {
        return Arrays.stream(rowsOf(features, batch))
                .flatMapToDouble(item -> {
                    reference.logits(picture(item, channels, rows, frames));
                    return Arrays.stream(reference.layerOutputs.get(layer));
                })
                .toArray();
    }

    private static double[] logits(DoubleVgg16 reference, double[] colours, int batch, int rows, int frames) {
        return Arrays.stream(rowsOf(colours, batch))
                .flatMapToDouble(item -> Arrays.stream(reference.logits(picture(item, 3, rows, frames))))
                .toArray();
    }

    /** One channel three times, two with a blue of 0, or three as they are; then 2x − 1. */
    private static double[][][] picture(double[] item, int channels, int rows, int frames) {
        double[][][] picture = new double[3][rows][frames];
        int plane = rows * frames;
        for (int index = 0; index < 3 * plane; index++) {
            int colour = index / plane;
            int channel = channels == 1 ? 0 : colour;
            double value = channel < channels ? item[channel * plane + index % plane] : 0;
            picture[colour][index % plane / frames][index % frames] = 2 * value - 1;
        }
        return picture;
    }

    private static Model small(int channels, int rows, int frames) {
        FeatureKind kind = channels == 1 ? FeatureKind.LOG_STFT : FeatureKind.COMPRESSED_COMPLEX;
        int fourierLength = 2 * (rows - 1);
        return Networks.model(
                kind,
                new StftParameters(8000, fourierLength, fourierLength, fourierLength / 2, true, PadMode.REFLECT),
                Networks.mel(32),
                frames,
                LABELS);
    }

    private static ModelDescription vgg16Description(int rows, int frames) {
        ModelDescription small = Networks.description(rows, frames, LABELS);
        return new ModelDescription(
                small.name(),
                FeatureKind.MEL.text(),
                Vgg16.NAME,
                small.labels(),
                small.stft(),
                small.mel(),
                frames,
                small.mean(),
                small.deviation(),
                Map.of());
    }

    private static double[][] rowsOf(double[] values, int count) {
        int length = values.length / count;
        double[][] rows = new double[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = Arrays.copyOfRange(values, row * length, (row + 1) * length);
        }
        return rows;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            doubles[index] = values[index];
        }
        return doubles;
    }
}
