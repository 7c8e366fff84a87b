package io.reverie.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;

class MeasurementTest {

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.7, 1.0, 0.8, 0.9, 0.1, true", // more tracks, whatever the rest
        "0.8, 0.9, 1.0, 0.8, 0.8, 0.1, true", // as many tracks, more segments
        "0.8, 0.8, 0.5, 0.8, 0.8, 0.6, true", // as many of both, a lower loss
        "0.8, 0.8, 0.5, 0.8, 0.8, 0.5, false", // equal: the earlier one stays
        "0.7, 0.9, 0.1, 0.8, 0.8, 0.6, false"
    })
    void tracksCountFirstThenSegmentsThenTheLoss(
            double tracks,
            double segments,
            double loss,
            double otherTracks,
            double otherSegments,
            double otherLoss,
            boolean better) {
        // Given
        Measurement one = measurement(200, tracks, segments, loss);
        Measurement other = measurement(100, otherTracks, otherSegments, otherLoss);

        // When, then
        assertThat(one.isBetterThan(other)).isEqualTo(better);
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        // Given
        Measurement measurement = measurement(300, 0.25, 0.5, 0.75);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        measurement.write(new DataOutputStream(bytes));
        Measurement read = Measurement.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(measurement);
    }

    @Test
    void keepsTheEarliestOfEqualOnes() {
        // Given
        BestMeasurement best = new BestMeasurement(null, false);

        // When
        best.offer(measurement(100, 0.5, 0.5, 1));
        best.offer(measurement(200, 0.8, 0.5, 1));
        best.offer(measurement(300, 0.8, 0.5, 1));
        best.offer(measurement(400, 0.7, 0.9, 0.1));

        // Then
        assertThat(best.get().orElseThrow().step()).isEqualTo(200);
    }

    @Test
    void givesTheWeightsOfTheBestBack() throws IOException {
        // Given a network that is measured, moved and measured worse
        MultiLayerNetwork network = SmallNetwork.create(SmallNetworkParameters.defaults(2, 10, 1));
        INDArray measured = network.params().dup();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BestMeasurement best = new BestMeasurement(network, true);
                BestMeasurement resumed = new BestMeasurement(network, true)) {
            best.offer(measurement(100, 0.8, 0.5, 1));
            network.params().addi(1);
            best.offer(measurement(200, 0.7, 0.5, 1));
            best.write(new DataOutputStream(bytes));

            // When
            best.giveWeightsBack();

            // Then
            assertThat(network.params()).isEqualTo(measured);

            // And so does one that was written and read
            network.params().addi(1);
            resumed.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            resumed.giveWeightsBack();
            assertThat(network.params()).isEqualTo(measured);
            assertThat(resumed.get().orElseThrow().step()).isEqualTo(100);
        }
    }

    private static Measurement measurement(int step, double tracks, double segments, double loss) {
        return new Measurement(step, new Evaluation(4, 8, loss, segments, tracks, new int[][] {{1, 1}, {0, 2}}));
    }
}
