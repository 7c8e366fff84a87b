package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.sun.management.ThreadMXBean;
import io.reverie.audio.Audio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AudioFileTest {

    private static final long UNKNOWN = 0xFFFF_FFFFL;

    @Test
    void namesTellMediaTypeAndStem() {
        assertThat(AudioFile.contentType("a.b.OGG")).contains("audio/ogg");
        assertThat(AudioFile.contentType("a.txt")).isEmpty();
        assertThat(AudioFile.ENDINGS)
                .allMatch(
                        ending -> AudioFile.contentType("x" + ending).orElse("").startsWith("audio/"));
        assertThat(AudioFile.stem("disco.00000.Wav")).isEqualTo("disco.00000");
        assertThat(AudioFile.stem("take.bin")).isEqualTo("take.bin");
    }

    @Test
    void saysWhatAnUnknownFileStartsWithAndWhatIsSupported() {
        assertUnreadable(new byte[0], "the file is empty");
        assertUnreadable(
                "Dear diary, today".getBytes(StandardCharsets.US_ASCII),
                "it starts with 'Dear diary, '; supported are WAV, AU, AIFF, FLAC, MP3 and Ogg Vorbis");
        assertUnreadable(
                new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'A', 'V', 'I', ' '}, "'RIFF\\x00\\x00\\x00\\x00AVI '");
        assertUnreadable(new byte[] {(byte) 0xFF, (byte) 0xF1, 0x50, 0x40}, "'\\xff\\xf1P@'");
    }

    @ParameterizedTest
    @CsvSource({
        "a.wav, true", "A.WAVE, true", "b.Flac, true", "c.mp3, true", "d.ogg, true", "e.oga, true", "f.aifc, true",
        "g.au, true", "h.snd, true", "i.aif, true", "j.AIFF, true", "k.opus, false", "wav, false", "l.mp3.txt, false"
    })
    void knowsTheEndingsOfNames(String name, boolean audio) {
        assertThat(AudioFile.isNamedLikeAudio(name)).isEqualTo(audio);
    }

    @Test
    void readsWave() throws IOException {
        // Given
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 2, 22_050, 16))
                .chunk("data", (byte) 0, (byte) 0x40, (byte) 0, (byte) 0xC0)
                .finish();

        // Then
        assertThat(EncodedFiles.read(file).channels()).isDeepEqualTo(new float[][] {{0.5f}, {-0.5f}});
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "4, 3", "5, 4", "6, 4", "7, 8"})
    void readsEveryAuEncoding(int encoding, int sampleBytes) throws IOException {
        // Given: 0.5, -0.25 in two channels, of a known and an unknown length, the known one with something behind
        ByteBuffer data = ByteBuffer.allocate(2 * sampleBytes);
        for (double value : new double[] {0.5, -0.25}) {
            if (encoding >= 6) {
                data.put(encoding == 6 ? bytes((float) value) : bytes(value));
            } else {
                long integer = (long) (value * (1L << 8 * sampleBytes - 1));
                for (int i = sampleBytes - 1; i >= 0; i--) {
                    data.put((byte) (integer >> 8 * i));
                }
            }
        }
        byte[] known = EncodedFiles.joined(au(data.capacity(), encoding, 192_000, 2, 8), data.array(), new byte[33]);
        byte[] unknown = EncodedFiles.joined(au(UNKNOWN, encoding, 192_000, 2, 0), data.array());

        // Then
        for (byte[] file : new byte[][] {known, unknown}) {
            Audio audio = EncodedFiles.read(file);
            assertThat(audio.sampleRate()).isEqualTo(192_000);
            assertThat(audio.channels()).isDeepEqualTo(new float[][] {{0.5f}, {-0.25f}});
        }
    }

    @Test
    void refusesDamagedAu() {
        assertUnreadable(au(100, 3, 8000, 1, 0), "its header declares 100 bytes of samples, but only 0 are there");
        assertUnreadable(au(0, 3, 8000, 1, 0), "the file holds no samples");
        assertUnreadable(au(2, 23, 8000, 1, 0), "AU encoding 23 is not supported");
        assertUnreadable(au(2, 3, 0, 1, 0), "sample rate must be");
        assertUnreadable(au(2, 3, 8000, 0, 0), "channels must be 1 to 65535");
        assertUnreadable(au(2, 3, 8000, -1, 0), "declares 4294967295");
        assertUnreadable(Arrays.copyOf(au(2, 3, 8000, 1, 0), 20), "an AU header has 24 bytes, but only 20");
        byte[] startInHeader = au(2, 3, 8000, 1, 0);
        startInHeader[7] = 7;
        assertUnreadable(startInHeader, "can't begin in its header, at byte 7");
        byte[] startBeyond = au(2, 3, 8000, 1, 0);
        startBeyond[4] = 0x7F;
        assertUnreadable(startBeyond, "ends before byte 2130706456");
        assertUnreadable(EncodedFiles.joined(au(4, 6, 8000, 1, 0), bytes(Float.NaN)), "sample 0 of channel 0 is NaN");
        assertUnreadable(EncodedFiles.joined(au(8, 7, 8000, 1, 0), bytes(1e300)), "sample 0 of channel 0 is Infinity");
    }

    @ParameterizedTest
    @CsvSource({
        "AIFF, NONE, 16, 4000C000",
        "AIFF, NONE, 8, 40C0",
        "AIFF, NONE, 24, 400000C00000",
        "AIFF, NONE, 20, 400000C00000",
        "AIFF, NONE, 32, 40000000C0000000",
        "AIFC, NONE, 16, 4000C000",
        "AIFC, twos, 16, 4000C000",
        "AIFC, sowt, 16, 004000C0",
        "AIFC, in24, 24, 400000C00000",
        "AIFC, in32, 32, 40000000C0000000",
        "AIFC, 'raw ', 8, C040",
        "AIFC, fl32, 32, 3F000000BF000000",
        "AIFC, FL64, 64, 3FE0000000000000BFE0000000000000"
    })
    void readsEveryAiffEncodingInAnyOrderOfChunks(String form, String compression, int bits, String hexadecimal)
            throws IOException {
        // Given
        byte[] data = parse(hexadecimal);
        byte[] common = aiffCommon(form, compression, 2, 1, bits, 44_100);
        byte[] usual = aiff(form, chunk("COMM", common), chunk("NAME", new byte[3]), sound(0, data));
        byte[] soundFirst = aiff(form, sound(5, data), chunk("COMM", common));

        // Then
        for (byte[] file : new byte[][] {usual, soundFirst}) {
            Audio audio = EncodedFiles.read(file);
            assertThat(audio.sampleRate()).isEqualTo(44_100);
            assertThat(audio.channels()).isDeepEqualTo(new float[][] {{0.5f}, {-0.5f}});
        }
    }

    @Test
    void refusesDamagedAiff() {
        // Given
        byte[] common = aiffCommon("AIFF", "NONE", 1, 2, 16, 8000);
        byte[] whole = aiff("AIFF", chunk("COMM", common), sound(0, new byte[4]));

        // Then
        assertUnreadable(Arrays.copyOf(whole, whole.length - 1), "its SSND chunk declares 12 bytes, but only 11 are");
        assertUnreadable(aiff("AIFF", chunk("COMM", common)), "ends without a SSND chunk");
        assertUnreadable(aiff("AIFF"), "ends without a COMM chunk");
        assertUnreadable(
                aiff("AIFF", chunk("COMM", common), sound(0, new byte[2])),
                "declares 2 samples in each of 1 channels, but the SSND chunk has only 2 bytes");
        assertUnreadable(aiff("AIFF", chunk("COMM", new byte[17])), "at least 18 bytes, but has 17");
        assertUnreadable(aiff("AIFF", chunk("COMM", aiffCommon("AIFF", "", 0, 2, 16, 8000))), "no channel");
        assertUnreadable(aiff("AIFF", chunk("COMM", aiffCommon("AIFF", "", 1, 2, 33, 8000))), "1 to 32 bits");
        assertUnreadable(aiff("AIFF", chunk("COMM", aiffCommon("AIFF", "", 1, 2, 16, 0))), "declares 0");
        assertUnreadable(
                aiff("AIFC", chunk("COMM", aiffCommon("AIFC", "ima4", 1, 2, 16, 8000))),
                "AIFF-C compression 'ima4' is not supported");
        assertUnreadable(
                aiff("AIFF", chunk("COMM", aiffCommon("AIFF", "", 1, 0, 16, 8000))), "the file holds no samples");
    }

    @Test
    void aTruncatedFlacIsNeverShorterAudio() {
        // Given
        byte[] file = EncodedFiles.bytes("stereo16.flac");

        // Then
        for (int length = 4; length < file.length; length += 7) {
            assertUnreadable(Arrays.copyOf(file, length), "truncated");
        }
    }

    @Test
    void damageInFlacIsFoundByItsChecksums() {
        // Given: behind the metadata, which has none
        byte[] file = EncodedFiles.bytes("mono16.flac");

        // Then
        for (int at = 200; at < file.length; at += 13) {
            byte[] damaged = file.clone();
            damaged[at] ^= 1 << at % 8;
            assertUnreadable(damaged, "");
        }
        byte[] wrongDigest = file.clone();
        wrongDigest[30] ^= 1;
        assertUnreadable(wrongDigest, "the checksum of its samples is wrong");
    }

    @Test
    void flacMayLackItsLengthAndDigestAndHaveTags() throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes("stereo16.flac");
        byte[] streamed = file.clone();
        streamed[21] &= (byte) 0xF0;
        Arrays.fill(streamed, 22, 42, (byte) 0);
        byte[] tagged = EncodedFiles.joined(id3(300), file, "TAG".getBytes(StandardCharsets.US_ASCII), new byte[125]);

        // Then
        float[][] expected = EncodedFiles.read(file).channels();
        assertThat(EncodedFiles.read(streamed).channels()).isDeepEqualTo(expected);
        assertThat(EncodedFiles.read(tagged).channels()).isDeepEqualTo(expected);
    }

    @Test
    void mp3IsFoundBetweenTagsAndGarbage() throws IOException {
        // Given: a large tag as of a picture, which holds what looks like a frame
        byte[] file = EncodedFiles.bytes("vbr-joint.mp3");
        byte[] picture = id3(200_000);
        System.arraycopy(file, 0, picture, 1000, 2000);
        byte[] ape = new byte[64];
        System.arraycopy("APETAGEX".getBytes(StandardCharsets.US_ASCII), 0, ape, 0, 8);
        ape[12] = 32;
        ape[23] = (byte) 0xA0;
        byte[] tag = Arrays.copyOf("TAG Title".getBytes(StandardCharsets.US_ASCII), 128);
        byte[] garbage = new byte[777];
        Arrays.fill(garbage, (byte) 0xFF);
        int secondFrame = file.length / 2;
        while (!(file[secondFrame] == (byte) 0xFF && file[secondFrame + 1] == (byte) 0xFB)) {
            secondFrame++;
        }
        byte[] interrupted = EncodedFiles.joined(
                Arrays.copyOf(file, secondFrame), garbage, Arrays.copyOfRange(file, secondFrame, file.length));

        // Then
        float[][] expected = EncodedFiles.read(file).channels();
        assertThat(EncodedFiles.read(EncodedFiles.joined(picture, id3(5), file, ape, tag))
                        .channels())
                .isDeepEqualTo(expected);
        assertThat(EncodedFiles.read(EncodedFiles.joined(ape, file, new byte[50]))
                        .channels())
                .isDeepEqualTo(expected);
        assertThat(EncodedFiles.read(interrupted).channels()).isDeepEqualTo(expected);
    }

    @Test
    void mp3FilesBehindEachOtherAreReadAsOne() throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes("cbr-mono.mp3");

        // When
        float[] once = EncodedFiles.read(file).mono();
        float[] twice = EncodedFiles.read(EncodedFiles.joined(file, file)).mono();

        // Then: the first is exact, the second from where the decoder has forgotten the first
        assertThat(twice).hasSize(2 * once.length);
        assertThat(Arrays.copyOf(twice, once.length)).isEqualTo(once);
        assertThat(Arrays.copyOfRange(twice, once.length + 1152, twice.length))
                .isEqualTo(Arrays.copyOfRange(once, 1152, once.length));
    }

    @Test
    void mp3WithoutATagKeepsDelayAndPadding() throws IOException {
        assertThat(EncodedFiles.read(EncodedFiles.bytes("no-tag.mp3")).samples())
                .isEqualTo(21 * 1152);
    }

    @Test
    void mp3ThatDoesNotSayHowManyFramesItHasKeepsThePaddingOnly() throws IOException {
        // Given: the number of frames taken out of the Xing header, which its flags announce
        byte[] file = EncodedFiles.bytes("cbr-mono.mp3");
        int flags = 4 + 17 + 4;
        byte[] without = file.clone();
        without[flags + 3] &= ~1;
        System.arraycopy(file, flags + 8, without, flags + 4, 160);

        // When
        float[] padded = EncodedFiles.read(without).mono();

        // Then
        float[] exact = EncodedFiles.read(file).mono();
        assertThat(padded).hasSize(21 * 1152 - 576 - 529).startsWith(exact);
    }

    @Test
    void refusesMp3ThatHasNoFramesOrChanges() {
        assertUnreadable(id3(100), "the file holds no whole MP3 frame");
        assertUnreadable(EncodedFiles.joined(id3(100), new byte[5000]), "the file holds no whole MP3 frame");
        assertUnreadable(
                EncodedFiles.joined(EncodedFiles.bytes("cbr-mono.mp3"), EncodedFiles.bytes("ffmpeg.mp3")),
                "changes from 1 channel at 44100 Hz to 2 channels at 48000 Hz");
    }

    @Test
    void aFileThatWasCutGivesWhatItHoldsAsAWhole() throws IOException {
        for (String name : new String[] {"vbr-mono.mp3", "mpeg25.mp3", "pages.ogg"}) {
            // Given
            byte[] file = EncodedFiles.bytes(name);
            float[] whole = EncodedFiles.read(file).channels()[0];

            // When
            float[] part =
                    EncodedFiles.read(Arrays.copyOf(file, 9 * file.length / 10)).channels()[0];

            // Then
            assertThat(part.length).isBetween(whole.length / 2, whole.length - 1);
            assertThat(part).isEqualTo(Arrays.copyOf(whole, part.length));
        }
    }

    @Test
    void oggStreamsBehindEachOtherAreReadAsOne() throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes("stereo.ogg");

        // When
        float[][] once = EncodedFiles.read(file).channels();
        float[][] twice = EncodedFiles.read(EncodedFiles.joined(file, file, new byte[100]))
                .channels();

        // Then
        for (int channel = 0; channel < 2; channel++) {
            assertThat(twice[channel])
                    .hasSize(2 * once[channel].length)
                    .startsWith(once[channel])
                    .endsWith(once[channel]);
        }
        assertUnreadable(
                EncodedFiles.joined(file, EncodedFiles.bytes("mono8k.ogg")),
                "goes on with another stream of 1 channels at 8000 Hz instead of 2 at 44100");
    }

    @Test
    void thePositionsOfOggPagesCutOffTheBeginningAndTheEnd() throws IOException {
        // Given: the first page with audio says that 1000 samples fewer end there than it holds
        byte[] file = EncodedFiles.bytes("pages.ogg");
        List<byte[]> pages = new ArrayList<>(OggBytes.pages(file));
        int first = 2;
        long position = position(pages.get(first)).getLong(6);
        assertThat(pages.size()).isGreaterThan(first + 1);
        for (byte[] page : pages.subList(first, pages.size())) {
            position(page).putLong(6, position(page).getLong(6) - 1000);
        }

        // When
        float[] whole = EncodedFiles.read(file).channels()[0];
        float[] cut = EncodedFiles.read(OggBytes.withChecksums(EncodedFiles.joined(pages.toArray(byte[][]::new))))
                .channels()[0];

        // Then
        assertThat(position).isPositive();
        assertThat(cut).isEqualTo(Arrays.copyOfRange(whole, 1000, whole.length));
    }

    @Test
    void damagedAndMissingOggPagesAreErrors() {
        // Given
        byte[] file = EncodedFiles.bytes("pages.ogg");
        List<byte[]> pages = new ArrayList<>(OggBytes.pages(file));
        byte[] damaged = file.clone();
        damaged[file.length - 100] ^= 4;
        byte[] noise = EncodedFiles.joined(pages.get(0), pages.get(1), new byte[100], pages.get(2));
        pages.remove(2);
        byte[] missing = EncodedFiles.joined(pages.toArray(byte[][]::new));

        // Then
        assertUnreadable(damaged, "an Ogg page is damaged: its checksum is wrong");
        assertUnreadable(missing, "missing: number 2 was expected, not 3");
        assertUnreadable(noise, "a page does not begin with OggS");
    }

    @Test
    void saysWhatAnOggFileHoldsThatIsNotVorbis() {
        assertUnreadable(EncodedFiles.bytes("opus.ogg"), "the Ogg file holds Opus, only Vorbis is supported");
        assertUnreadable(EncodedFiles.bytes("flac.ogg"), "the Ogg file holds FLAC, only Vorbis is supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo16.flac", "cbr-stereo.mp3", "stereo.ogg", "sox.au", "sox.aiff"})
    void refusesMoreSamplesThanTheLimit(String name) throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes(name);
        Audio audio = EncodedFiles.read(file);
        long samples = (long) audio.samples() * audio.channels().length;

        // Then
        assertThat(AudioFile.read(new ByteArrayInputStream(file), new ReadLimits(samples))
                        .samples())
                .isEqualTo(audio.samples());
        assertThatThrownBy(() -> AudioFile.read(new ByteArrayInputStream(file), new ReadLimits(samples - 1)))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessageContaining("more than the limit of " + (samples - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo16.flac", "cbr-stereo.mp3", "stereo.ogg", "sox.au", "sox.aiff"})
    void passesOnWhatTheStreamThrows(String name) {
        // Given: a store that is gone after half of the file
        byte[] file = EncodedFiles.bytes(name);
        InputStream gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("store not reachable");
            }
        };
        InputStream half = new ByteArrayInputStream(file, 0, file.length / 2);

        // Then: not unreadable audio, which nobody would try again
        assertThatThrownBy(() -> AudioFile.read(new SequenceInputStream(half, gone), ReadLimits.defaults()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("store not reachable");
    }

    @Test
    void closesTheFileWithTheStreamOnly() throws IOException {
        for (String name : new String[] {"stereo16.flac", "cbr-stereo.mp3", "stereo.ogg", "sox.au", "sox.aiff"}) {
            // Given
            boolean[] closed = new boolean[1];
            InputStream in = new ByteArrayInputStream(EncodedFiles.bytes(name)) {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };

            // When
            AudioStream stream = AudioFile.open(in, ReadLimits.defaults());
            boolean closedBefore = closed[0];
            stream.close();

            // Then
            assertThat(closedBefore).isFalse();
            assertThat(closed[0]).isTrue();
        }
    }

    @Test
    void mixesAStreamToItsMean() throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes("stereo16.flac");
        float[] expected = EncodedFiles.read(file).mono();
        float[] mono = new float[expected.length];

        // When
        try (AudioStream stream = AudioFile.open(new ByteArrayInputStream(file), ReadLimits.defaults())) {
            var source = stream.mono();
            for (int read = 0; read < mono.length; ) {
                read += source.read(mono, read, Math.min(1000, mono.length - read));
            }
        }

        // Then
        assertThat(mono).isEqualTo(expected);
    }

    @Test
    void gigabytesThatAreNotThereAreNotAllocated() {
        // Given: 2 GB declared in 1 KB, with limits that would allow them
        byte[] rest = new byte[1000];
        byte[] flac = Arrays.copyOf(EncodedFiles.bytes("mono16.flac"), 1000);
        Arrays.fill(flac, 22, 26, (byte) 0x7F);
        byte[] flacPicture = Arrays.copyOf(flac, 1000);
        flacPicture[42] = 6;
        Arrays.fill(flacPicture, 43, 46, (byte) 0xFF);
        byte[] tag = Arrays.copyOf(id3(0x0FFF_FFFF - 1), 1000);
        byte[] comment = OggBytes.pages(EncodedFiles.bytes("stereo.ogg")).get(1);
        comment[27 + comment[26] + 7 + 3] = 0x7F;
        byte[] ogg = OggBytes.withChecksums(EncodedFiles.joined(
                OggBytes.pages(EncodedFiles.bytes("stereo.ogg")).get(0), comment));
        List<byte[]> files = List.of(
                EncodedFiles.joined(au(0x7FFF_FFF0L, 3, 8000, 1, 0), rest),
                EncodedFiles.joined(au(0x7FFF_FFF0L, 7, 8000, 65_535, 0), rest),
                EncodedFiles.joined(
                        aiff("AIFF", chunk("COMM", aiffCommon("AIFF", "", 2, 0x1FFF_FFFF, 16, 8000))),
                        "SSND".getBytes(StandardCharsets.US_ASCII),
                        new byte[] {0x7F, -1, -1, -1},
                        rest),
                EncodedFiles.joined(
                        aiff("AIFF"), "SSND".getBytes(StandardCharsets.US_ASCII), new byte[] {0x7F, -1, -1, -1}, rest),
                flac,
                flacPicture,
                tag,
                ogg);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ReadLimits generous = new ReadLimits(Long.MAX_VALUE / 8);

        for (byte[] file : files) {
            // When
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            assertThatThrownBy(() -> AudioFile.read(new ByteArrayInputStream(file), generous))
                    .isInstanceOf(UnreadableAudioException.class);
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

            // Then
            assertThat(allocated).isLessThan(10_000_000);
        }
    }

    @Test
    void severalThreadsDecodeAtOnce() throws Exception {
        // Given
        List<String> names = Collections.nCopies(8, List.of("vbr-joint.mp3", "stereo.ogg", "mpeg2.mp3")).stream()
                .flatMap(List::stream)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);

        // When
        try {
            List<Future<Audio>> decoded = new ArrayList<>();
            for (String name : names) {
                decoded.add(threads.submit(() -> EncodedFiles.read(EncodedFiles.bytes(name))));
            }

            // Then
            for (int i = 0; i < names.size(); i++) {
                assertThat(decoded.get(i).get().channels())
                        .isDeepEqualTo(EncodedFiles.read(EncodedFiles.bytes(names.get(i)))
                                .channels());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void printsNothing() throws IOException {
        // Given
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);

        // When
        System.setOut(capture);
        System.setErr(capture);
        try {
            for (String name : new String[] {"stereo16.flac", "cbr-stereo.mp3", "vbr-joint.mp3", "stereo.ogg"}) {
                byte[] file = EncodedFiles.bytes(name);
                EncodedFiles.read(file);
                file[file.length - 500] ^= 0x55;
                assertThat(catching(file)).isNotNull();
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        // Then
        assertThat(printed.size()).isZero();
    }

    private static String catching(byte[] file) throws IOException {
        try {
            return EncodedFiles.read(file).toString();
        } catch (UnreadableAudioException e) {
            return e.getMessage();
        }
    }

    private static void assertUnreadable(byte[] file, String message) {
        assertThatThrownBy(() -> EncodedFiles.read(file))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessageContaining(message);
    }

    private static ByteBuffer position(byte[] page) {
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] id3(int length) {
        byte[] tag = new byte[10 + length];
        tag[0] = 'I';
        tag[1] = 'D';
        tag[2] = '3';
        tag[3] = 4;
        for (int i = 0; i < 4; i++) {
            tag[6 + i] = (byte) (length >> 7 * (3 - i) & 0x7F);
        }
        return tag;
    }

    private static byte[] au(long length, int encoding, int rate, int channels, int annotation) {
        ByteBuffer header = ByteBuffer.allocate(24 + annotation);
        header.put(".snd".getBytes(StandardCharsets.US_ASCII))
                .putInt(24 + annotation)
                .putInt((int) length);
        header.putInt(encoding).putInt(rate).putInt(channels);
        return header.array();
    }

    private static byte[] aiff(String form, byte[]... chunks) {
        byte[] content = EncodedFiles.joined(chunks);
        return ByteBuffer.allocate(12 + content.length)
                .put("FORM".getBytes(StandardCharsets.US_ASCII))
                .putInt(4 + content.length)
                .put(form.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] chunk(String id, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + content.length % 2)
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] sound(int offset, byte[] data) {
        return chunk(
                "SSND",
                ByteBuffer.allocate(8 + offset + data.length)
                        .putInt(offset)
                        .putInt(0)
                        .put(new byte[offset])
                        .put(data)
                        .array());
    }

    private static byte[] aiffCommon(String form, String compression, int channels, int frames, int bits, int rate) {
        ByteBuffer chunk = ByteBuffer.allocate(form.equals("AIFC") ? 24 : 18);
        chunk.putShort((short) channels).putInt(frames).putShort((short) bits);
        int exponent = rate == 0 ? 0 : 31 - Integer.numberOfLeadingZeros(rate);
        chunk.putShort((short) (rate == 0 ? 0 : 16_383 + exponent)).putLong((long) rate << 63 - exponent);
        if (form.equals("AIFC")) {
            chunk.put(compression.getBytes(StandardCharsets.US_ASCII));
        }
        return chunk.array();
    }

    private static byte[] parse(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    private static byte[] bytes(float value) {
        return ByteBuffer.allocate(4).putFloat(value).array();
    }

    private static byte[] bytes(double value) {
        return ByteBuffer.allocate(8).putDouble(value).array();
    }
}
