package io.reverie.audio.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.reverie.audio.DirectTransform;
import io.reverie.audio.SampleSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleSpoolTest {

    @Test
    void keepsTheSamplesAndTheirPeaks() throws IOException {
        // Given
        float[] signal = DirectTransform.noise(50_000, 1);
        signal[40_000] = -7;
        signal[3] = 6.5f;

        try (SampleSpool spool = SampleSpool.of(SampleSource.of(signal))) {
            // Then
            assertThat(spool.samples()).isEqualTo(50_000);
            assertThat(spool.lowest()).isEqualTo(-7);
            assertThat(spool.highest()).isEqualTo(6.5f);
            for (int time = 0; time < 2; time++) {
                float[] read = new float[signal.length + 1];
                assertThat(spool.source().readFully(read, 0, read.length)).isEqualTo(signal.length);
                assertThat(read).startsWith(signal);
            }
        }
    }

    @Test
    void nothingIsKeptOfSignalsThatFail() throws IOException {
        // Given
        SampleSource failing = (target, offset, length) -> {
            throw new IOException("broken");
        };
        long before = spools();

        // Then
        assertThatThrownBy(() -> SampleSpool.of(failing)).hasMessage("broken");
        assertThat(spools()).isEqualTo(before);
    }

    private static long spools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("reverie-.*\\.samples"))
                    .count();
        }
    }

    @Test
    void anEmptySignalIsEmpty() throws IOException {
        try (SampleSpool spool = SampleSpool.of(SampleSource.of(new float[0]))) {
            assertThat(spool.samples()).isZero();
            assertThat(spool.source().read(new float[1], 0, 1)).isEqualTo(-1);
        }
    }
}
