package io.reverie.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StftReaderTest {

    @ParameterizedTest
    @CsvSource({
        "1024, 1024, 256, true, REFLECT, 100000",
        "1024, 1024, 256, true, ZERO, 70000",
        "1024, 1024, 256, false, REFLECT, 70001",
        "2048, 800, 300, true, REFLECT, 50021",
        "512, 512, 512, true, REFLECT, 40000",
        "64, 48, 7, true, REFLECT, 33",
        "64, 48, 7, true, ZERO, 1",
        "64, 48, 7, false, ZERO, 64",
        "64, 64, 1, true, REFLECT, 34",
        "65536, 65536, 16384, true, REFLECT, 400000"
    })
    void givesTheFramesOfTheWholeTransform(
            int nFft, int winLength, int hop, boolean centered, PadMode padMode, int samples) throws IOException {
        // Given
        StftParameters parameters = new StftParameters(22_050, nFft, winLength, hop, centered, padMode);
        float[] signal = DirectTransform.noise(samples, 3);
        ComplexSpectrogram whole = new Stft(parameters).forward(signal);

        // When it comes in parts of any length and is asked for in blocks of seven frames
        StftReader reader = new StftReader(new Stft(parameters), inParts(signal));
        List<ComplexSpectrogram> blocks = new ArrayList<>();
        for (ComplexSpectrogram block = reader.read(7); block.frames() > 0; block = reader.read(7)) {
            blocks.add(block);
        }

        // Then
        float[] joined = new float[whole.values().length];
        int at = 0;
        for (ComplexSpectrogram block : blocks) {
            System.arraycopy(block.values(), 0, joined, at, block.values().length);
            at += block.values().length;
        }
        assertThat(at).isEqualTo(joined.length);
        assertThat(Arrays.equals(joined, whole.values())).isTrue();
        assertThat(reader.read(7).frames()).isZero();
    }

    @Test
    void refusesSignalsThatAreTooShort() {
        // Given
        StftReader reader =
                new StftReader(new Stft(StftParameters.defaults()), SampleSource.of(DirectTransform.noise(512, 1)));

        // Then
        assertThatThrownBy(() -> reader.read(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 513 samples");
    }

    @ParameterizedTest
    @CsvSource({"44100, 22050", "22050, 44100", "48000, 22050", "8000, 7999", "768000, 3000", "3000, 768000"})
    void resamplingInPartsIsResampling(int fromRate, int toRate) throws IOException {
        // Given
        float[] signal = DirectTransform.noise(20_011, 4);
        float[] whole = Resampler.resample(signal, fromRate, toRate);

        // When
        float[] inParts = new float[whole.length + 1];
        int read = Resampler.resample(inParts(signal), fromRate, toRate).readFully(inParts, 0, inParts.length);

        // Then
        assertThat(read).isEqualTo(whole.length);
        assertThat(Arrays.equals(Arrays.copyOf(inParts, read), whole)).isTrue();
    }

    private static SampleSource inParts(float[] signal) {
        SampleSource all = SampleSource.of(signal);
        Random random = new Random(5);
        return (target, offset, length) -> all.read(target, offset, 1 + random.nextInt(Math.min(length, 5000)));
    }
}
