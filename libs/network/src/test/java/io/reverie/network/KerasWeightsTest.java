package io.reverie.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KerasWeightsTest {
    private static final int[] WIDTHS = {3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8};
    private static final String[] LAYERS = {
        "block1_conv1",
        "block1_conv2",
        "block2_conv1",
        "block2_conv2",
        "block3_conv1",
        "block3_conv2",
        "block3_conv3",
        "block4_conv1",
        "block4_conv2",
        "block4_conv3",
        "block5_conv1",
        "block5_conv2",
        "block5_conv3"
    };

    @TempDir
    private Path folder;

    private MultiLayerNetwork network;
    private Path path;

    @BeforeEach
    void create() {
        network = Vgg16.create(
                Vgg16Networks.parameters(1, 48, 64, 3, 0.5, Vgg16Parameters.Trainable.HEAD), Vgg16Networks.NARROW);
        path = folder.resolve("vgg16.h5");
    }

    /** Every value of the file says where it was: kernels [rows, columns, in, out], fc1 by row, column and channel. */
    private static Map<String, KerasFiles.Array> arrays(String prefix, String kernel, String bias) {
        Map<String, KerasFiles.Array> arrays = new TreeMap<>();
        int inputs = 3;
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            add(arrays, prefix, LAYERS[layer], kernel, bias, 100 * layer, 3, 3, inputs, WIDTHS[layer]);
            inputs = WIDTHS[layer];
        }
        add(arrays, prefix, "fc1", kernel, bias, 2000, 8 * 49, 12);
        add(arrays, prefix, "fc2", kernel, bias, 3000, 12, 12);
        add(arrays, prefix, "predictions", kernel, bias, 4000, 12, 1000);
        return arrays;
    }

    private static void add(
            Map<String, KerasFiles.Array> arrays,
            String prefix,
            String layer,
            String kernel,
            String bias,
            int base,
            long... shape) {
        long outputs = shape[shape.length - 1];
        arrays.put(prefix + layer + "/" + kernel.replace("LAYER", layer), counting(base, shape));
        arrays.put(prefix + layer + "/" + bias.replace("LAYER", layer), counting(-base, outputs));
    }

    private static KerasFiles.Array counting(int base, long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        float[] values = new float[(int) length];
        for (int index = 0; index < values.length; index++) {
            values[index] = base + index;
        }
        return new KerasFiles.Array(values, shape);
    }

    @ParameterizedTest
    @CsvSource({
        "'', LAYER_W_1:0, LAYER_b_1:0",
        "'', LAYER/kernel:0, LAYER/bias:0",
        "model_weights/, LAYER/kernel:0, LAYER/bias:0"
    })
    void everyWeightComesToItsPlace(String prefix, String kernel, String bias) throws IOException {
        // Given
        KerasFiles.write(path, arrays(prefix, kernel, bias));
        INDArray head = network.getParam("16_W").dup();

        // When
        KerasWeights.Imported imported = KerasWeights.read(path, network);

        // Then [out, in, row, column] has what was at [row, column, in, out], the first layer's red what was blue
        int inputs = 3;
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            INDArray weights = network.getParam(layer + "_W");
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    for (int in = 0; in < inputs; in++) {
                        for (int out = 0; out < WIDTHS[layer]; out++) {
                            int target = layer == 0 ? 2 - in : in;
                            assertThat(weights.getFloat(out, target, row, column))
                                    .isEqualTo(100 * layer + ((row * 3 + column) * inputs + in) * WIDTHS[layer] + out);
                        }
                    }
                }
            }
            assertThat(network.getParam(layer + "_b").getFloat(WIDTHS[layer] - 1))
                    .isEqualTo(-100 * layer + WIDTHS[layer] - 1);
            inputs = WIDTHS[layer];
        }
        // And the inputs of fc1 go from row, column, channel to channel, row, column
        for (int position = 0; position < 49; position++) {
            for (int channel = 0; channel < 8; channel++) {
                for (int out = 0; out < 12; out++) {
                    assertThat(network.getParam("14_W").getFloat(channel * 49 + position, out))
                            .isEqualTo(2000 + (position * 8 + channel) * 12 + out);
                }
            }
        }
        assertThat(network.getParam("15_W").getFloat(5, 7)).isEqualTo(3000 + 5 * 12 + 7);
        assertThat(network.getParam("15_b").getFloat(11)).isEqualTo(-3000 + 11);
        // And the head keeps what it had
        assertThat(network.getParam("16_W")).isEqualTo(head);
        assertThat(imported.layers()).startsWith(LAYERS).endsWith("fc1", "fc2").hasSize(15);
        assertThat(imported.fresh()).isEmpty();
    }

    @Test
    void withoutTheWideLayersTheyStayFresh() throws IOException {
        // Given a file as keras.applications' "notop"
        Map<String, KerasFiles.Array> arrays = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        arrays.keySet().removeIf(name -> !name.startsWith("block"));
        KerasFiles.write(path, arrays);
        INDArray before = network.getParam("14_W").dup();

        // When
        KerasWeights.Imported imported = KerasWeights.read(path, network);

        // Then
        assertThat(imported.layers()).containsExactly(LAYERS);
        assertThat(imported.fresh()).containsExactly("fc1", "fc2");
        assertThat(network.getParam("14_W")).isEqualTo(before);
        assertThat(network.getParam("0_b").getFloat(2)).isEqualTo(2);
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsReplaced() {
        // Given
        INDArray before = network.params().dup();

        // When, then
        Map<String, KerasFiles.Array> missing = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        missing.keySet().removeIf(name -> name.startsWith("block4_conv2"));
        refuses(missing, "layer block4_conv2 must have a kernel [3, 3, 6, 7] and a bias [7]");

        Map<String, KerasFiles.Array> onlyOneWide = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        onlyOneWide.keySet().removeIf(name -> name.startsWith("fc2"));
        refuses(onlyOneWide, "layer fc2 must have a kernel [12, 12]");

        Map<String, KerasFiles.Array> otherShape = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        otherShape.put("fc1/fc1_W_1:0", counting(0, 100, 12));
        refuses(otherShape, "layer fc1 must have a kernel [392, 12] and a bias [12]: [[100, 12], [12]]");

        Map<String, KerasFiles.Array> noBias = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        noBias.remove("block1_conv1/block1_conv1_b_1:0");
        refuses(noBias, "layer block1_conv1");
        assertThat(network.params()).isEqualTo(before);

        Map<String, KerasFiles.Array> notFinite = arrays("", "LAYER_W_1:0", "LAYER_b_1:0");
        notFinite.get("block2_conv1/block2_conv1_W_1:0").values()[3] = Float.NaN;
        refuses(notFinite, "layer block2_conv1 must have finite weights");
    }

    private void refuses(Map<String, KerasFiles.Array> arrays, String message) {
        KerasFiles.write(path, arrays);
        assertThatIOException()
                .isThrownBy(() -> KerasWeights.read(path, network))
                .withMessageContaining(message);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        // Given a text, a truncated file, none, and a network of another kind
        Path text = Files.writeString(folder.resolve("text.h5"), "weights");
        KerasFiles.write(path, arrays("", "LAYER_W_1:0", "LAYER_b_1:0"));
        byte[] whole = Files.readAllBytes(path);
        Path truncated = Files.write(folder.resolve("truncated.h5"), Arrays.copyOf(whole, whole.length / 2));

        // When, then
        assertThatIOException()
                .isThrownBy(() -> KerasWeights.read(text, network))
                .withMessage("not an HDF5 file");
        assertThatIOException()
                .isThrownBy(() -> KerasWeights.read(truncated, network))
                .withMessage("not a whole HDF5 file");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> KerasWeights.read(folder.resolve("none.h5"), network));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KerasWeights.read(path, Networks.trained(16, 64, 3, 0)))
                .withMessageContaining("vgg16");
    }
}
