package io.reverie.audio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpyFileTest {

    @Test
    void readsFilesThatNumpyWrote() {
        // When
        NpyArray array = Reference.resource("sweep.stft.npy");

        // Then
        assertThat(array.dtype()).isEqualTo("float32");
        assertThat(array.shape()).containsExactly(19, 513, 2);
        assertThat(array.fortranOrder()).isFalse();
        assertThat(array.size()).isEqualTo(19 * 513 * 2);
        assertThat(Samples.peak(array.floats())).isBetween(100.0, 156.0);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readsWhatItWrote(boolean fortranOrder) throws IOException {
        // Given: longer than a block
        float[] values = DirectTransform.noise(2 * 51 * 400, 1);
        double[] wide = NpyArray.of(values, true, values.length).doubles();
        wide[7] = Math.PI;

        // When
        NpyArray single = roundTrip(NpyArray.of(values, fortranOrder, 2, 51, 400));
        NpyArray twice = roundTrip(NpyArray.of(wide, fortranOrder, 2, 51, 400));

        // Then
        assertThat(single.dtype()).isEqualTo(NpyArray.FLOAT32);
        assertThat(single.fortranOrder()).isEqualTo(fortranOrder);
        assertThat(single.shape()).containsExactly(2, 51, 400);
        assertThat(single.floats()).isEqualTo(values);
        assertThat(twice.dtype()).isEqualTo(NpyArray.FLOAT64);
        assertThat(twice.doubles()).isEqualTo(wide);
        assertThat(twice.floats()[7]).isEqualTo((float) Math.PI);
    }

    @Test
    void writesTheHeaderAsNumpyDoes() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        NpyFile.write(out, NpyArray.of(new float[] {1}, true, 1));

        // Then
        byte[] file = out.toByteArray();
        String header = "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }";
        assertThat(new String(file, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
        assertThat(Arrays.copyOfRange(file, 6, 10)).containsExactly(1, 0, 118, 0);
        assertThat(new String(file, 10, 118, StandardCharsets.US_ASCII))
                .startsWith(header + " ")
                .endsWith("\n");
        assertThat(file).hasSize(128 + 4).endsWith(0, 0, (byte) 0x80, 0x3F);
    }

    @Test
    void readsSingleNumbersAndEmptyArrays() throws IOException {
        assertThat(roundTrip(NpyArray.of(new double[] {3}, false)).doubles()).containsExactly(3);
        assertThat(roundTrip(NpyArray.of(new float[0], false, 3, 0, 5)).shape()).containsExactly(3, 0, 5);
    }

    @Test
    void complexNumbersGetAnAxisForTheirParts() throws IOException {
        // Given two complex numbers, 1 and i
        byte[] parts = new byte[16];
        parts[2] = parts[14] = (byte) 0x80;
        parts[3] = parts[15] = 0x3F;

        // When
        NpyArray c = read(file(1, "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2), }\n", parts));
        NpyArray fortran = read(file(1, "{'descr': '<c8', 'fortran_order': True, 'shape': (1, 2), }\n", parts));

        // Then
        assertThat(c.dtype()).isEqualTo(NpyArray.FLOAT32);
        assertThat(c.shape()).containsExactly(1, 2, 2);
        assertThat(fortran.shape()).containsExactly(2, 1, 2);
        assertThat(c.floats()).containsExactly(1, 0, 0, 1);
        assertThat(fortran.floats()).containsExactly(1, 0, 0, 1);
    }

    @Test
    void readsTheSecondVersion() throws IOException {
        // Given
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";

        // When
        NpyArray array = read(file(2, header, new byte[16]));

        // Then
        assertThat(array.doubles()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '<f4', 'fortran_order': maybe, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), }",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
                "__import__('os')"
            })
    void refusesOtherHeaders(String header) {
        assertUnreadable(file(1, header, new byte[8]), "header");
    }

    @ParameterizedTest
    @ValueSource(strings = {">f4", "<i2", "|b1", ">c8", "|O", "f4"})
    void refusesOtherTypes(String type) {
        assertUnreadable(
                file(1, "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }", new byte[8]),
                "holds '" + type + "', supported are '<f4', '<f8', '<c8' and '<c16'");
    }

    @Test
    void refusesTruncatedFilesAndLongerOnes() {
        // Given
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";

        // Then
        assertUnreadable(file(1, header, new byte[23]), "truncated");
        assertUnreadable(file(1, header, new byte[25]), "goes on");
        assertUnreadable(new byte[0], "magic number");
        assertUnreadable("NUMPY".getBytes(), "magic number");
        assertUnreadable(Arrays.copyOf(file(1, header, new byte[0]), 9), "within its header");
        assertUnreadable(Arrays.copyOf(file(1, header, new byte[0]), 30), "within its header");
        assertUnreadable(file(4, header, new byte[24]), "version 4");
    }

    @Test
    void refusesHugeShapesWithoutAllocatingThem() {
        assertUnreadable(
                file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483639,), }", new byte[8]),
                "truncated");
        assertUnreadable(
                file(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (1000, 2000000,), }", new byte[8]),
                "truncated");
        assertUnreadable(
                file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", new byte[8]),
                "more elements than an array can hold");
        assertUnreadable(
                file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(40) + "), }", new byte[4]),
                "axes");
        byte[] longHeader = file(2, "{}", new byte[8]);
        Arrays.fill(longHeader, 8, 12, (byte) 0x7F);
        assertUnreadable(longHeader, "more than the limit");
    }

    @Test
    void refusesShapesThatDoNotFitTheValues() {
        assertThatThrownBy(() -> NpyArray.of(new float[5], true, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3] has 6 elements, but values has 5");
        assertThatThrownBy(() -> NpyArray.of(new double[5], true, -5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void damageIsNeverAnythingButUnreadable() throws IOException {
        // Given
        Random random = new Random(20_212);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyFile.write(out, NpyArray.of(DirectTransform.noise(60, 1), true, 2, 5, 6));
        byte[] whole = out.toByteArray();

        for (int i = 0; i < 20_000; i++) {
            // When
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(4); change > 0 && damaged.length > 0; change--) {
                damaged[random.nextInt(Math.min(damaged.length, 80))] = (byte) random.nextInt(128);
            }

            // Then
            assertThatCode(() -> {
                        try {
                            read(damaged);
                        } catch (UnreadableArrayException e) {
                            assertThat(e.getMessage()).isNotBlank();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static void assertUnreadable(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UnreadableArrayException.class)
                .hasMessageContaining(message);
    }

    private static NpyArray read(byte[] file) throws IOException {
        return NpyFile.read(new ByteArrayInputStream(file));
    }

    private static NpyArray roundTrip(NpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyFile.write(out, array);
        return read(out.toByteArray());
    }

    private static byte[] file(int version, String header, byte[] data) {
        ByteBuffer file =
                ByteBuffer.allocate(12 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            file.putShort((short) header.length());
        } else {
            file.putInt(header.length());
        }
        file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
        return Arrays.copyOf(file.array(), file.position());
    }
}
