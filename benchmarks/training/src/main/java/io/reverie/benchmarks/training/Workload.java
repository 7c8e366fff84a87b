package io.reverie.benchmarks.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.reverie.network.InputScaling;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.Vgg16;
import io.reverie.network.Vgg16Parameters;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network and a batch of random features with smoothed labels. */
final class Workload {
    private static final int LABELS = 10;
    private static final double SMOOTHING = 0.1;
    private static final double WEIGHT_DECAY = 1e-2;

    /** So many that the learning rate hardly falls. */
    private static final int STEPS = 1_000_000;

    private final MultiLayerNetwork network;
    private final DataSet batch;

    private Workload(MultiLayerNetwork network, long... shape) {
        this.network = network;
        INDArray labels = Nd4j.create(DataType.FLOAT, shape[0], LABELS).assign(SMOOTHING / LABELS);
        for (int item = 0; item < shape[0]; item++) {
            labels.putScalar(item, item % LABELS, (float) (1 - SMOOTHING + SMOOTHING / LABELS));
        }
        batch = new DataSet(Nd4j.rand(DataType.FLOAT, shape), labels);
    }

    /** The small network, 16 inputs of 1×128×431. */
    static Workload small(double dropout) {
        return new Workload(
                SmallNetwork.create(SmallNetworkParameters.of(
                        128, 431, LABELS, OptimiserParameters.adamW(STEPS, 2e-3, 0, WEIGHT_DECAY), dropout, 1)),
                16,
                1,
                128,
                431);
    }

    /** The whole of VGG16 with the seed's head, 4 inputs of 3×128×430. */
    static Workload vgg16(double dropout) {
        return new Workload(
                Vgg16.create(new Vgg16Parameters(
                        3,
                        128,
                        430,
                        LABELS,
                        OptimiserParameters.adamW(STEPS, 1e-4, 0, WEIGHT_DECAY),
                        dropout,
                        Vgg16Parameters.Trainable.ALL,
                        InputScaling.pictures(),
                        1)),
                4,
                3,
                128,
                430);
    }

    /** One training step; the loss before it, without DL4J's term for the decay. */
    double step() {
        double decay = network.calcRegularizationScore(true);
        network.fit(batch);
        return network.score() - decay;
    }

    /** Writes parameters and features as NumPy arrays. */
    void export(Path folder) throws IOException {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            write(parameter.getValue(), folder.resolve(parameter.getKey() + ".npy"));
        }
        write(batch.getFeatures(), folder.resolve("features.npy"));
    }

    private static void write(INDArray values, Path file) throws IOException {
        Nd4j.writeAsNumpy(values.dup('c'), file.toFile());
    }
}
