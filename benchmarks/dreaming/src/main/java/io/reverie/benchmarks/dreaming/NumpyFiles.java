package io.reverie.benchmarks.dreaming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays for PyTorch. */
final class NumpyFiles {
    private NumpyFiles() {}

    static void write(Path folder, String name, float[] values, long... shape) throws IOException {
        write(folder, name, Nd4j.createFromArray(values).reshape(shape));
    }

    /** Every parameter by DL4J's name. */
    static void writeParameters(MultiLayerNetwork network, Path folder) throws IOException {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            write(folder, parameter.getKey(), parameter.getValue().dup('c'));
        }
    }

    private static void write(Path folder, String name, INDArray values) throws IOException {
        Nd4j.writeAsNumpy(values, folder.resolve(name + ".npy").toFile());
    }
}
