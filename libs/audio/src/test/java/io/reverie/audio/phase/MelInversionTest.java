package io.reverie.audio.phase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Reference;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MelInversionTest {

    private static final StftParameters DEFAULTS = StftParameters.defaults();

    static Stream<MelParameters> melParameters() {
        return Stream.of(MelScale.values())
                .flatMap(scale -> Stream.of(MelNorm.values()).flatMap(norm -> Stream.of(1.0, 2.0)
                        .flatMap(power -> Stream.of(
                                new MelParameters(40, scale, norm, 0, 0, power),
                                new MelParameters(128, scale, norm, 0, 0, power),
                                new MelParameters(256, scale, norm, 100, 8000, power)))));
    }

    static Stream<Arguments> smallCases() {
        return Stream.of(2L, 3L, 4L, 5L).flatMap(seed -> Stream.of(4, 9, 20).map(bands -> Arguments.of(seed, bands)));
    }

    @ParameterizedTest
    @MethodSource("melParameters")
    void theMelOfSoundIsMetExactly(MelParameters mel) {
        // Given: a sweep and noise, and silence
        float[] samples = new float[40_000];
        System.arraycopy(Reference.sweep(), 0, samples, 0, 20_000);
        System.arraycopy(DirectTransform.noise(15_000, 31), 0, samples, 20_000, 15_000);
        MelFilterBank filters = new MelFilterBank(DEFAULTS, mel);
        MelSpectrogram target = filters.apply(new Stft(DEFAULTS).forward(samples));

        // When
        MagnitudeSpectrogram magnitudes = new MelInversion(DEFAULTS, mel).invert(target);

        // Then
        assertThat(magnitudes.bins()).isEqualTo(513);
        assertThat(magnitudes.frames()).isEqualTo(target.frames());
        assertThat(relativeResidual(magnitudes, target, filters, mel.power())).isLessThan(1e-5);
        assertThat(magnitudes.values()[150 * 513 + 100]).as("silence").isZero();
    }

    @ParameterizedTest
    @MethodSource("smallCases")
    void whatNoSpectrumHasIsApproachedAsCloseAsCanBe(long seed, int bands) {
        // Given: mel values at random, some of them 0, more bands than bins under them
        StftParameters stft = new StftParameters(8_000, 32, 32, 8, true, PadMode.REFLECT);
        MelParameters mel = new MelParameters(bands, MelScale.HTK, MelNorm.NONE, 0, 0, 1);
        MelFilterBank filters = new MelFilterBank(stft, mel);
        Random random = new Random(seed);
        float[] values = new float[bands];
        for (int band = 0; band < bands; band++) {
            values[band] = random.nextInt(4) == 0 ? 0 : random.nextFloat();
        }

        // When
        float[] spectrum = new MelInversion(stft, mel)
                .invert(new MelSpectrogram(bands, 1, values))
                .values();

        // Then: the conditions of Karush, Kuhn and Tucker, and no better one by exhaustion
        double[] gradient = gradient(filters, spectrum, values);
        for (int bin = 0; bin < spectrum.length; bin++) {
            assertThat(gradient[bin]).isGreaterThan(-1e-5);
            if (spectrum[bin] > 0) {
                assertThat(gradient[bin]).isLessThan(1e-5);
            }
        }
        assertThat(squaredResidual(filters, spectrum, values))
                .isLessThan(coordinateDescent(filters, spectrum.length, values) + 1e-7);
    }

    @ParameterizedTest
    @MethodSource("melParameters")
    void melValuesOfEverySizeAreSurvived(MelParameters mel) {
        // Given: 80 dB from band to band
        Random random = new Random(32);
        float[] values = new float[3 * mel.bands()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(3 * random.nextGaussian());
        }
        MelFilterBank filters = new MelFilterBank(DEFAULTS, mel);
        MelSpectrogram target = new MelSpectrogram(mel.bands(), 3, values);

        // When
        MagnitudeSpectrogram magnitudes = new MelInversion(DEFAULTS, mel).invert(target);

        // Then: the gradient vanishes as far as rounding to 32 bits lets it, or there is nothing below 0
        for (int frame = 0; frame < 3; frame++) {
            float[] spectrum = new float[513];
            for (int bin = 0; bin < 513; bin++) {
                spectrum[bin] = (float) Math.pow(magnitudes.values()[frame * 513 + bin], mel.power());
            }
            float[] wanted = Arrays.copyOfRange(values, frame * mel.bands(), (frame + 1) * mel.bands());
            double[] gradient = gradient(filters, spectrum, wanted);
            double[] atZero = gradient(filters, new float[513], wanted);
            double largest = 0;
            for (double value : atZero) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int bin = 0; bin < 513; bin++) {
                assertThat(gradient[bin]).isGreaterThan(-1e-3 * largest);
                if (spectrum[bin] > 0) {
                    assertThat(gradient[bin]).isLessThan(1e-3 * largest);
                }
            }
        }
    }

    @Test
    void binsWithoutAFilterAreSilent() {
        // Given
        MelParameters mel = new MelParameters(20, MelScale.SLANEY, MelNorm.SLANEY, 1000, 4000, 2);
        MelFilterBank filters = new MelFilterBank(DEFAULTS, mel);
        MelSpectrogram target = filters.apply(new Stft(DEFAULTS).forward(DirectTransform.noise(4000, 33)));

        // When
        MagnitudeSpectrogram magnitudes = new MelInversion(DEFAULTS, mel).invert(target);

        // Then
        for (int bin = 0; bin < 513; bin++) {
            double hz = bin * 11_025.0 / 512;
            if (hz <= 1000 || hz >= 4000) {
                assertThat(magnitudes.values()[5 * 513 + bin]).isZero();
            } else {
                assertThat(magnitudes.values()[5 * 513 + bin]).isPositive();
            }
        }
    }

    @Test
    void oneFilterAndFiltersBetweenBinsAreNoSpecialCase() {
        // Given: 500 bands, most of the low ones without any bin
        MelParameters one = new MelParameters(1, MelScale.HTK, MelNorm.NONE, 0, 0, 1);
        MelParameters many = new MelParameters(500, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);
        float[] empty = new float[500];
        empty[0] = 1;

        // When
        MagnitudeSpectrogram first =
                new MelInversion(DEFAULTS, one).invert(new MelSpectrogram(1, 2, new float[] {3, 0}));
        MagnitudeSpectrogram second = new MelInversion(DEFAULTS, many).invert(new MelSpectrogram(500, 1, empty));

        // Then
        assertThat(relativeResidual(first, new MelSpectrogram(1, 2, new float[] {3, 0}), bank(one), 1))
                .isLessThan(1e-6);
        assertThat(bank(many).firstBin(0)).isEqualTo(bank(many).endBin(0));
        assertThat(Samples.peak(second.values())).as("120 dB below").isLessThan(2e-6);
    }

    @Test
    void musicSoundsAsItsMelAllowsWhereItIsGiven() throws IOException {
        // Given
        float[] samples;
        try (InputStream in = Files.newInputStream(Reference.shared("disco.wav"))) {
            samples = WavFile.read(in).mono();
        }
        MelParameters mel = MelParameters.defaults();
        ComplexSpectrogram spectrogram = new Stft(DEFAULTS).forward(samples);
        MelSpectrogram target = bank(mel).apply(spectrogram);

        // When
        MagnitudeSpectrogram magnitudes = new MelInversion(DEFAULTS, mel).invert(target);
        Retrieved retrieved = new PhaseRetrieval(DEFAULTS, PhaseSettings.of(PhaseMethod.PGHI_FGLA, 32))
                .retrieve(magnitudes, samples.length);

        // Then: a minimum-norm solution has 6.3 dB
        assertThat(relativeResidual(magnitudes, target, bank(mel), 2)).isLessThan(1e-5);
        assertThat(retrieved.spectralConvergenceDb()).isLessThan(-24);
        assertThat(LogSpectralDistance.decibels(
                        new Stft(DEFAULTS).forward(retrieved.samples()).power(), spectrogram.power(), 513))
                .isLessThan(6);
    }

    @Test
    void saysWhatIsNoMelSpectrogram() {
        // Given
        MelInversion inversion = new MelInversion(DEFAULTS, MelParameters.defaults());

        // Then
        assertThatThrownBy(() -> inversion.invert(new MelSpectrogram(64, 1, new float[64])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the mel spectrogram must have 128 bands, but has 64");
        for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] values = new float[256];
            values[130] = wrong;
            assertThatThrownBy(() -> inversion.invert(new MelSpectrogram(128, 2, values)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("mel values must be finite and not negative, but band 2 of frame 1 is " + wrong);
        }
        assertThat(inversion.invert(new MelSpectrogram(128, 0, new float[0])).frames())
                .isZero();
    }

    private static MelFilterBank bank(MelParameters mel) {
        return new MelFilterBank(DEFAULTS, mel);
    }

    private static double relativeResidual(
            MagnitudeSpectrogram magnitudes, MelSpectrogram target, MelFilterBank filters, double power) {
        double difference = 0;
        double energy = 0;
        for (int frame = 0; frame < target.frames(); frame++) {
            for (int band = 0; band < target.bands(); band++) {
                double sum = 0;
                for (int bin = 0; bin < magnitudes.bins(); bin++) {
                    sum += filters.weight(band, bin)
                            * Math.pow(magnitudes.values()[frame * magnitudes.bins() + bin], power);
                }
                double wanted = target.values()[frame * target.bands() + band];
                difference += (sum - wanted) * (sum - wanted);
                energy += wanted * wanted;
            }
        }
        return Math.sqrt(difference / energy);
    }

    /** {@code F'(F x - m)}. */
    private static double[] gradient(MelFilterBank filters, float[] spectrum, float[] values) {
        double[] gradient = new double[spectrum.length];
        for (int band = 0; band < values.length; band++) {
            double residual = -values[band];
            for (int bin = 0; bin < spectrum.length; bin++) {
                residual += (double) filters.weight(band, bin) * spectrum[bin];
            }
            for (int bin = 0; bin < spectrum.length; bin++) {
                gradient[bin] += filters.weight(band, bin) * residual;
            }
        }
        return gradient;
    }

    private static double squaredResidual(MelFilterBank filters, float[] spectrum, float[] values) {
        double sum = 0;
        for (int band = 0; band < values.length; band++) {
            double residual = -values[band];
            for (int bin = 0; bin < spectrum.length; bin++) {
                residual += (double) filters.weight(band, bin) * spectrum[bin];
            }
            sum += residual * residual;
        }
        return sum;
    }

    /** The least squared residual, by minimising over one bin after the other again and again. */
    private static double coordinateDescent(MelFilterBank filters, int bins, float[] values) {
        double[] spectrum = new double[bins];
        double[] residual = new double[values.length];
        for (int band = 0; band < values.length; band++) {
            residual[band] = values[band];
        }
        for (int round = 0; round < 20_000; round++) {
            for (int bin = 0; bin < bins; bin++) {
                double product = 0;
                double norm = 0;
                for (int band = 0; band < values.length; band++) {
                    product += filters.weight(band, bin) * residual[band];
                    norm += filters.weight(band, bin) * filters.weight(band, bin);
                }
                if (norm == 0) {
                    continue;
                }
                double next = Math.max(0, spectrum[bin] + product / norm);
                for (int band = 0; band < values.length; band++) {
                    residual[band] -= filters.weight(band, bin) * (next - spectrum[bin]);
                }
                spectrum[bin] = next;
            }
        }
        double sum = 0;
        for (double value : residual) {
            sum += value * value;
        }
        return sum;
    }
}
