package io.reverie.audio.file;

import io.reverie.audio.DirectTransform;
import io.reverie.audio.SampleSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleSpoolTest {

    @Test
    void keepsTheSamplesAndTheirPeaks() throws Exception {
        // Given
        float[] signal = DirectTransform.noise(50_000, 1);
        signal[40_000] = -7;
        signal[3] = 6.5f;

        try (SampleSpool spool = SampleSpool.of(SampleSource.of(signal), signal.length)) {
            // Then
            assertThat(spool.samples()).isEqualTo(50_000);
            assertThat(spool.lowest()).isEqualTo(-7);
            assertThat(spool.highest()).isEqualTo(6.5f);
            for (int time = 0; time < 2; time++) {
                float[] read = new float[signal.length + 1];
                try (SampleSpool.Reader reader = spool.open()) {
                    assertThat(reader.readFully(read, 0, read.length)).isEqualTo(signal.length);
                }
                assertThat(read).startsWith(signal);
            }
        }
    }

    @Test
    void nothingIsKeptOfSignalsThatAreTooLong() {
        assertThatThrownBy(() -> SampleSpool.of(SampleSource.of(new float[101]), 100))
                .isInstanceOf(SampleSpool.TooLongException.class);
    }

    @Test
    void anEmptySignalIsEmpty() throws Exception {
        try (SampleSpool spool = SampleSpool.of(SampleSource.of(new float[0]), 100);
                SampleSpool.Reader reader = spool.open()) {
            assertThat(spool.samples()).isZero();
            assertThat(reader.read(new float[1], 0, 1)).isEqualTo(-1);
        }
    }
}
