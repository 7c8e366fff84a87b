package io.reverie.audio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StftParametersTest {

    @Test
    void defaultsAreThoseOfTheDesign() {
        // Given
        StftParameters parameters = StftParameters.defaults();

        // Then
        assertThat(parameters).isEqualTo(new StftParameters(22_050, 1024, 1024, 256, true, PadMode.REFLECT));
        assertThat(parameters.bins()).isEqualTo(513);
        assertThat(parameters.frames(110_080)).isEqualTo(431);
        assertThat(parameters.minimumSamples()).isEqualTo(513);
        assertThat(parameters.frames(513)).isEqualTo(3);
    }

    @Test
    void countsFramesAsTorchDoes() {
        // Given
        StftParameters zeroPadded = new StftParameters(22_050, 1024, 1024, 256, true, PadMode.ZERO);
        StftParameters notCentred = new StftParameters(22_050, 1024, 1024, 256, false, PadMode.REFLECT);

        // Then
        assertThat(zeroPadded.frames(1)).isEqualTo(1);
        assertThat(zeroPadded.frames(256)).isEqualTo(2);
        assertThat(notCentred.frames(1024)).isEqualTo(1);
        assertThat(notCentred.frames(1279)).isEqualTo(1);
        assertThat(notCentred.frames(1280)).isEqualTo(2);
        assertThatThrownBy(() -> zeroPadded.frames(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1024, 1024, 256, sampleRate",
        "768001, 1024, 1024, 256, sampleRate",
        "22050, 1023, 1023, 256, nFft",
        "22050, 2, 2, 1, nFft",
        "22050, 131072, 1024, 256, nFft",
        "22050, 1024, 1, 1, winLength",
        "22050, 1024, 1025, 256, winLength",
        "22050, 1024, 1024, 0, hop",
        "22050, 1024, 512, 513, hop"
    })
    void refusesWhatIsOutOfRange(int sampleRate, int nFft, int winLength, int hop, String field) {
        // Then
        assertThatThrownBy(() -> new StftParameters(sampleRate, nFft, winLength, hop, true, PadMode.REFLECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " must be");
    }
}
