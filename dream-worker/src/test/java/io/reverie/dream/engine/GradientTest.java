package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import io.reverie.audio.image.ImageChannel;
import io.reverie.audio.image.SeedTransform;
import io.reverie.network.FeatureKind;
import io.reverie.network.Standardisation;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gradient with respect to the gains, through mask, mel filters, log-mel features, roll, shift, masks,
 * standardisation and objective, against central differences of the same chain written out plainly in float64. Tolerance:
 * 1e-4 of the largest gradient, what float32 buffers leave.
 */
class GradientTest {

    private static final double TOLERANCE = 1e-4;
    private static final double DIFFERENCE = 1e-5;
    private static final int SEGMENT_FRAMES = 24;
    private static final int LABELS = 4;
    private static final StftParameters STFT = new StftParameters(8000, 128, 128, 32, true, PadMode.REFLECT);

    private static MelFilterBank filters(MelNorm norm) {
        return new MelFilterBank(STFT, mel(norm));
    }

    private static MelParameters mel(MelNorm norm) {
        return new MelParameters(16, MelScale.HTK, norm, 100, 3500, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARGIN", "LOGIT", "DIFFERENCE"})
    void agreesWithFiniteDifferencesForEveryObjective(ObjectiveKind kind) {
        assertGradient(new Chain(kind, new int[] {}, MelNorm.SLANEY, SEGMENT_FRAMES, regularisers(5, 2, 2, 0.2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"MARGIN", "LOGIT", "DIFFERENCE"})
    void agreesWhereOnlyNamedLabelsCount(ObjectiveKind kind) {
        assertGradient(new Chain(kind, new int[] {3, 0}, MelNorm.NONE, SEGMENT_FRAMES, regularisers(5, 2, 2, 0.2)));
    }

    /** Each regulariser by itself, and inputs shorter than a segment, whose frames are heard repeated. */
    @ParameterizedTest
    @CsvSource({"24,0,0,0", "24,9,0,0", "24,0,3,0", "24,0,0,3", "10,0,0,0", "7,9,3,2", "1,4,1,1"})
    void agreesForEachRegulariserAndLength(int frames, int roll, int shift, int masks) {
        assertGradient(new Chain(
                ObjectiveKind.MARGIN, new int[] {}, MelNorm.SLANEY, frames, regularisers(roll, shift, masks, 0.3)));
    }

    @Test
    void agreesForAnEnsembleWhoseNetworksHearTheirOwnDraws() {
        // Given two networks with statistics of their own
        Chain chain = new Chain(
                ObjectiveKind.MARGIN,
                new int[] {},
                MelNorm.SLANEY,
                SEGMENT_FRAMES,
                regularisers(5, 2, 2, 0.2),
                FeatureKind.LOG_MEL,
                FeatureKind.LOG_MEL);

        // Then the gradient is that of the mean of their objectives
        assertGradient(chain);
    }

    /** Through features of the STFT, where shifts and masks cover as much of the axis as with mel bands. */
    @ParameterizedTest
    @CsvSource({
        "LOG_STFT, 24, 0, 0, 0",
        "LOG_STFT, 24, 5, 2, 2",
        "LOG_STFT, 7, 9, 3, 2",
        "COMPRESSED_COMPLEX, 24, 0, 0, 0",
        "COMPRESSED_COMPLEX, 24, 5, 2, 2",
        "COMPRESSED_COMPLEX, 10, 9, 3, 2"
    })
    void agreesForFeaturesOfAnStft(FeatureKind features, int frames, int roll, int shift, int masks) {
        assertGradient(new Chain(
                ObjectiveKind.MARGIN,
                new int[] {},
                MelNorm.SLANEY,
                frames,
                regularisers(roll, shift, masks, 0.3),
                features));
    }

    @Test
    void agreesForAnEnsembleOverTransforms() {
        assertGradient(new Chain(
                ObjectiveKind.DIFFERENCE,
                new int[] {},
                MelNorm.SLANEY,
                SEGMENT_FRAMES,
                regularisers(5, 2, 2, 0.2),
                FeatureKind.LOG_STFT,
                FeatureKind.LOG_MEL,
                FeatureKind.COMPRESSED_COMPLEX,
                FeatureKind.LOG_MEL));
    }

    /** Through the projection onto what sound can have, of every kind of features. */
    @ParameterizedTest
    @CsvSource({
        "LOG_MEL, 24, 5, 2, 2",
        "LOG_MEL, 7, 0, 0, 0",
        "LOG_STFT, 12, 5, 2, 2",
        "COMPRESSED_COMPLEX, 12, 5, 2, 2"
    })
    void agreesForRealAndImaginaryParts(FeatureKind features, int frames, int roll, int shift, int masks) {
        assertGradient(new Chain(
                Way.STFT,
                ObjectiveKind.MARGIN,
                new int[] {},
                MelNorm.SLANEY,
                frames,
                regularisers(roll, shift, masks, 0.3),
                features));
    }

    @ParameterizedTest
    @CsvSource({
        "LOG_MEL, 24, 5, 2, 2",
        "LOG_MEL, 7, 0, 0, 0",
        "MEL, 24, 5, 2, 2",
        "MEL, 7, 0, 0, 0",
        "STFT_REAL, 24, 5, 2, 2",
        "STFT_COMPLEX, 24, 5, 2, 2"
    })
    void agreesForPictures(FeatureKind features, int frames, int roll, int shift, int masks) {
        assertGradient(new Chain(
                Way.IMAGE,
                ObjectiveKind.DIFFERENCE,
                new int[] {},
                MelNorm.SLANEY,
                frames,
                regularisers(roll, shift, masks, 0.3),
                features));
    }

    private static void assertGradient(Chain chain) {
        // When
        float[] gradient = chain.engineGradient();

        // Then
        double[] expected = chain.differences();
        double largest = 0;
        for (double value : expected) {
            largest = Double.isNaN(value) ? largest : Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isGreaterThan(1e-6);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i])) {
                continue;
            }
            assertThat((double) gradient[i])
                    .as("gain %d", i)
                    .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(TOLERANCE * largest));
        }
    }

    private static RegulariserSettings regularisers(int roll, int shift, int masks, double fraction) {
        return new RegulariserSettings(roll, shift, masks, fraction, 0, 0, 1, 5);
    }

    /** The same dream's one iteration twice: by the engine's classes, and written out plainly in float64. */
    private static final class Chain {

        private final MelFilterBank filters;
        private final FeatureKind[] kinds;
        private final MelNorm norm;
        private final int frames;
        private final int networks;
        private final Objective objective;
        private final ObjectiveKind kind;
        private final int[] against;
        private final RegulariserSettings regularisers;
        private final SmoothPlan[] plans;
        private final Standardisation[] standardisations;
        private final RegulariserDraw[] draws;
        private final ComplexSpectrogram input;
        private final DreamWay way;
        private final float[] state;

        Chain(ObjectiveKind kind, int[] against, MelNorm norm, int frames, RegulariserSettings regularisers) {
            this(kind, against, norm, frames, regularisers, FeatureKind.LOG_MEL);
        }

        Chain(
                ObjectiveKind kind,
                int[] against,
                MelNorm norm,
                int frames,
                RegulariserSettings regularisers,
                FeatureKind... kinds) {
            this(Way.MASK, kind, against, norm, frames, regularisers, kinds);
        }

        Chain(
                Way wayName,
                ObjectiveKind kind,
                int[] against,
                MelNorm norm,
                int frames,
                RegulariserSettings regularisers,
                FeatureKind... kinds) {
            this.kind = kind;
            this.filters = filters(norm);
            this.norm = norm;
            this.kinds = kinds;
            this.frames = frames;
            this.networks = kinds.length;
            this.regularisers = regularisers;
            this.objective = new LabelObjective(kind, 1, against, LABELS);
            this.against = against.length > 0 ? against : new int[] {0, 2, 3};
            this.plans = new SmoothPlan[networks];
            this.standardisations = new Standardisation[networks];
            this.draws = new RegulariserDraw[networks];
            Random random = new Random(3);
            Random drawn = Seeds.window(7, 0);
            for (int network = 0; network < networks; network++) {
                int lines = kinds[network].channels() * kinds[network].rows(STFT, mel(norm));
                plans[network] = new SmoothPlan(1, lines, SEGMENT_FRAMES, LABELS, 11 + network);
                standardisations[network] = standardisation(lines, random);
                draws[network] = new RegulariserDraw(regularisers, filters.bands(), SEGMENT_FRAMES);
                draws[network].next(drawn);
            }
            float[] values = new float[2 * filters.bins() * frames];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            this.input = new ComplexSpectrogram(filters.bins(), frames, values);
            this.way = way(wayName);
            this.state = start(random);
        }

        private DreamWay way(Way name) {
            MelGainMask mask = new MelGainMask(filters);
            return switch (name) {
                case MASK -> new MaskWay(mask);
                case STFT -> new StftWay(mask, STFT);
                case IMAGE -> kinds[0] == FeatureKind.LOG_MEL
                        ? new LogMelWay(filters)
                        : new PictureWay(
                                SeedTransform.valueOf(kinds[0].name()),
                                filters,
                                kinds[0].channels(),
                                ImageChannel.MEAN);
            };
        }

        /** Some state on the way of a dream; of a picture its beginning. */
        private float[] start(Random random) {
            float[] start = new float[way.valuesPerFrame() * frames];
            float[] image =
                    way instanceof PictureWay ? way.open(input).image().image().values() : null;
            for (int i = 0; i < start.length; i++) {
                int line = i % way.valuesPerFrame();
                start[i] = (float) (0.5 * random.nextGaussian());
                if (way instanceof StftWay) {
                    start[i] += input.values()[i];
                } else if (image != null) {
                    start[i] = image[line * frames + i / way.valuesPerFrame()];
                }
            }
            return start;
        }

        private Standardisation standardisation(int lines, Random random) {
            float[] mean = new float[lines];
            float[] deviation = new float[lines];
            for (int band = 0; band < mean.length; band++) {
                mean[band] = (float) random.nextGaussian();
                deviation[band] = (float) (0.5 + random.nextDouble());
            }
            return new Standardisation(mean, deviation);
        }

        float[] engineGradient() {
            DreamSettings settings = new DreamSettings(
                    Update.FREE, GradientScaling.NORMALIZED, 1, 0.05, regularisers, 6, Double.POSITIVE_INFINITY, 0);
            List<DreamingNetwork> dreaming = new ArrayList<>();
            for (int network = 0; network < networks; network++) {
                dreaming.add(new DreamingNetwork(
                        kinds[network].transform(STFT, mel(norm)), standardisations[network], batch -> null));
            }
            Hearing hearing = new Hearing(dreaming, filters.bands(), SEGMENT_FRAMES);
            WindowDream window = new WindowDream(way, hearing, SEGMENT_FRAMES, frames, settings);
            window.start(way.open(input), 0, Seeds.window(7, 0));
            if (!(way instanceof PictureWay)) {
                System.arraycopy(state, 0, window.canvas().state(), 0, state.length);
            }
            window.listen();
            float[] logits = new float[LABELS];
            float[] logitGradient = new float[LABELS];
            for (int network = 0; network < networks; network++) {
                float[] heard = new float[hearing.ear(network).size()];
                float[] gradient = new float[heard.length];
                window.hear(network, heard, 0);
                plans[network].forward(heard, logits);
                objective.value(logits, 0, 1.0 / networks, logitGradient);
                plans[network].inputGradient(logitGradient, gradient);
                window.feel(network, gradient, 0);
            }
            window.step();
            return gradient(window.canvas());
        }

        private float[] gradient(Canvas canvas) {
            if (canvas instanceof MaskCanvas masking) {
                return masking.gradient();
            }
            if (canvas instanceof StftCanvas stft) {
                return stft.gradient();
            }
            return canvas instanceof LogMelCanvas logMel ? logMel.gradient() : pictureGradient((PictureCanvas) canvas);
        }

        /** [frames, channels, rows]. */
        private float[] pictureGradient(PictureCanvas canvas) {
            int values = way.valuesPerFrame();
            int rows = values / kinds[0].channels();
            float[] gradient = new float[frames * values];
            for (int i = 0; i < gradient.length; i++) {
                int line = i % values;
                gradient[i] = canvas.gradient(line / rows)[i / values * rows + line % rows];
            }
            return gradient;
        }

        double[] differences() {
            double[] point = new double[state.length];
            for (int i = 0; i < point.length; i++) {
                point[i] = state[i];
            }
            double[] differences = new double[point.length];
            java.util.Arrays.fill(differences, Double.NaN);
            for (int i = 0; i < point.length; i += stride()) {
                double middle = point[i];
                point[i] = middle + DIFFERENCE;
                double above = value(point);
                point[i] = middle - DIFFERENCE;
                double below = value(point);
                point[i] = middle;
                differences[i] = (above - below) / (2 * DIFFERENCE);
            }
            return differences;
        }

        /** Not every value of an STFT or a picture, of which there are thousands. */
        private int stride() {
            return way instanceof StftWay || way instanceof PictureWay ? 13 : 1;
        }

        private double value(double[] point) {
            double sum = 0;
            for (int network = 0; network < networks; network++) {
                double[] heard = heard(features(kinds[network], point), network);
                double[] logits = new double[LABELS];
                for (int label = 0; label < LABELS; label++) {
                    logits[label] = plans[network].logit(label, heard);
                }
                sum += objective(logits) / networks;
            }
            return sum;
        }

        private double objective(double[] logits) {
            double exponentials = 0;
            double total = 0;
            for (int label : against) {
                exponentials += Math.exp(logits[label]);
                total += logits[label];
            }
            return switch (kind) {
                case LOGIT -> logits[1];
                case DIFFERENCE -> logits[1] - total / against.length;
                case MARGIN -> logits[1] - Math.log(exponentials);
                default -> throw new AssertionError(kind);
            };
        }

        /** Real and imaginary parts of the masked spectrogram, [frames][bins][2]. */
        private double[][][] masked(double[] point) {
            int bands = filters.bands();
            double[][][] masked = new double[frames][filters.bins()][2];
            for (int frame = 0; frame < frames; frame++) {
                for (int bin = 0; bin < filters.bins(); bin++) {
                    double weights = 0;
                    double nepers = 0;
                    for (int band = 0; band < bands; band++) {
                        weights += filters.weight(band, bin);
                        nepers += filters.weight(band, bin) * point[frame * bands + band];
                    }
                    double gain = weights == 0 ? 1 : Math.exp(nepers / weights);
                    for (int part = 0; part < 2; part++) {
                        masked[frame][bin][part] = gain * input.values()[2 * (frame * filters.bins() + bin) + part];
                    }
                }
            }
            return masked;
        }

        /** [channels · rows][frames of a segment]. */
        private double[][] features(FeatureKind features, double[] point) {
            if (way instanceof PictureWay) {
                return pixels(point);
            }
            if (way instanceof LogMelWay) {
                return logMel(changedMel(point));
            }
            double[][][] masked = way instanceof StftWay ? Projection.of(spectrum(point), STFT) : masked(point);
            return switch (features) {
                case LOG_MEL -> logMel(melPower(masked));
                case LOG_STFT -> ofStft(masked, 1, (part, value, power) -> Math.log(power + 1e-6));
                case COMPRESSED_COMPLEX -> ofStft(
                        masked, 2, (part, value, power) -> value * Math.pow(power + 1e-8, -0.35));
                default -> throw new AssertionError(features);
            };
        }

        private double[][] pixels(double[] point) {
            int values = way.valuesPerFrame();
            double[][] pixels = new double[values][SEGMENT_FRAMES];
            for (int line = 0; line < values; line++) {
                for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                    pixels[line][frame] = point[frame % frames * values + line];
                }
            }
            return pixels;
        }

        private double[][] changedMel(double[] point) {
            double[][] mel = melPower(spectrum(toDouble(input.values())));
            for (int band = 0; band < mel.length; band++) {
                for (int frame = 0; frame < frames; frame++) {
                    mel[band][frame] *= Math.exp(point[frame * mel.length + band]);
                }
            }
            return mel;
        }

        /** [frames][bins][2]. */
        private double[][][] spectrum(double[] values) {
            double[][][] spectrum = new double[frames][filters.bins()][2];
            for (int i = 0; i < values.length; i++) {
                spectrum[i / 2 / filters.bins()][i / 2 % filters.bins()][i % 2] = values[i];
            }
            return spectrum;
        }

        private static double[] toDouble(float[] values) {
            double[] copy = new double[values.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values[i];
            }
            return copy;
        }

        private double[][] ofStft(double[][][] masked, int channels, Compression compression) {
            int bins = filters.bins();
            double mean = 0;
            for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                for (double[] value : masked[frame % frames]) {
                    mean += (value[0] * value[0] + value[1] * value[1]) / bins / SEGMENT_FRAMES;
                }
            }
            double[][] features = new double[channels * bins][SEGMENT_FRAMES];
            for (int line = 0; line < features.length; line++) {
                for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                    double[] value = masked[frame % frames][line % bins];
                    features[line][frame] = compression.of(
                            line / bins,
                            value[line / bins] / Math.sqrt(mean),
                            (value[0] * value[0] + value[1] * value[1]) / mean);
                }
            }
            return features;
        }

        private double[][] melPower(double[][][] masked) {
            double[][] mel = new double[filters.bands()][frames];
            for (int frame = 0; frame < frames; frame++) {
                for (int bin = 0; bin < filters.bins(); bin++) {
                    double[] value = masked[frame][bin];
                    for (int band = 0; band < mel.length; band++) {
                        mel[band][frame] += filters.weight(band, bin) * (value[0] * value[0] + value[1] * value[1]);
                    }
                }
            }
            return mel;
        }

        private double[][] logMel(double[][] mel) {
            int bands = filters.bands();
            double mean = 0;
            double[] sums = new double[bands];
            for (int band = 0; band < bands; band++) {
                double undo = norm == MelNorm.SLANEY ? (filters.upperHz(band) - filters.lowerHz(band)) / 2 : 1;
                for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                    mean += undo * mel[band][frame % frames] / filters.bins() / SEGMENT_FRAMES;
                }
                for (int bin = 0; bin < filters.bins(); bin++) {
                    sums[band] += filters.weight(band, bin);
                }
            }
            double[][] features = new double[bands][SEGMENT_FRAMES];
            for (int band = 0; band < bands; band++) {
                double factor = sums[band] > 0 ? 1 / sums[band] : 0;
                for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                    features[band][frame] = Math.log(factor * mel[band][frame % frames] / mean + 1e-6);
                }
            }
            return features;
        }

        private double[] heard(double[][] features, int network) {
            RegulariserDraw draw = draws[network];
            int rows = kinds[network].rows(STFT, mel(norm));
            double[] heard = new double[features.length * SEGMENT_FRAMES];
            for (int line = 0; line < features.length; line++) {
                int row = line % rows;
                int shift = draw.shift() * (rows / filters.bands());
                int from = line - row + Math.max(0, Math.min(rows - 1, row - shift));
                for (int frame = 0; frame < SEGMENT_FRAMES; frame++) {
                    if (draw.maskedBand(row * filters.bands() / rows) || draw.maskedFrame(frame)) {
                        continue;
                    }
                    int fromFrame = Math.floorMod(frame - draw.roll(), SEGMENT_FRAMES);
                    heard[line * SEGMENT_FRAMES + frame] = (features[from][fromFrame]
                                    - standardisations[network].mean()[line])
                            / standardisations[network].deviation()[line];
                }
            }
            return heard;
        }
    }

    /** {@code STFT(iSTFT(X))} of frames without padding, by direct transforms in float64. */
    private static final class Projection {

        static double[][][] of(double[][][] spectrum, StftParameters parameters) {
            int size = parameters.nFft();
            int hop = parameters.hop();
            double[] window = new double[size];
            for (int i = 0; i < size; i++) {
                window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
            }
            double[] signal = new double[(spectrum.length - 1) * hop + size];
            double[] weights = new double[signal.length];
            for (int frame = 0; frame < spectrum.length; frame++) {
                for (int i = 0; i < size; i++) {
                    double sum = 0;
                    for (int bin = 0; bin < spectrum[frame].length; bin++) {
                        double times = bin == 0 || bin == size / 2 ? 1 : 2;
                        sum += times * spectrum[frame][bin][0] * COSINES[bin * i % size];
                        sum -= times * spectrum[frame][bin][1] * SINES[bin * i % size];
                    }
                    signal[frame * hop + i] += window[i] * sum / size;
                    weights[frame * hop + i] += window[i] * window[i];
                }
            }
            double[][][] projected = new double[spectrum.length][spectrum[0].length][2];
            for (int frame = 0; frame < spectrum.length; frame++) {
                for (int i = 0; i < size; i++) {
                    double weight = weights[frame * hop + i];
                    double value = weight < 1e-11 ? 0 : window[i] * signal[frame * hop + i] / weight;
                    for (int bin = 0; bin < spectrum[frame].length; bin++) {
                        projected[frame][bin][0] += value * COSINES[bin * i % size];
                        projected[frame][bin][1] -= value * SINES[bin * i % size];
                    }
                }
            }
            return projected;
        }

        private static final double[] COSINES = table(Math::cos);
        private static final double[] SINES = table(Math::sin);

        private static double[] table(java.util.function.DoubleUnaryOperator function) {
            double[] table = new double[STFT.nFft()];
            for (int i = 0; i < table.length; i++) {
                table[i] = function.applyAsDouble(2 * Math.PI * i / table.length);
            }
            return table;
        }
    }

    private interface Compression {
        double of(int part, double value, double power);
    }
}
