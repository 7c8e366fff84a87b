package io.reverie.network;

import java.util.List;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PictureTest {

    @Test
    void oneChannelIsGrey() {
        // Given two items of one channel of two values
        float[] colours = new float[12];

        // When
        new Picture(1, InputScaling.pictures()).forward(new float[] {0, 1, 0.5f, 0.75f}, colours, 2);

        // Then (x − 0.5) / 0.5, three times
        assertThat(colours).containsExactly(-1, 1, -1, 1, -1, 1, 0, 0.5f, 0, 0.5f, 0, 0.5f);
    }

    @Test
    void twoChannelsAreRedAndGreenAndBlueIsZeroBeforeTheScaling() {
        // Given
        float[] colours = new float[6];

        // When
        new Picture(2, InputScaling.pictures()).forward(new float[] {0, 1, 0.5f, 0.75f}, colours, 2);

        // Then
        assertThat(colours).containsExactly(-1, 1, 0, 0.5f, -1, -1);
    }

    @Test
    void theGradientOfGreyIsTheSumOfTheColoursTimesTheFactor() {
        // Given an item of one row of two values, and the gradient of red, green and blue
        float[] ofColours = {1, 2, 10, 20, 100, 200};

        // When
        try (INDArray gradient = NativeArrays.copyOf(ofColours, 1, 3, 1, 2)) {
            INDArray ofGrey = new PicturePreProcessor(1, InputScaling.pictures())
                    .backprop(gradient, 1, LayerWorkspaceMgr.noWorkspaces());

            // Then 2x − 1 has the slope 2
            assertThat(ofGrey.shape()).containsExactly(1, 1, 1, 2);
            assertThat(NativeArrays.values(ofGrey)).containsExactly(222, 444);
        }
    }

    @Test
    void scalesForKerasWeightsAsKerasDoes() {
        // Given white, as keras.applications.vgg16.preprocess_input gives it: 255 minus the means
        float[] white = new float[3];
        float[] deviations = new float[3];

        // When
        new Picture(1, InputScaling.picturesForKerasImageNet()).forward(new float[] {1}, white, 1);
        new Picture(3, InputScaling.standardisedForKerasImageNet()).forward(new float[] {1, 1, -1}, deviations, 1);

        // Then
        assertThat(white).containsExactly(new float[] {131.32f, 138.221f, 151.061f}, within(1e-3f));
        assertThat(deviations).containsExactly(new float[] {58.395f, 57.12f, -57.375f}, within(1e-3f));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void gradientIsTheTransposeOfTheLinearPart(int channels) {
        // Given x and g: ⟨forward(x) − forward(0), g⟩ = ⟨x, backward(g)⟩
        Picture picture = new Picture(channels, InputScaling.picturesForKerasImageNet());
        float[] features = Networks.noise(2 * channels * 5, 1);
        float[] gradient = Networks.noise(2 * 3 * 5, 2);
        float[] colours = new float[gradient.length];
        float[] offsets = new float[gradient.length];
        float[] featureGradient = new float[features.length];

        // When
        picture.forward(features, colours, 5);
        picture.forward(new float[features.length], offsets, 5);
        picture.backward(gradient, featureGradient, 5);

        // Then
        double expected = 0;
        for (int index = 0; index < gradient.length; index++) {
            expected += (colours[index] - offsets[index]) * gradient[index];
        }
        double actual = 0;
        for (int index = 0; index < features.length; index++) {
            actual += features[index] * featureGradient[index];
        }
        assertThat(actual).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-2));
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(4, InputScaling.pictures()))
                .withMessageContaining("channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputScaling(List.of(1.0, 1.0, 0.0), List.of(0.0, 0.0, 0.0)))
                .withMessageStartingWith("factors");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputScaling(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0)))
                .withMessageStartingWith("offsets");
    }
}
