package io.reverie.audio.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Headers in which a decoder that trusted them would search or allocate without end. */
class VorbisSetupTest {

    private static final int LONGEST_RESIDUE = 4096;

    @Test
    void acceptsAnOrdinaryHeader() {
        assertThatCode(() -> VorbisSetup.check(setup(2, 16, 2, 4096).packet(), LONGEST_RESIDUE))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesCodebooksWithoutDimensionsOrEntries() {
        assertRefused(setup(0, 16, 2, 4096), "no usable size");
        assertRefused(setup(513, 16, 2, 4096), "no usable size");
        assertRefused(new Bits().write(0, 8).write(0x564342, 24).write(1, 16).write(0, 24), "no usable size");
    }

    @Test
    void refusesCodebooksThatAreTooLarge() {
        // Given: sixteen million codes of the same length, written in a few bytes
        Bits large = new Bits().write(0, 8).write(0x564342, 24).write(4, 16).write(0xFFFFFF, 24);

        // Then
        assertRefused(large.write(1, 1).write(23, 5), "its codebooks are too large");
    }

    @Test
    void refusesResiduesWithMoreClassificationsThanTheirCodebookOrLongerThanABlock() {
        assertRefused(setup(2, 16, 5, 4096), "more classifications than its codebook");
        assertRefused(setup(8, 16, 64, 4096), "more classifications than its codebook");
        assertRefused(setup(2, 16, 2, 4097), "longer than a block");
    }

    @Test
    void refusesAHeaderThatEnds() {
        assertRefused(new Bits().write(0, 8), "ends too early");
        assertRefused(new Bits().write(0, 8).write(0x564342, 24).write(2, 16).write(100, 24), "ends too early");
        assertRefused(new Bits().write(0, 8).write(0x564343, 24), "does not begin with its mark");
    }

    /** One codebook of codes of four bits, a time, a floor of lines, a residue. */
    private static Bits setup(int dimensions, int entries, int classifications, int residueEnd) {
        Bits bits =
                new Bits().write(0, 8).write(0x564342, 24).write(dimensions, 16).write(entries, 24);
        bits.write(1, 1).write(3, 5).write(entries, 5).write(0, 4);
        bits.write(0, 6).write(0, 16);
        bits.write(0, 6)
                .write(1, 16)
                .write(1, 5)
                .write(0, 4)
                .write(0, 3)
                .write(0, 2)
                .write(0, 8);
        bits.write(0, 2).write(8, 4).write(128, 8);
        bits.write(0, 6).write(1, 16).write(0, 24).write(residueEnd, 24).write(31, 24);
        bits.write(classifications - 1, 6).write(0, 8);
        for (int i = 0; i < classifications; i++) {
            bits.write(0, 3).write(0, 1);
        }
        return bits;
    }

    private static void assertRefused(Bits setup, String message) {
        assertThatThrownBy(() -> VorbisSetup.check(setup.packet(), LONGEST_RESIDUE))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessageContaining(message);
    }

    /** Least significant bits first, behind the mark of a setup header. */
    private static final class Bits {

        private final BitSet bits = new BitSet();
        private int length;

        Bits write(long value, int count) {
            for (int i = 0; i < count; i++) {
                bits.set(length++, (value >> i & 1) == 1);
            }
            return this;
        }

        byte[] packet() {
            byte[] written = Arrays.copyOf(bits.toByteArray(), (length + 7) / 8);
            return EncodedFiles.joined("\5vorbis".getBytes(StandardCharsets.US_ASCII), written);
        }
    }
}
