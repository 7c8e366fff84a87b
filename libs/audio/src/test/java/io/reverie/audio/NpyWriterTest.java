package io.reverie.audio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpyWriterTest {

    @Test
    void valuesInPartsMakeOneArray() throws IOException {
        // Given more than a block
        float[] values = DirectTransform.noise(3 * 20_000, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        NpyWriter writer = NpyWriter.float32(out, true, 3, 20_000);
        writer.write(values, 0, 7);
        writer.write(values, 7, values.length - 7);
        writer.finish();

        // Then
        NpyArray read = NpyFile.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.shape()).containsExactly(3, 20_000);
        assertThat(read.fortranOrder()).isTrue();
        assertThat(read.floats()).containsExactly(values);
    }

    @Test
    void theShapeIsKept() throws IOException {
        // Given
        NpyWriter writer = NpyWriter.float32(new ByteArrayOutputStream(), true, 2, 2);
        writer.write(new float[3], 0, 3);

        // Then
        assertThatThrownBy(writer::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 values");
        assertThatThrownBy(() -> writer.write(new float[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values more than shape [2, 2]");
    }
}
