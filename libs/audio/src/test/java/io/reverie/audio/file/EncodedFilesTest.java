package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

import io.reverie.audio.Audio;
import io.reverie.audio.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of other encoders, decoded, against the signal that went into them. */
class EncodedFilesTest {

    @ParameterizedTest
    @CsvSource({
        "mono16.flac, 8820, 44100, 1, 16",
        "stereo16.flac, 8820, 44100, 2, 16",
        "mono24.flac, 4410, 44100, 1, 24",
        "stereo24.flac, 4410, 96000, 2, 24",
        "mono32.flac, 2205, 44100, 1, 32",
        "wasted24.flac, 4410, 44100, 1, 16",
        "blocks576.flac, 2400, 8000, 1, 16",
        "eight192k.flac, 480, 192000, 8, 16",
        "one.flac, 1, 44100, 1, 16",
        "sox.au, 2400, 8000, 1, 16",
        "sox.aiff, 2400, 8000, 1, 16",
        "sowt.aifc, 2400, 8000, 1, 16"
    })
    void losslessFilesGiveTheSamplesThatWentIn(String name, int samples, int rate, int channels, int bits)
            throws IOException {
        // When
        Audio audio = EncodedFiles.read(EncodedFiles.bytes(name));

        // Then
        assertThat(audio.sampleRate()).isEqualTo(rate);
        assertThat(audio.channels()).isDeepEqualTo(Tones.rounded(samples, rate, channels, bits));
    }

    /** A shift by one sample would leave less than 20 dB. LAME attenuates to 0.95 at constant bit rates. */
    @ParameterizedTest
    @CsvSource({
        "cbr-stereo.mp3, 22050, 44100, 2, 0.95, 30",
        "vbr-joint.mp3, 22050, 44100, 2, 1, 30",
        "vbr-mono.mp3, 22050, 44100, 1, 1, 30",
        "cbr-mono.mp3, 22050, 44100, 1, 0.95, 30",
        "mpeg2.mp3, 12000, 24000, 1, 0.95, 30",
        "mpeg25.mp3, 8000, 8000, 1, 0.95, 30",
        "ffmpeg.mp3, 24000, 48000, 2, 0.95, 30",
        "stereo.ogg, 22050, 44100, 2, 1, 25",
        "pages.ogg, 22050, 44100, 2, 1, 25",
        "eight48k.ogg, 2400, 48000, 8, 1, 20",
        "mono8k.ogg, 8000, 8000, 1, 1, 25",
        "mu-law.au, 2400, 8000, 1, 1, 30",
        "a-law.au, 2400, 8000, 1, 1, 30"
    })
    void lossyFilesGiveTheirOriginalWithItsLength(
            String name, int samples, int rate, int channels, double gain, double decibels) throws IOException {
        // Given
        float[][] original = Tones.rounded(samples, rate, channels, 16);

        // When
        Audio audio = EncodedFiles.read(EncodedFiles.bytes(name));

        // Then
        assertThat(audio.sampleRate()).isEqualTo(rate);
        assertThat(audio.channels()).hasDimensions(channels, samples);
        for (int channel = 0; channel < channels; channel++) {
            double ratio = signalToNoise(original[channel], gain, audio.channels()[channel]);
            assertThat(ratio).isGreaterThan(decibels);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "one.flac, 1",
        "one.mp3, 1",
        "one.ogg, 1",
        "silence.flac, 4410",
        "silence.mp3, 4410",
        "silence.ogg, 4410"
    })
    void oneSampleAndSilenceAreAudio(String name, int samples) throws IOException {
        // When
        float[] audio = EncodedFiles.read(EncodedFiles.bytes(name)).mono();

        // Then
        assertThat(audio).hasSize(samples);
        assertThat(Samples.peak(audio)).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.flac", "none.ogg"})
    void noSamplesAreNoAudio(String name) {
        assertThatThrownBy(() -> EncodedFiles.read(EncodedFiles.bytes(name)))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessage("the file holds no samples");
    }

    @ParameterizedTest
    @CsvSource({
        "stereo16.flac",
        "wasted24.flac",
        "cbr-stereo.mp3",
        "mpeg25.mp3",
        "stereo.ogg",
        "sox.au",
        "sowt.aifc",
        "sox.aiff"
    })
    void blocksOfAnyLengthGiveTheSameSamples(String name) throws IOException {
        // Given
        byte[] file = EncodedFiles.bytes(name);
        float[][] whole = EncodedFiles.read(file).channels();
        float[][] blocks = new float[whole.length][whole[0].length + 1];

        // When
        int read = 0;
        try (AudioStream stream = AudioFile.open(new ByteArrayInputStream(file), ReadLimits.defaults())) {
            for (int length = 1; ; length = length * 3 % 1009) {
                int count = stream.read(blocks, read, Math.min(length, blocks[0].length - read));
                if (count < 0) {
                    break;
                }
                assertThat(count).isBetween(1, length);
                read += count;
            }
            assertThat(stream.read(blocks, 0, 1)).isEqualTo(-1);
        }

        // Then
        assertThat(read).isEqualTo(whole[0].length);
        for (int channel = 0; channel < whole.length; channel++) {
            assertThat(Arrays.copyOf(blocks[channel], read)).isEqualTo(whole[channel]);
        }
    }

    private static double signalToNoise(float[] original, double gain, float[] decoded) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < original.length; i++) {
            signal += Math.pow(gain * original[i], 2);
            noise += Math.pow(decoded[i] - gain * original[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }
}
