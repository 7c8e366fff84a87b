package io.reverie.network;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** All features against their definitions, written out in double precision on arrays of another order. */
class FeatureTransformTest {
    private static final StftParameters STFT = new StftParameters(8000, 64, 64, 32, true, PadMode.REFLECT);
    private static final MelParameters MEL = Networks.mel(12);
    private static final int FRAMES = 9;
    private static final int FIRST = 2;
    private static final int STORED = 14;

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void forwardIsTheDefinition(FeatureKind kind) {
        // Given
        float[] source = source(kind);
        FeatureTransform transform = kind.transform(STFT, MEL);
        int size = transform.shape().size(FRAMES);
        float[] features = new float[size + 5];

        // When
        transform.forward(source, FIRST, FRAMES, features, 5);

        // Then
        assertThat(transform.kind()).isEqualTo(kind);
        assertThat(size).isEqualTo(kind.channels() * kind.rows(STFT, MEL) * FRAMES);
        assertThat(transform.shape().channels()).isEqualTo(kind.channels());
        assertThat(transform.shape().rows()).isEqualTo(kind.rows(STFT, MEL));
        assertThat(Arrays.copyOf(features, 5)).containsOnly(0);
        double[] expected = definition(kind, doubles(source));
        for (int index = 0; index < size; index++) {
            assertThat((double) features[5 + index])
                    .isCloseTo(expected[index], within(1e-6 * Math.max(1, Math.abs(expected[index]))));
        }
    }

    /** Central differences in float64, 1e-4 relative. */
    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void gradientEqualsFiniteDifferences(FeatureKind kind) {
        // Given an objective that weights every feature
        float[] source = source(kind);
        FeatureTransform transform = kind.transform(STFT, MEL);
        float[] weights = Networks.noise(transform.shape().size(FRAMES), 9);

        // When
        float[] gradient = new float[source.length];
        transform.backward(source, FIRST, FRAMES, weights, 0, gradient);

        // Then at the extremes, at both ends and anywhere in the segment; and none outside
        int start = FIRST * transform.shape().valuesPerFrame();
        int end = start + FRAMES * transform.shape().valuesPerFrame();
        double largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] changed = doubles(source);
        for (int index : probes(source, start, end)) {
            double step = 1e-6 * Math.abs(source[index]);
            changed[index] = source[index] + step;
            double above = weighted(definition(kind, changed), weights);
            changed[index] = source[index] - step;
            double below = weighted(definition(kind, changed), weights);
            changed[index] = source[index];
            double expected = (above - below) / (2 * step);
            assertThat((double) gradient[index])
                    .as("value %d", index)
                    .isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-6 * largest));
        }
        for (int index = 0; index < source.length; index++) {
            if (index < start || index >= end) {
                assertThat(gradient[index]).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void gradientsAreAdded(FeatureKind kind) {
        // Given
        float[] source = source(kind);
        FeatureTransform transform = kind.transform(STFT, MEL);
        float[] weights = Networks.noise(transform.shape().size(FRAMES), 9);
        float[] once = new float[source.length];
        float[] twice = new float[source.length];

        // When
        transform.backward(source, 0, FRAMES, weights, 0, once);
        transform.backward(source, 0, FRAMES, weights, 0, twice);
        transform.backward(source, 0, FRAMES, weights, 0, twice);

        // Then
        for (int index = 0; index < once.length; index++) {
            assertThat(twice[index]).isCloseTo(2 * once[index], within(1e-4f * (1 + Math.abs(once[index]))));
        }
    }

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void theGainOfTheRecordingDoesNotMatter(FeatureKind kind) {
        // Given the same recording 40 dB quieter
        float[] source = source(kind);
        float factor = kind.source() == SpectrogramKind.MEL ? 1e-4f : 1e-2f;
        float[] quiet = source.clone();
        for (int index = 0; index < quiet.length; index++) {
            quiet[index] *= factor;
        }
        FeatureTransform transform = kind.transform(STFT, MEL);
        float[] features = new float[transform.shape().size(FRAMES)];
        float[] ofQuiet = new float[features.length];

        // When
        transform.forward(source, 0, FRAMES, features, 0);
        transform.forward(quiet, 0, FRAMES, ofQuiet, 0);

        // Then
        assertThat(ofQuiet).usingComparatorWithPrecision(1e-4f).containsExactly(features);
    }

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void silenceAndConstantSegmentsAreFiniteAndSoAreTheirGradients(FeatureKind kind) {
        FeatureTransform transform = kind.transform(STFT, MEL);
        int length = FRAMES * transform.shape().valuesPerFrame();
        float[] weights = Networks.noise(transform.shape().size(FRAMES), 1);
        for (float value : new float[] {0, Float.MIN_VALUE, 1e-15f, 0.3f, 1e15f}) {
            // Given
            float[] source = new float[length];
            Arrays.fill(source, value);
            float[] features = new float[weights.length];
            float[] gradient = new float[length];

            // When
            transform.forward(source, 0, FRAMES, features, 0);
            transform.backward(source, 0, FRAMES, weights, 0, gradient);

            // Then
            for (float feature : features) {
                assertThat(feature).isFinite();
            }
            for (float part : gradient) {
                assertThat(part).isFinite();
            }
        }
    }

    @Test
    void areFoundByTheNamesOfTheContract() {
        assertThat(Arrays.stream(FeatureKind.values()).map(FeatureKind::text))
                .containsExactly("log-mel", "log-stft", "compressed-complex", "mel", "stft-real", "stft-complex");
        assertThat(FeatureKind.named("stft-real")).isEqualTo(FeatureKind.STFT_REAL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureKind.named("STFT"))
                .withMessageContaining("log-mel, log-stft, compressed-complex, mel, stft-real, stft-complex");
    }

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void refuseWhatDoesNotFit(FeatureKind kind) {
        // Given
        FeatureTransform transform = kind.transform(STFT, MEL);
        float[] source = source(kind);
        float[] features = new float[transform.shape().size(FRAMES)];

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transform.forward(source, STORED - FRAMES + 1, FRAMES, features, 0))
                .withMessageContaining("firstFrame");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transform.forward(source, 0, 0, features, 0))
                .withMessageContaining("frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transform.forward(source, 0, FRAMES, features, 1))
                .withMessageContaining("features");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transform.backward(source, 0, FRAMES, features, 0, new float[5]))
                .withMessageContaining("sourceGradient");
    }

    @ParameterizedTest
    @EnumSource(
            value = FeatureKind.class,
            names = {"LOG_MEL", "MEL"})
    void refuseMelMagnitudes(FeatureKind kind) {
        // Given
        MelParameters magnitude = new MelParameters(12, MelScale.HTK, MelNorm.SLANEY, 0, 0, 1);

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kind.transform(STFT, magnitude))
                .withMessageContaining("mel.power")
                .withMessageContaining(kind.text());
    }

    /** Features [channels, rows, frames] of the segment from FIRST on. */
    private static double[] definition(FeatureKind kind, double[] source) {
        if (kind.source() == SpectrogramKind.MEL) {
            double[][] mel = part(source, MEL.bands(), 1, 0);
            return flat(kind == FeatureKind.MEL ? scaled(mel) : logMel(mel));
        }
        double[][] real = part(source, STFT.bins(), 2, 0);
        double[][] imaginary = part(source, STFT.bins(), 2, 1);
        double meanPower = 0;
        for (int bin = 0; bin < real.length; bin++) {
            for (int frame = 0; frame < FRAMES; frame++) {
                meanPower +=
                        (Math.pow(real[bin][frame], 2) + Math.pow(imaginary[bin][frame], 2)) / (real.length * FRAMES);
            }
        }
        double[][] first = new double[real.length][FRAMES];
        double[][] second = new double[real.length][FRAMES];
        for (int bin = 0; bin < real.length; bin++) {
            for (int frame = 0; frame < FRAMES; frame++) {
                double power = (Math.pow(real[bin][frame], 2) + Math.pow(imaginary[bin][frame], 2)) / meanPower;
                if (kind == FeatureKind.LOG_STFT) {
                    first[bin][frame] = Math.log(power + 1e-6);
                } else {
                    double scale = Math.pow(power + 1e-8, -0.35) / Math.sqrt(meanPower);
                    first[bin][frame] = real[bin][frame] * scale;
                    second[bin][frame] = imaginary[bin][frame] * scale;
                }
            }
        }
        return switch (kind) {
            case LOG_STFT -> flat(first);
            case COMPRESSED_COMPLEX -> flat(first, second);
            case STFT_REAL -> flat(scaled(real));
            case STFT_COMPLEX -> flat(scaled(real), scaled(imaginary));
            default -> throw new IllegalArgumentException(kind.text());
        };
    }

    private static double[][] logMel(double[][] mel) {
        MelFilterBank filters = new MelFilterBank(STFT, MEL);
        double meanPower = 0;
        for (int band = 0; band < mel.length; band++) {
            for (double value : mel[band]) {
                meanPower +=
                        value * (filters.upperHz(band) - filters.lowerHz(band)) / 2 / STFT.bins() / mel[band].length;
            }
        }
        double[][] features = new double[mel.length][FRAMES];
        for (int band = 0; band < mel.length; band++) {
            double area = 0;
            for (int bin = 0; bin < STFT.bins(); bin++) {
                area += filters.weight(band, bin);
            }
            for (int frame = 0; frame < FRAMES; frame++) {
                features[band][frame] = Math.log(mel[band][frame] / area / meanPower + 1e-6);
            }
        }
        return features;
    }

    private static double[][] scaled(double[][] values) {
        double smallest =
                Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElseThrow();
        double largest =
                Arrays.stream(values).flatMapToDouble(Arrays::stream).max().orElseThrow();
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row)
                        .map(value -> (value - smallest) / (largest - smallest))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The segment as [rows][frames]. */
    private static double[][] part(double[] source, int rows, int parts, int part) {
        double[][] values = new double[rows][FRAMES];
        for (int row = 0; row < rows; row++) {
            for (int frame = 0; frame < FRAMES; frame++) {
                values[row][frame] = source[parts * ((FIRST + frame) * rows + row) + part];
            }
        }
        return values;
    }

    private static double[] flat(double[][]... channels) {
        return Arrays.stream(channels)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static Set<Integer> probes(float[] source, int start, int end) {
        Set<Integer> probes = new LinkedHashSet<>();
        for (int parity = 0; parity < 2; parity++) {
            int smallest = start + parity;
            int largest = start + parity;
            for (int index = start + parity; index < end; index += 2) {
                smallest = source[index] < source[smallest] ? index : smallest;
                largest = source[index] > source[largest] ? index : largest;
            }
            probes.add(smallest);
            probes.add(largest);
        }
        probes.add(start);
        probes.add(end - 1);
        Random random = new Random(5);
        for (int probe = 0; probe < 60; probe++) {
            probes.add(start + random.nextInt(end - start));
        }
        return probes;
    }

    private static float[] source(FeatureKind kind) {
        if (kind.source() == SpectrogramKind.STFT) {
            return Networks.noise(2 * STFT.bins() * STORED, 3);
        }
        float[] mel = Networks.noise(MEL.bands() * STORED, 4);
        for (int index = 0; index < mel.length; index++) {
            mel[index] *= mel[index];
        }
        return mel;
    }

    private static double weighted(double[] features, float[] weights) {
        double sum = 0;
        for (int index = 0; index < weights.length; index++) {
            sum += features[index] * weights[index];
        }
        return sum;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            doubles[index] = values[index];
        }
        return doubles;
    }
}
