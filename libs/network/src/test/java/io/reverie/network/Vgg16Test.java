package io.reverie.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.model.VGG16;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class Vgg16Test {
    private static final int LABELS = 3;

    /** Small enough that hardly any ReLU or maximum changes its side. */
    private static final double STEP = 1e-7;

    @Test
    void hasTorchvisionsNumberOfParametersAndTheHeads() {
        // Given torchvision.models.vgg16: 138 357 544, of which the last layer has 4 097 000
        long body = 138_357_544 - 4_097_000;
        long head = 4096 * 256 + 256 + 256 * 10 + 10;

        // When
        long parameters = 0;
        for (NeuralNetConfiguration layer : standard().getConfs()) {
            parameters += layer.getLayer().initializer().numParams(layer);
        }

        // Then
        assertThat(parameters).isEqualTo(body + head);
    }

    @Test
    void convolutionsAndWideLayersAreThoseOfTheZoo() {
        // Given the VGG16 of DL4J's zoo, in the order of its layers
        ComputationGraphConfiguration zoo =
                VGG16.builder().numClasses(1000).seed(1).build().conf();
        List<String> expected = new ArrayList<>();
        for (GraphVertex vertex : zoo.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                describe(layer.getLayerConf().getLayer(), expected);
            }
        }

        // When
        List<String> actual = new ArrayList<>();
        for (NeuralNetConfiguration layer : standard().getConfs()) {
            describe(layer.getLayer(), actual);
        }

        // Then all but the layers of the labels are the same
        assertThat(expected).hasSize(20);
        assertThat(actual.subList(0, 20)).isEqualTo(expected);
        assertThat(actual).hasSize(21).endsWith("dense 4096 256");
    }

    private static MultiLayerConfiguration standard() {
        return Vgg16.configuration(
                Vgg16Networks.parameters(1, 128, 430, 10, 0.5, Vgg16Parameters.Trainable.ALL), Vgg16Widths.STANDARD);
    }

    private static void describe(Layer layer, List<String> plan) {
        if (layer instanceof RectifiedConvolution convolution) {
            plan.add("convolution 3 3 " + convolution.getNOut());
            if (convolution.maxPooling()) {
                plan.add("pooling 2 2");
            }
        } else if (layer instanceof ConvolutionLayer convolution) {
            plan.add("convolution " + convolution.getKernelSize()[0] + " "
                    + convolution.getKernelSize()[1] + " " + convolution.getNOut());
        } else if (layer instanceof SubsamplingLayer pooling) {
            plan.add("pooling " + pooling.getKernelSize()[0] + " " + pooling.getStride()[0]);
        } else if (layer instanceof DenseLayer dense) {
            plan.add("dense " + dense.getNIn() + " " + dense.getNOut());
        }
    }

    /**
     * Central differences in float64 of an independent forward pass. The float32 gradients of some thousand summed terms
     * keep three digits at least: tolerance 1e-3 of the largest gradient of the parameter's array.
     */
    @ParameterizedTest
    @CsvSource({"1, 64, 100", "2, 33, 75"})
    void lossAndGradientsEqualFiniteDifferences(int channels, int rows, int frames) {
        // Given
        int batch = 2;
        MultiLayerNetwork network = Vgg16Networks.network(channels, rows, frames, LABELS);
        float[] features = Vgg16Networks.features(batch * channels * rows * frames, 11);
        float[] labels = {0.9f, 0.05f, 0.05f, 0.1f, 0.2f, 0.7f};
        double[][][][] pictures = Vgg16Networks.pictures(features, batch, channels, rows, frames);
        double[][] targets = Networks.rowsOf(labels, batch);

        // When
        network.setInput(Nd4j.createFromArray(features).reshape(batch, channels, rows, frames));
        network.setLabels(Nd4j.createFromArray(labels).reshape(batch, LABELS));
        network.computeGradientAndScore();

        // Then
        DoubleVgg16 reference = new DoubleVgg16(network);
        assertThat(network.score() - network.calcRegularizationScore(true))
                .isCloseTo(reference.loss(pictures, targets), within(1e-5));
        Random random = new Random(2);
        Map<String, INDArray> gradients = network.gradient().gradientForVariable();
        assertThat(gradients).hasSize(2 * 17);
        gradients.forEach((name, gradient) -> {
            double[] actual = gradient.dup('c').data().asDouble();
            double largest = 0;
            for (int index = 0; index < actual.length; index++) {
                actual[index] /= batch;
                largest = Math.max(largest, Math.abs(actual[index]));
            }
            assertThat(largest).as(name).isPositive();
            double[] parameter = reference.parameters.get(name);
            for (int probe = 0; probe < 4; probe++) {
                int index = random.nextInt(parameter.length);
                double before = parameter[index];
                parameter[index] = before + STEP;
                double above = reference.loss(pictures, targets);
                parameter[index] = before - STEP;
                double below = reference.loss(pictures, targets);
                parameter[index] = before;
                assertThat(actual[index])
                        .as("%s[%d]", name, index)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-3 * largest + 1e-8));
            }
        });
    }

    @Test
    void firstWeightsAreDrawnAsTorchvisionDoes() {
        // Given
        Vgg16Widths widths = new Vgg16Widths(List.of(List.of(32, 64)), 128, 64);

        // When
        Map<String, INDArray> parameters = Vgg16.create(
                        Vgg16Networks.parameters(1, 32, 32, LABELS, 0.5, Vgg16Parameters.Trainable.ALL), widths)
                .paramTable();

        // Then deviations are within 5 % of what they should be
        assertThat(deviation(parameters.get("1_W"))).isCloseTo(Math.sqrt(2.0 / (9 * 64)), within(0.0025));
        assertThat(deviation(parameters.get("3_W"))).isCloseTo(0.01, within(0.0005));
        assertThat(deviation(parameters.get("4_W"))).isCloseTo(0.01, within(0.0005));
        assertThat(parameters.get("5_W").amaxNumber().doubleValue()).isLessThanOrEqualTo(1 / Math.sqrt(128));
        assertThat(deviation(parameters.get("5_W"))).isCloseTo(1 / Math.sqrt(3 * 128), within(0.0025));
        assertThat(parameters.get("1_b").amaxNumber().doubleValue()).isZero();
    }

    private static double deviation(INDArray values) {
        return values.stdNumber().doubleValue();
    }

    @Test
    void theHeadAloneMoves() {
        // Given
        MultiLayerNetwork network = Vgg16.create(
                Vgg16Networks.parameters(1, 48, 64, LABELS, 0.5, Vgg16Parameters.Trainable.HEAD), Vgg16Networks.NARROW);
        Map<String, INDArray> before = new TreeMap<>();
        network.paramTable().forEach((name, values) -> before.put(name, values.dup()));

        // When
        for (int step = 0; step < 3; step++) {
            network.fit(batch(4, 48, 64, step));
        }

        // Then
        network.paramTable().forEach((name, values) -> {
            boolean head = name.startsWith("16_") || name.startsWith("17_");
            assertThat(values.equals(before.get(name))).as(name).isEqualTo(!head);
        });
    }

    @Test
    void sameSeedGivesSameWeights() {
        // Given two trainings with dropout
        List<float[]> weights = new ArrayList<>();

        // When
        for (int run = 0; run < 2; run++) {
            MultiLayerNetwork network = Vgg16.create(
                    Vgg16Networks.parameters(1, 48, 64, LABELS, 0.5, Vgg16Parameters.Trainable.ALL),
                    Vgg16Networks.NARROW);
            for (int step = 0; step < 3; step++) {
                network.fit(batch(4, 48, 64, step));
            }
            weights.add(network.params().dup().data().asFloat());
        }

        // Then
        assertThat(weights.get(1)).containsExactly(weights.get(0));
    }

    @Test
    void learnsToTellBrightFromDark() {
        // Given a network of two blocks
        MultiLayerNetwork network = Vgg16.create(
                Vgg16Networks.parameters(1, 48, 64, LABELS, 0, Vgg16Parameters.Trainable.ALL),
                new Vgg16Widths(List.of(List.of(8), List.of(8)), 32, 16));

        // When
        double first = 0;
        for (int step = 0; step < 100; step++) {
            network.fit(batch(6, 48, 64, step));
            first = step == 0 ? network.score() : first;
        }

        // Then
        assertThat(network.score()).isLessThan(0.5 * first);
    }

    /** Features whose brightness is the label. */
    private static DataSet batch(int size, int rows, int frames, long seed) {
        float[] features = Vgg16Networks.features(size * rows * frames, seed);
        float[] labels = new float[size * LABELS];
        for (int item = 0; item < size; item++) {
            int label = item % LABELS;
            labels[item * LABELS + label] = 1;
            for (int index = item * rows * frames; index < (item + 1) * rows * frames; index++) {
                features[index] = (features[index] + 2 * label) / 5;
            }
        }
        return new DataSet(
                Nd4j.createFromArray(features).reshape(size, 1, rows, frames),
                Nd4j.createFromArray(labels).reshape(size, LABELS));
    }

    @Test
    void sizesMayChangeFromCallToCall() {
        // Given
        MultiLayerNetwork network = Vgg16Networks.network(1, 48, 64, LABELS);

        // When, then
        for (int[] shape : new int[][] {{4, 48, 64}, {2, 48, 64}, {3, 64, 131}, {1, 32, 32}}) {
            network.fit(batch(shape[0], shape[1], shape[2], 1));
            assertThat(network.score()).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(Vgg16Parameters.Trainable.class)
    void modelSerializerKeepsTrainingStateExactly(Vgg16Parameters.Trainable trainable) throws Exception {
        // Given a network in the middle of its training
        MultiLayerNetwork network =
                Vgg16.create(Vgg16Networks.parameters(2, 48, 64, LABELS, 0.5, trainable), Vgg16Networks.NARROW);
        DataSet batch = new DataSet(
                Nd4j.createFromArray(Vgg16Networks.features(4 * 2 * 48 * 64, 1)).reshape(4, 2, 48, 64),
                Nd4j.eye(4)
                        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, LABELS))
                        .dup());
        network.fit(batch);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);

        // When
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        // Then
        assertThat(restored.getLayerWiseConfigurations().toJson())
                .isEqualTo(network.getLayerWiseConfigurations().toJson());
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
        assertThat(restored.output(batch.getFeatures())).isEqualTo(network.output(batch.getFeatures()));
        restored.fit(batch);
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        refuses(4, 128, 430, 10, 0.5, "channels");
        refuses(1, 31, 430, 10, 0.5, "rows");
        refuses(1, 128, 31, 10, 0.5, "frames");
        refuses(1, 128, 430, 1, 0.5, "labels");
        refuses(1, 128, 430, 10, 1, "dropout");
    }

    private static void refuses(int channels, int rows, int frames, int labels, double dropout, String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vgg16Networks.parameters(
                        channels, rows, frames, labels, dropout, Vgg16Parameters.Trainable.ALL))
                .withMessageStartingWith(field);
    }
}
