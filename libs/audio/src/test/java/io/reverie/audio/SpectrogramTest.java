package io.reverie.audio;

import io.reverie.audio.file.ReadLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpectrogramTest {

    @Test
    void powerIsTheSquaredMagnitudeFrameAfterFrame() {
        // Given
        ComplexSpectrogram spectrogram = new ComplexSpectrogram(2, 2, new float[] {1, 0, 0, 2, 3, 4, 0, 0});

        // Then
        assertThat(spectrogram.power()).containsExactly(1, 4, 25, 0);
        assertThat(spectrogram.meanPower()).isEqualTo(7.5);
        assertThat(new ComplexSpectrogram(2, 0, new float[0]).meanPower()).isZero();
    }

    @Test
    void refusesArraysOfAnotherSize() {
        assertThatThrownBy(() -> new ComplexSpectrogram(2, 2, new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("= 8 elements, but has 4");
        assertThatThrownBy(() -> new ComplexSpectrogram(0, 2, new float[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bins");
        assertThatThrownBy(() -> new ComplexSpectrogram(2, -1, new float[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("frames");
        assertThatThrownBy(() -> new MelSpectrogram(2, 2, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("= 4 elements, but has 5");
        assertThatThrownBy(() -> new MelSpectrogram(0, 2, new float[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bands");
        assertThatThrownBy(() -> new MelSpectrogram(2, -1, new float[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("frames");
    }

    @Test
    void audioHasChannelsOfOneLength() {
        assertThatThrownBy(() -> new Audio(22_050, new float[][] {new float[2], new float[3]}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same length");
        assertThatThrownBy(() -> new Audio(22_050, new float[0][]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channels");
        assertThatThrownBy(() -> new Audio(0, new float[1][1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sampleRate");
        assertThatThrownBy(() -> new ReadLimits(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplesAreCheckedForWhatIsNotFinite() {
        assertThat(Samples.allFinite(new float[] {0, -1, Float.MAX_VALUE})).isTrue();
        assertThat(Samples.allFinite(new float[] {0, Float.NaN})).isFalse();
        assertThat(Samples.allFinite(new float[] {Float.NEGATIVE_INFINITY})).isFalse();
        assertThat(Samples.peak(new float[] {0.5f, -0.75f})).isEqualTo(0.75);
        assertThat(Samples.peak(new float[0])).isZero();
    }
}
