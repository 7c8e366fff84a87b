package io.reverie.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.stream.Stream;

import io.reverie.audio.file.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MelFilterBankTest {

    /** Of the largest value. */
    private static final double TOLERANCE = 1e-4;

    private final StftParameters stftParameters = StftParameters.defaults();
    private final Stft stft = new Stft(stftParameters);
    private final MelFilterBank filterBank = new MelFilterBank(stftParameters, MelParameters.defaults());

    static Stream<MelParameters> otherParameters() {
        return Stream.of(
                new MelParameters(40, MelScale.SLANEY, MelNorm.NONE, 0, 0, 1),
                new MelParameters(64, MelScale.SLANEY, MelNorm.SLANEY, 100, 8000, 2),
                new MelParameters(17, MelScale.HTK, MelNorm.NONE, 300, 5000, 1.5),
                new MelParameters(1, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2));
    }

    @Test
    void agreesWithTorchaudioOnASweep() {
        // When
        MelSpectrogram mel = filterBank.apply(stft.forward(Reference.sweep()));

        // Then
        assertThat(mel.bands()).isEqualTo(128);
        assertThat(mel.frames()).isEqualTo(259);
        assertThat(Reference.largestError(
                        mel.values(), 128, Reference.sweepFrames(), Reference.resource("sweep.mel.npy")))
                .isLessThan(TOLERANCE);
    }

    @Test
    void agreesWithTorchaudioOnNoise() {
        // When
        MelSpectrogram start = filterBank.apply(
                stft.forward(Reference.resource("noise-start.samples.npy").floats()));
        MelSpectrogram end = filterBank.apply(
                stft.forward(Reference.resource("noise-end.samples.npy").floats()));

        // Then
        assertThat(Reference.largestError(
                        start.values(), 128, Reference.everySecond(0, 8), Reference.resource("noise-start.mel.npy")))
                .isLessThan(TOLERANCE);
        assertThat(Reference.largestError(
                        end.values(), 128, Reference.everySecond(3, 7), Reference.resource("noise-end.mel.npy")))
                .isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "noise", "disco"})
    void agreesWithTorchaudioOnWholeFilesWhereTheyAreGiven(String name) throws IOException {
        // Given: [bands, frames] in Fortran order, as a transposed array is written
        float[] samples;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".wav"))) {
            samples = WavFile.read(in).mono();
        }
        NpyArray reference;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".mel.npy"))) {
            reference = NpyFile.read(in);
        }
        assertThat(reference.fortranOrder()).isTrue();

        // When
        MelSpectrogram mel = filterBank.apply(stft.forward(samples));

        // Then
        assertThat(Reference.largestError(mel.values(), reference.doubles())).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void agreesWithTheDefinitionForOtherParameters(MelParameters parameters) {
        // Given
        ComplexSpectrogram spectrogram = stft.forward(DirectTransform.noise(2000, 1));

        // When
        MelSpectrogram mel = new MelFilterBank(stftParameters, parameters).apply(spectrogram);

        // Then
        double[] expected = new double[mel.values().length];
        for (int frame = 0; frame < mel.frames(); frame++) {
            for (int bin = 0; bin < 513; bin++) {
                int at = 2 * (frame * 513 + bin);
                double magnitude =
                        Math.hypot(spectrogram.values()[at], spectrogram.values()[at + 1]);
                for (int band = 0; band < mel.bands(); band++) {
                    expected[frame * mel.bands() + band] +=
                            Math.pow(magnitude, parameters.power()) * definedWeight(parameters, band, bin);
                }
            }
        }
        assertThat(Reference.largestError(mel.values(), expected)).isLessThan(1e-6);
    }

    @Test
    void slaneysScaleIsThatOfLibrosa() {
        // Given: some of librosa.mel_frequencies(n_mels=40, fmin=0, fmax=11025)
        MelFilterBank slaney =
                new MelFilterBank(stftParameters, new MelParameters(38, MelScale.SLANEY, MelNorm.NONE, 0, 0, 2));

        // Then
        assertThat(slaney.lowerHz(0)).isZero();
        assertThat(slaney.lowerHz(1)).isEqualTo(85.317, within(1e-3));
        assertThat(slaney.centreHz(10)).isEqualTo(938.49, within(1e-2));
        assertThat(slaney.centreHz(11)).isEqualTo(1024.856, within(1e-3));
        assertThat(slaney.lowerHz(25)).isEqualTo(3216.731, within(1e-3));
        assertThat(slaney.centreHz(37)).isEqualTo(10_096.408, within(1e-3));
        assertThat(slaney.upperHz(37)).isEqualTo(11_025, within(1e-6));
    }

    @Test
    void filtersAreKeptFromTheirFirstToTheirLastBin() {
        for (int band = 0; band < filterBank.bands(); band++) {
            int first = filterBank.firstBin(band);
            int end = filterBank.endBin(band);
            assertThat(first).isBetween(0, 512);
            assertThat(end).isBetween(first, 513);
            for (int bin = 0; bin < filterBank.bins(); bin++) {
                boolean inside = bin >= first && bin < end;
                assertThat(filterBank.weight(band, bin) > 0).isEqualTo(inside);
            }
        }
    }

    @Test
    void aFilterBetweenTwoBinsIsEmpty() {
        // Given: more bands than there are bins in the lowest octaves
        MelFilterBank fine =
                new MelFilterBank(stftParameters, new MelParameters(512, MelScale.HTK, MelNorm.NONE, 0, 0, 2));

        // When
        int empty = 0;
        while (fine.firstBin(empty) < fine.endBin(empty)) {
            empty++;
        }

        // Then
        assertThat(fine.firstBin(empty) * 22_050.0 / 1024).isEqualTo(fine.centreHz(empty), within(22_050.0 / 1024));
        assertThat(fine.apply(stft.forward(DirectTransform.noise(1000, 1))).values()[empty])
                .isZero();
    }

    @Test
    void trianglesWithoutNormSumToOneBetweenTheFirstAndTheLastCentre() {
        // Given
        MelFilterBank plain =
                new MelFilterBank(stftParameters, new MelParameters(128, MelScale.HTK, MelNorm.NONE, 0, 0, 2));

        // Then
        for (int bin = 0; bin < plain.bins(); bin++) {
            double hz = bin * stftParameters.binHz();
            if (hz >= plain.centreHz(0) && hz <= plain.centreHz(127)) {
                double sum = 0;
                for (int band = 0; band < 128; band++) {
                    sum += plain.weight(band, bin);
                }
                assertThat(sum).isEqualTo(1, within(1e-6));
            }
        }
    }

    @Test
    void refusesEdgesAboveNyquistAndOtherSpectrograms() {
        assertThatThrownBy(() -> new MelFilterBank(
                        stftParameters, new MelParameters(128, MelScale.HTK, MelNorm.SLANEY, 0, 11_026, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("maxHz must be");
        assertThatThrownBy(() -> new MelFilterBank(
                        stftParameters, new MelParameters(128, MelScale.HTK, MelNorm.SLANEY, 11_025, 0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("minHz must be");
        assertThatThrownBy(() -> filterBank.apply(new ComplexSpectrogram(3, 1, new float[6])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("513 bins");
    }

    /** torchaudio.functional.melscale_fbanks, in double precision. */
    private static double definedWeight(MelParameters parameters, int band, int bin) {
        double maxHz = parameters.maxHz() == 0 ? 11_025 : parameters.maxHz();
        double lowest = mel(parameters.scale(), parameters.minHz());
        double step = (mel(parameters.scale(), maxHz) - lowest) / (parameters.bands() + 1);
        double lower = hz(parameters.scale(), lowest + step * band);
        double centre = hz(parameters.scale(), lowest + step * (band + 1));
        double upper = hz(parameters.scale(), lowest + step * (band + 2));
        double frequency = bin * 11_025.0 / 512;
        double weight =
                Math.max(0, Math.min((frequency - lower) / (centre - lower), (upper - frequency) / (upper - centre)));
        return parameters.norm() == MelNorm.SLANEY ? weight * 2 / (upper - lower) : weight;
    }

    private static double mel(MelScale scale, double hz) {
        if (scale == MelScale.HTK) {
            return 2595 * Math.log10(1 + hz / 700);
        }
        return hz < 1000 ? 3 * hz / 200 : 15 + 27 * Math.log(hz / 1000) / Math.log(6.4);
    }

    private static double hz(MelScale scale, double mel) {
        if (scale == MelScale.HTK) {
            return 700 * (Math.pow(10, mel / 2595) - 1);
        }
        return mel < 15 ? 200 * mel / 3 : 1000 * Math.pow(6.4, (mel - 15) / 27);
    }
}
