package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

import io.reverie.audio.Audio;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.SampleSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class WavFileTest {

    private static final long UNKNOWN = 0xFFFF_FFFFL;

    @Test
    void readsWhatItWrote() throws IOException {
        // Given
        float[] samples = {0, 0.25f, -0.5f, 32_767 / 32_768f, -1, 1 / 32_768f};
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        WavFile.WrittenWav written = WavFile.write16(out, samples, 22_050);
        Audio audio = read(out.toByteArray());

        // Then: full scale in two's complement needs no gain
        assertThat(written).isEqualTo(new WavFile.WrittenWav(1, 1));
        assertThat(audio.sampleRate()).isEqualTo(22_050);
        assertThat(audio.channels()).isEqualTo(new float[][] {samples});
        assertThat(audio.seconds()).isEqualTo(6 / 22_050.0);
    }

    @Test
    void writesTheBytesThatTheFormatPrescribes() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        WavFile.write16(out, new float[] {0.5f, -0.5f}, 8000);

        // Then
        byte[] expected = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 1, 8000, 16))
                .chunk("data", (byte) 0, (byte) 0x40, (byte) 0, (byte) 0xC0)
                .finish();
        assertThat(out.toByteArray()).isEqualTo(expected);
    }

    @Test
    void oneGainKeepsLoudAudioFromClipping() throws IOException {
        // Given: longer than a block
        float[] samples = DirectTransform.noise(40_000, 1);
        samples[77] = 4;
        samples[78] = -3;
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        WavFile.WrittenWav written = WavFile.write16(out, samples, 44_100);
        float[] read = read(out.toByteArray()).mono();

        // Then
        assertThat(written.peak()).isEqualTo(4);
        assertThat(written.gain()).isEqualTo(32_767 / 32_768.0 / 4);
        assertThat(read[77]).isEqualTo(32_767 / 32_768f);
        for (int i = 0; i < samples.length; i++) {
            assertThat((double) read[i]).isCloseTo(samples[i] * written.gain(), within(0.5 / 32_768 + 1e-9));
        }
    }

    @Test
    void twentyFourBitsKeepMore() throws IOException {
        // Given: multiples of 1 / 2^23, of an odd number, with both ends of the range
        float[] samples = new float[20_001];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (Math.rint(Math.sin(i) * 8_388_607) / 8_388_608);
        }
        samples[7] = -1;
        samples[8] = 8_388_607 / 8_388_608f;
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        WavFile.WrittenWav written = WavFile.write(out, samples, 96_000, SampleFormat.PCM_24);

        // Then
        assertThat(written).isEqualTo(new WavFile.WrittenWav(1, 1));
        assertThat(read(out.toByteArray()).mono()).isEqualTo(samples);
        byte[] expected = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 1, 8000, 24))
                .chunk("data", (byte) 0, (byte) 0, (byte) 0xC0)
                .finish();
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        WavFile.write(single, new float[] {-0.5f}, 8000, SampleFormat.PCM_24);
        assertThat(single.toByteArray()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void aSourceIsWrittenAsAnArrayIs(SampleFormat format) throws IOException {
        for (float loudest : new float[] {0.5f, 1, -1, 3, -7}) {
            // Given
            float[] samples = DirectTransform.noise(40_001, 3);
            samples[12_345] = loudest;
            double lowest = 0;
            double highest = 0;
            for (float sample : samples) {
                lowest = Math.min(lowest, sample);
                highest = Math.max(highest, sample);
            }
            ByteArrayOutputStream array = new ByteArrayOutputStream();
            ByteArrayOutputStream source = new ByteArrayOutputStream();

            // When
            WavFile.WrittenWav written = WavFile.write(array, samples, 44_100, format);
            double gain = WavFile.gainWithoutClipping(lowest, highest, format);
            WavFile.write(source, source(samples), samples.length, 44_100, format, gain);

            // Then
            assertThat(gain).isEqualTo(written.gain());
            assertThat(source.toByteArray()).isEqualTo(array.toByteArray());
        }
    }

    @Test
    void refusesASourceThatEndsEarlyOrWouldClip() {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // Then
        assertThatThrownBy(() -> WavFile.write(out, source(new float[9]), 10, 8000, SampleFormat.PCM_16, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there must be 10 samples to write, but there are only 9");
        for (float loud : new float[] {1, -1.001f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> WavFile.write(out, source(new float[] {0, loud}), 2, 8000, SampleFormat.PCM_24, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sample 1 is " + loud + ", which can't be written with a gain of 1");
        }
        assertThatThrownBy(() -> WavFile.write(out, source(new float[9]), 1L << 31, 8000, SampleFormat.PCM_16, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 GiB");
    }

    @Test
    void writesSilenceAndNothingAtAll() throws IOException {
        // Given
        ByteArrayOutputStream silence = new ByteArrayOutputStream();
        ByteArrayOutputStream nothing = new ByteArrayOutputStream();

        // Then
        assertThat(WavFile.write16(silence, new float[100], 22_050)).isEqualTo(new WavFile.WrittenWav(0, 1));
        assertThat(read(silence.toByteArray()).mono()).containsOnly(0f).hasSize(100);
        assertThat(WavFile.write16(nothing, new float[0], 22_050)).isEqualTo(new WavFile.WrittenWav(0, 1));
        assertThat(nothing.toByteArray()).hasSize(44);
    }

    @Test
    void refusesToWriteWhatIsNotFinite() {
        assertThatThrownBy(() -> WavFile.write16(new ByteArrayOutputStream(), new float[] {0, Float.NaN}, 22_050))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> WavFile.write16(new ByteArrayOutputStream(), new float[1], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sampleRate");
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "1, 16", "1, 24", "1, 32", "3, 32", "3, 64"})
    void readsEveryEncodingWithSeveralChannelsPlainAndExtensible(int encoding, int bits) throws IOException {
        // Given: three channels, longer than a block
        int channels = 3;
        int frames = 30_000;
        float[] values = DirectTransform.noise(channels * frames, 2);
        byte[] data = encoded(values, encoding, bits);
        byte[] plain = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(encoding, channels, 96_000, bits))
                .chunk("data", data)
                .finish();
        byte[] extensible = WavBytes.riff()
                .chunk("fmt ", WavBytes.extensible(encoding, channels, 96_000, bits, bits / 8))
                .chunk("data", data)
                .finish();

        // When
        Audio audio = read(plain);

        // Then
        double tolerance = encoding == 3 ? 0 : Math.max(0.501 / (1L << bits - 1), 3e-8);
        assertThat(audio.sampleRate()).isEqualTo(96_000);
        assertThat(audio.channels()).hasDimensions(channels, frames);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) audio.channels()[i % channels][i / channels]).isCloseTo(values[i], within(tolerance));
        }
        assertThat(read(extensible).channels()).isEqualTo(audio.channels());
    }

    @Test
    void readsTwentyBitsInThreeBytes() throws IOException {
        // Given: left-justified, as the format prescribes
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.extensible(1, 1, 48_000, 20, 3))
                .chunk("data", (byte) 0x00, (byte) 0x00, (byte) 0x40)
                .finish();

        // Then
        assertThat(read(file).mono()).containsExactly(0.5f);
    }

    @Test
    void mixesChannelsToTheirMean() throws IOException {
        // Given
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(3, 2, 22_050, 32))
                .chunk("data", floats(1, 0, -0.5f, 0.25f))
                .finish();

        // Then
        assertThat(read(file).mono()).containsExactly(0.5f, -0.125f);
    }

    @Test
    void skipsOtherChunksOfAnyLengthInAnyOrder() throws IOException {
        // Given
        byte[] format = WavBytes.format(1, 1, 22_050, 16);
        byte[] data = {0, 0x40};
        byte[] around = WavBytes.riff()
                .chunk("JUNK", (byte) 1, (byte) 2, (byte) 3)
                .chunk("fmt ", format)
                .chunk("LIST", new byte[101])
                .chunk("data", data)
                .chunk("id3 ", new byte[7])
                .finish();
        byte[] dataFirst = WavBytes.riff()
                .chunk("data", data)
                .chunk("LIST", new byte[3])
                .chunk("fmt ", format)
                .finish();
        byte[] longerFormat = WavBytes.riff()
                .chunk("fmt ", Arrays.copyOf(format, 51))
                .chunk("data", data)
                .finish();
        byte[] halfAFrameMore = WavBytes.riff()
                .chunk("fmt ", format)
                .chunk("data", (byte) 0, (byte) 0x40, (byte) 9)
                .finish();

        // Then
        for (byte[] file : new byte[][] {around, dataFirst, longerFormat, halfAFrameMore}) {
            assertThat(read(file).mono()).containsExactly(0.5f);
        }
    }

    @Test
    void readsDataOfUnknownLengthToTheEnd() throws IOException {
        // Given: as a streaming encoder leaves it, and a recorder that was cut off
        byte[] format = WavBytes.format(1, 1, 22_050, 16);
        byte[] streamed = new WavBytes()
                .text("RIFF")
                .number(UNKNOWN)
                .text("WAVE")
                .chunk("fmt ", format)
                .text("data")
                .number(UNKNOWN)
                .raw((byte) 0, (byte) 0x40, (byte) 0, (byte) 0xC0, (byte) 1)
                .unfinished();
        byte[] cutOff = new WavBytes()
                .text("RIFF")
                .number(36)
                .text("WAVE")
                .chunk("fmt ", format)
                .text("data")
                .number(0)
                .raw((byte) 0, (byte) 0x40, (byte) 0, (byte) 0xC0)
                .unfinished();

        // Then
        assertThat(read(streamed).mono()).containsExactly(0.5f, -0.5f);
        assertThat(read(cutOff).mono()).containsExactly(0.5f, -0.5f);
    }

    @Test
    void anEmptyDataChunkBeforeOthersIsNoAudio() {
        // Given
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 1, 22_050, 16))
                .chunk("data")
                .chunk("LIST", new byte[20])
                .finish();

        // Then
        assertUnreadable(file, "the file holds no samples");
    }

    @Test
    void refusesTruncatedData() {
        // Given
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 1, 22_050, 16))
                .chunk("data", new byte[1000])
                .finish();

        // Then
        assertUnreadable(Arrays.copyOf(file, 500), "truncated: its 'data' chunk declares 1000 bytes, but only 456");
    }

    @Test
    void refusesGigabytesThatAreNotThereWithoutAllocatingThem() {
        // Given: 2 GB declared in 1 KB, with limits that would allow them
        byte[] dataLast = new WavBytes()
                .text("RIFF")
                .number(0x8000_0000L)
                .text("WAVE")
                .chunk("fmt ", WavBytes.format(1, 2, 44_100, 16))
                .text("data")
                .number(0x7FFF_FFF0L)
                .raw(new byte[1000])
                .unfinished();
        byte[] dataFirst = new WavBytes()
                .text("RIFF")
                .number(0x8000_0000L)
                .text("WAVE")
                .text("data")
                .number(0x7FFF_FFF0L)
                .raw(new byte[1000])
                .unfinished();
        byte[] metadata = new WavBytes()
                .text("RIFF")
                .number(0x8000_0000L)
                .text("WAVE")
                .text("LIST")
                .number(0x7FFF_FFF0L)
                .raw(new byte[1000])
                .unfinished();
        byte[] manyChannels = new WavBytes()
                .text("RIFF")
                .number(UNKNOWN)
                .text("WAVE")
                .chunk("fmt ", WavBytes.format(1, 32_767, 44_100, 16))
                .text("data")
                .number(UNKNOWN)
                .raw(new byte[1000])
                .unfinished();
        ReadLimits generous = new ReadLimits(Long.MAX_VALUE / 8);

        // Then
        assertUnreadable(dataLast, generous, "truncated");
        assertUnreadable(dataLast, "more than the limit");
        assertUnreadable(dataFirst, generous, "truncated");
        assertUnreadable(metadata, generous, "truncated: its 'LIST' chunk");
        assertUnreadable(manyChannels, generous, "no samples");
    }

    @Test
    void refusesMoreSamplesThanTheLimit() throws IOException {
        // Given
        byte[] known = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(1, 2, 22_050, 16))
                .chunk("data", new byte[400])
                .finish();
        byte[] unknown = new WavBytes()
                .text("RIFF")
                .number(UNKNOWN)
                .text("WAVE")
                .chunk("fmt ", WavBytes.format(1, 2, 22_050, 16))
                .text("data")
                .number(UNKNOWN)
                .raw(new byte[400])
                .unfinished();

        // Then: 100 samples in each of two channels
        assertThat(WavFile.read(new ByteArrayInputStream(known), new ReadLimits(200))
                        .samples())
                .isEqualTo(100);
        assertUnreadable(known, new ReadLimits(199), "100 samples in each of 2 channels, more than the limit of 199");
        assertUnreadable(unknown, new ReadLimits(199), "more than the limit of 199");
    }

    @Test
    void saysWhatAFileIsThatIsNoWave() {
        assertUnreadable(new byte[0], "the file is empty");
        assertUnreadable("Dear diary, today".getBytes(), "not a RIFF/WAVE file: starts with 'Dear diary, '");
        assertUnreadable(new byte[] {'I', 'D', '3', 4, 0}, "not a RIFF/WAVE file: starts with 'ID3\\x04\\x00'");
        assertUnreadable(
                new WavBytes().text("RIFF").number(4).text("AVI ").unfinished(), "not a RIFF/WAVE file: starts with");
        assertUnreadable(WavBytes.riff().finish(), "ends without a fmt chunk");
        assertUnreadable(
                WavBytes.riff().chunk("fmt ", WavBytes.format(1, 1, 22_050, 16)).finish(), "ends without a data chunk");
    }

    @Test
    void refusesFormatsThatItDoesNotKnow() {
        assertFormatRefused(WavBytes.format(2, 1, 22_050, 4), "0x0002 (ADPCM) is not supported");
        assertFormatRefused(WavBytes.format(0x55, 1, 22_050, 16), "0x0055 (MP3) is not supported");
        assertFormatRefused(WavBytes.format(6, 1, 22_050, 8), "(A-law)");
        assertFormatRefused(WavBytes.format(7, 1, 22_050, 8), "(mu-law)");
        assertFormatRefused(WavBytes.format(0x1234, 1, 22_050, 8), "0x1234");
        assertFormatRefused(WavBytes.format(1, 0, 22_050, 16), "no channel");
        assertFormatRefused(WavBytes.format(1, 1, 0, 16), "sample rate must be");
        assertFormatRefused(WavBytes.format(1, 1, -1, 16), "declares 4294967295");
        assertFormatRefused(WavBytes.format(1, 1, 22_050, 64), "integer samples of 64 bits");
        assertFormatRefused(WavBytes.format(1, 1, 22_050, 0), "integer samples of 0 bits");
        assertFormatRefused(WavBytes.format(3, 1, 22_050, 16), "floating-point samples of 16 bits");
        assertFormatRefused(new byte[15], "at least 16 bytes");
        byte[] extensible = WavBytes.extensible(1, 1, 22_050, 16, 2);
        assertFormatRefused(Arrays.copyOf(extensible, 18), "extensible file must have 40 bytes");
        extensible[30] ^= 1;
        assertFormatRefused(extensible, "sub-format");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e10f})
    void refusesSamplesThatAreNotFinite(float value) {
        // Given
        byte[] file = WavBytes.riff()
                .chunk("fmt ", WavBytes.format(3, 2, 22_050, 32))
                .chunk("data", floats(0, 0, 0, value))
                .finish();

        // Then
        assertUnreadable(file, "sample 1 of channel 1 is " + value);
    }

    @Test
    void passesOnWhatTheStreamThrows() {
        // Given
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("store not reachable");
            }
        };

        // Then: not unreadable audio, which nobody would try again
        assertThatThrownBy(() -> WavFile.read(broken)).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void damageIsNeverAnythingButUnreadable() {
        // Given
        Random random = new Random(20_211);
        ReadLimits limits = new ReadLimits(1_000_000);
        byte[] whole = WavBytes.riff()
                .chunk("LIST", new byte[9])
                .chunk("fmt ", WavBytes.extensible(3, 2, 22_050, 32, 4))
                .chunk("data", floats(DirectTransform.noise(64, 1)))
                .finish();

        for (int i = 0; i < 20_000; i++) {
            // When: some bytes of the header are changed, and some of the end is missing
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(6); change > 0 && damaged.length > 0; change--) {
                damaged[random.nextInt(Math.min(damaged.length, 100))] = (byte) random.nextInt(256);
            }

            // Then
            assertThatCode(() -> {
                        try {
                            Audio audio = WavFile.read(new ByteArrayInputStream(damaged), limits);
                            assertThat(audio.samples()).isPositive();
                        } catch (UnreadableAudioException e) {
                            assertThat(e.getMessage()).isNotBlank();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static void assertFormatRefused(byte[] format, String message) {
        assertUnreadable(
                WavBytes.riff()
                        .chunk("fmt ", format)
                        .chunk("data", new byte[64])
                        .finish(),
                message);
    }

    private static void assertUnreadable(byte[] file, String message) {
        assertUnreadable(file, ReadLimits.defaults(), message);
    }

    private static void assertUnreadable(byte[] file, ReadLimits limits, String message) {
        assertThatThrownBy(() -> WavFile.read(new ByteArrayInputStream(file), limits))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessageContaining(message);
    }

    private static SampleSource source(float[] samples) {
        int[] next = new int[1];
        return (target, offset, length) -> {
            int count = Math.min(Math.min(length, 1000), samples.length - next[0]);
            System.arraycopy(samples, next[0], target, offset, count);
            next[0] += count;
            return count == 0 ? -1 : count;
        };
    }

    private static Audio read(byte[] file) throws IOException {
        return WavFile.read(new ByteArrayInputStream(file));
    }

    private static byte[] floats(float... values) {
        return encoded(values, 3, 32);
    }

    private static byte[] encoded(float[] values, int encoding, int bits) {
        ByteBuffer data = ByteBuffer.allocate(values.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (encoding == 3 && bits == 32) {
                data.putFloat(value);
            } else if (encoding == 3) {
                data.putDouble(value);
            } else {
                long integer = Math.round(value * (double) (1L << bits - 1)) + (bits == 8 ? 128 : 0);
                for (int shift = 0; shift < bits; shift += 8) {
                    data.put((byte) (integer >> shift));
                }
            }
        }
        return data.array();
    }
}
