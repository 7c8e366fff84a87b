package io.reverie.network;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SegmentsTest {

    @Test
    void lastSegmentEndsWithTheSpectrogram() {
        assertThat(Segments.starts(10, 10)).containsExactly(0);
        assertThat(Segments.starts(11, 10)).containsExactly(0, 1);
        assertThat(Segments.starts(20, 10)).containsExactly(0, 10);
        assertThat(Segments.starts(35, 10)).containsExactly(0, 10, 20, 25);
    }

    @Test
    void shorterAudioIsRepeatedCircularly() {
        // Given two bands and three frames
        SourceSpectrogram mel = SourceSpectrogram.of(new MelSpectrogram(2, 3, new float[] {1, 2, 3, 4, 5, 6}));

        // When
        SourceSpectrogram repeated = Segments.atLeastOne(mel, 7);

        // Then
        assertThat(repeated.frames()).isEqualTo(7);
        assertThat(repeated.values()).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2);
        assertThat(Segments.atLeastOne(mel, 3)).isSameAs(mel);
    }

    @Test
    void anStftIsRepeatedAsAMelSpectrogramIs() {
        // Given one bin and two frames
        SourceSpectrogram stft = SourceSpectrogram.of(new ComplexSpectrogram(1, 2, new float[] {1, 2, 3, 4}));

        // When
        SourceSpectrogram repeated = Segments.atLeastOne(stft, 3);

        // Then
        assertThat(repeated.kind()).isEqualTo(SpectrogramKind.STFT);
        assertThat(repeated.frames()).isEqualTo(3);
        assertThat(repeated.values()).containsExactly(1, 2, 3, 4, 1, 2);
    }

    @Test
    void refusesWhatHasNoSegment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segments.starts(9, 10))
                .withMessageContaining("frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segments.starts(9, 0))
                .withMessageContaining("segmentFrames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segments.atLeastOne(SourceSpectrogram.of(new MelSpectrogram(2, 0, new float[0])), 10))
                .withMessageContaining("frame");
    }
}
