package io.reverie.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworkStateTest {

    private static final int ROWS = 16;
    private static final int FRAMES = 64;
    private static final int LABELS = 3;

    @ParameterizedTest
    @EnumSource
    void goesOnExactlyAsTheFirstWouldHave(OptimiserParameters.Method method) throws IOException {
        // Given a network with dropout that is written after 3 of 6 steps
        MultiLayerNetwork whole = network(method, ROWS);
        train(whole, 0, 3);
        byte[] state = stateOf(whole);
        train(whole, 3, 6);

        // When
        MultiLayerNetwork resumed = network(method, ROWS);
        NetworkState.read(resumed, new DataInputStream(new ByteArrayInputStream(state)));
        train(resumed, 3, 6);

        // Then
        assertThat(stateOf(resumed)).isEqualTo(stateOf(whole));
        assertThat(resumed.getLearningRate(0)).isEqualTo(whole.getLearningRate(0));
    }

    @Test
    void refusesTheStateOfAnotherNetwork() throws IOException {
        // Given
        byte[] state = stateOf(network(OptimiserParameters.Method.ADAMW, ROWS));
        MultiLayerNetwork other = SmallNetwork.create(Networks.parameters(ROWS, FRAMES, LABELS + 1, 0));

        // When, then
        assertThatThrownBy(() -> NetworkState.read(other, new DataInputStream(new ByteArrayInputStream(state))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("values");
    }

    @Test
    void keepsWeightsAsTheyOnceWere() throws IOException {
        // Given
        MultiLayerNetwork network = network(OptimiserParameters.Method.ADAMW, ROWS);
        train(network, 0, 1);
        float[] before = NativeArrays.values(network.params());

        try (WeightsCopy copy = new WeightsCopy(network);
                WeightsCopy restored = new WeightsCopy(network)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            copy.write(new DataOutputStream(bytes));
            train(network, 1, 3);
            assertThat(NativeArrays.values(network.params())).isNotEqualTo(before);

            // When
            restored.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            restored.giveTo(network);

            // Then
            assertThat(NativeArrays.values(network.params())).isEqualTo(before);
            // And
            train(network, 3, 4);
            copy.giveTo(network);
            assertThat(NativeArrays.values(network.params())).isEqualTo(before);
        }
    }

    private static MultiLayerNetwork network(OptimiserParameters.Method method, int rows) {
        OptimiserParameters optimiser =
                new OptimiserParameters(method, 6, 1e-2, 0.2, OptimiserParameters.Schedule.COSINE, 1, 1, 0.9, 1e-2);
        return SmallNetwork.create(SmallNetworkParameters.of(rows, FRAMES, LABELS, optimiser, 0.3, 5));
    }

    private static void train(MultiLayerNetwork network, int from, int to) {
        try (TrainingBatch batch = new TrainingBatch(4, 1, ROWS, FRAMES, LABELS)) {
            for (int step = from; step < to; step++) {
                Networks.fill(batch, LABELS, step);
                batch.fit(network, step);
            }
        }
    }

    private static byte[] stateOf(MultiLayerNetwork network) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NetworkState.write(network, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
