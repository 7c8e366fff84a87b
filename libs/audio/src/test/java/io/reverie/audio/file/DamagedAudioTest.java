package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.reverie.audio.Audio;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Whatever happens to a file, it is read as audio that is well-formed or refused with a message, in little time and
 * little memory.
 */
class DamagedAudioTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** So many samples are some seconds of sound, and 4 MB. */
    private static final ReadLimits LIMITS = new ReadLimits(1_000_000);

    private static final long MOST_BYTES = 64_000_000;
    private static final long MOST_BYTES_PER_BYTE = 1000;

    private static final Map<String, byte[]> FILES = loadFiles();

    /** Formats that declare their length, or whose checksums tell where they were changed. */
    private static final List<String> LOSSLESS =
            List.of("mono16.flac", "stereo16.flac", "sox.au", "sox.aiff", "sowt.aifc", "plain.wav");

    /** One change to a file. */
    record Damage(Kind kind, double place, int amount, byte value) {

        enum Kind {
            FLIP,
            OVERWRITE,
            REMOVE,
            INSERT,
            TRUNCATE,
            REPEAT
        }

        /** Applies it to the first part of a file, all of it where the part is 1. */
        byte[] applyTo(byte[] file, double part) {
            int at = (int) (place * part * file.length);
            int end = Math.min(file.length, at + amount);
            byte[] before = Arrays.copyOf(file, at);
            byte[] touched = Arrays.copyOfRange(file, at, end);
            byte[] after = Arrays.copyOfRange(file, end, file.length);
            switch (kind) {
                case FLIP:
                    if (touched.length > 0) {
                        touched[0] ^= (byte) (1 << (value & 7));
                    }
                    return EncodedFiles.joined(before, touched, after);
                case OVERWRITE:
                    Arrays.fill(touched, value);
                    return EncodedFiles.joined(before, touched, after);
                case REMOVE:
                    return EncodedFiles.joined(before, after);
                case INSERT:
                    byte[] inserted = new byte[amount];
                    Arrays.fill(inserted, value);
                    return EncodedFiles.joined(before, inserted, touched, after);
                case REPEAT:
                    return EncodedFiles.joined(before, touched, touched, after);
                default:
                    return before;
            }
        }
    }

    @Property(tries = 2500, seed = "20212", edgeCases = EdgeCasesMode.NONE)
    void damageAnywhereGivesAudioOrAMessage(@ForAll("files") String name, @ForAll("damages") List<Damage> damages) {
        assertReadOrRefused(damaged(FILES.get(name), damages, 1));
    }

    @Property(tries = 2500, seed = "20213", edgeCases = EdgeCasesMode.NONE)
    void damageToTheBeginningGivesAudioOrAMessage(
            @ForAll("files") String name, @ForAll("damages") List<Damage> damages) {
        assertReadOrRefused(damaged(FILES.get(name), damages, 0.03));
    }

    @Property(tries = 2500, seed = "20214", edgeCases = EdgeCasesMode.NONE)
    void damageBehindRightChecksumsGivesAudioOrAMessage(
            @ForAll("oggFiles") String name, @ForAll("damages") List<Damage> damages) {
        assertReadOrRefused(OggBytes.withChecksums(damaged(FILES.get(name), damages, 1)));
    }

    @Property(tries = 1000, seed = "20215", edgeCases = EdgeCasesMode.NONE)
    void whatIsLeftOfATruncatedFileIsItsBeginning(
            @ForAll("files") String name, @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double part)
            throws IOException {
        // Given
        byte[] file = FILES.get(name);
        byte[] truncated = Arrays.copyOf(file, (int) (part * file.length));

        // When
        Audio audio = assertReadOrRefused(truncated);

        // Then
        if (audio != null) {
            assertThat(name).isNotIn(LOSSLESS);
            float[][] whole = EncodedFiles.read(file).channels();
            for (int channel = 0; channel < whole.length; channel++) {
                float[] left = audio.channels()[channel];
                assertThat(left.length).isLessThanOrEqualTo(most(name, whole[channel].length));
                int common = Math.min(left.length, whole[channel].length);
                assertThat(Arrays.mismatch(left, 0, common, whole[channel], 0, common))
                        .isNegative();
            }
        }
    }

    @Property(tries = 1000, seed = "20216", edgeCases = EdgeCasesMode.NONE)
    void bytesThatOnlyBeginLikeAFileGiveAudioOrAMessage(
            @ForAll("beginnings") String beginning, @ForAll("noise") byte[] noise) {
        assertReadOrRefused(EncodedFiles.joined(beginning.getBytes(StandardCharsets.ISO_8859_1), noise));
    }

    /** Without the page that says where the audio ends, the last block is not cut. */
    private static int most(String name, int whole) {
        return name.endsWith(".ogg") || name.endsWith(".mp3") ? whole + 4096 : whole;
    }

    private static byte[] damaged(byte[] file, List<Damage> damages, double part) {
        byte[] damaged = file;
        for (Damage damage : damages) {
            damaged = damage.applyTo(damaged, part);
        }
        return damaged;
    }

    /** Returns what was read, or null if it was refused. */
    private static Audio assertReadOrRefused(byte[] file) {
        return assertTimeoutPreemptively(LONGEST, () -> {
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            Audio audio = null;
            try {
                audio = AudioFile.read(new ByteArrayInputStream(file), LIMITS);
            } catch (UnreadableAudioException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
            assertThat(allocated).isLessThan(MOST_BYTES + MOST_BYTES_PER_BYTE * file.length);
            if (audio != null) {
                assertWellFormed(audio);
            }
            return audio;
        });
    }

    private static void assertWellFormed(Audio audio) {
        assertThat(audio.samples()).isPositive();
        assertThat((long) audio.samples() * audio.channels().length).isLessThanOrEqualTo(LIMITS.samples());
        for (float[] channel : audio.channels()) {
            for (float sample : channel) {
                if (!Float.isFinite(sample)) {
                    throw new AssertionError("a sample is " + sample);
                }
            }
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(FILES.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<String> oggFiles() {
        return Arbitraries.of("stereo.ogg", "mono8k.ogg", "pages.ogg");
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.of(Damage.Kind.class),
                        Arbitraries.doubles().between(0, 1).withSpecialValue(0.999),
                        Arbitraries.integers().between(1, 64),
                        Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> beginnings() {
        return Arbitraries.of(
                "RIFF\0\0\0\0WAVEfmt \20\0\0\0",
                ".snd\0\0\0\30",
                "FORM\0\0\0\0AIFFCOMM\0\0\0\22",
                "FORM\0\0\0\0AIFCCOMM\0\0\0\26",
                "fLaC\0\0\0\42",
                "fLaC\200\0\0\42",
                "ID3\4\0\0\0\0\0\0",
                "\u00ff\u00fb\u0090\0",
                "OggS\0\2");
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(2000);
    }

    private static Map<String, byte[]> loadFiles() {
        Map<String, byte[]> files = List.of(
                        "mono16.flac",
                        "stereo16.flac",
                        "stereo24.flac",
                        "mono32.flac",
                        "blocks576.flac",
                        "cbr-stereo.mp3",
                        "vbr-joint.mp3",
                        "mpeg2.mp3",
                        "mpeg25.mp3",
                        "no-tag.mp3",
                        "stereo.ogg",
                        "mono8k.ogg",
                        "pages.ogg",
                        "sox.au",
                        "mu-law.au",
                        "sox.aiff",
                        "sowt.aifc",
                        "eight192k.flac",
                        "eight48k.ogg")
                .stream()
                .collect(Collectors.toMap(name -> name, EncodedFiles::bytes));
        files.put("plain.wav", wave(Tones.rounded(2000, 8000, 1, 16)[0]));
        files.put(
                "extensible.wav",
                WavBytes.riff()
                        .chunk("LIST", new byte[9])
                        .chunk("fmt ", WavBytes.extensible(3, 8, 192_000, 32, 4))
                        .chunk("data", new byte[3200])
                        .finish());
        return files;
    }

    private static byte[] wave(float[] samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            WavFile.write16(out, samples, 8000);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
