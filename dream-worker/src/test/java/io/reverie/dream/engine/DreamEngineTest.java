package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import io.reverie.network.LogMel;
import io.reverie.network.Standardisation;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The engine with a smooth network of its own. */
class DreamEngineTest {

    private static final int SEGMENT_FRAMES = 80;
    private static final int LABELS = 3;
    private static final StftParameters STFT = new StftParameters(8000, 128, 128, 32, true, PadMode.REFLECT);
    private static final MelParameters MEL = new MelParameters(16, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);
    private static final RegulariserSettings REGULARISERS = new RegulariserSettings(10, 1, 1, 0.1, 1, 1, 1, 5);

    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final Objective MARGIN = new LabelObjective(ObjectiveKind.MARGIN, 1, new int[] {}, LABELS);

    private final MelGainMask mask = new MelGainMask(new MelFilterBank(STFT, MEL));
    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 80, 81, 333})
    void raisesTheObjectiveOfRecordingsOfAnyLength(int frames) {
        // Given no roll, shift or masks, which a network that is not used to them need not like
        DreamSettings settings = new DreamSettings(
                Update.FREE,
                GradientScaling.NORMALIZED,
                20,
                0.05,
                new RegulariserSettings(0, 0, 0, 0, 0, 0, 1, 5),
                2,
                NEVER,
                0);

        // When
        Dreamed dreamed = dream(noise(frames, 1), settings, 0, recorder);

        // Then in every window, from the first row to the last
        assertThat(dreamed.state()).hasSize(frames * mask.bands());
        int windows = DreamEngine.schedule(frames, SEGMENT_FRAMES).count();
        for (int window = 0; window < windows; window++) {
            List<double[]> rows = rows(dreamed, window);
            assertThat(rows).extracting(row -> (int) row[1]).containsExactly(0, 5, 10, 15, 20);
            assertThat(rows.get(4)[2]).isGreaterThan(rows.get(0)[2] + 0.1);
            assertThat(rows.get(0)[3]).isZero();
            assertThat(rows.get(4)[3]).isPositive();
            assertThat(rows.get(4)[4] + rows.get(4)[5] + rows.get(4)[6])
                    .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void givesTheSameBytesForTheSameSeedAndOthersForAnother() {
        // Given windows in a batch and a rest
        ComplexSpectrogram input = noise(333, 1);

        // When
        float[] gains = dream(2, input, settings(Update.FREE, 6), 0, recorder).state();

        // Then reports or their absence change nothing
        assertThat(dream(2, input, settings(Update.FREE, 6), 0, new Silent()).state())
                .containsExactly(gains);
        assertThat(dream(2, input, settings(Update.FREE, 6), 1, recorder).state())
                .isNotEqualTo(gains);
    }

    @ParameterizedTest
    @EnumSource(Update.class)
    void keepsEachBinOnTheSideThatTheUpdateAllows(Update update) {
        // Given a recording with a loud and a soft half
        ComplexSpectrogram input = noise(200, 1);
        for (int i = 0; i < input.values().length / 2; i++) {
            input.values()[i] *= 0.01f;
        }

        // When
        float[] gains = dream(input, settings(update, 40), 0, recorder).state();

        // Then
        float[] factors = new float[mask.bins()];
        float lowest = 1;
        float highest = 1;
        for (int frame = 0; frame < 200; frame++) {
            mask.factors(gains, frame, factors);
            for (float factor : factors) {
                lowest = Math.min(lowest, factor);
                highest = Math.max(highest, factor);
            }
        }
        assertThat(lowest < 1).isEqualTo(update != Update.ADDITIVE);
        assertThat(highest > 1).isEqualTo(update != Update.SUBTRACTIVE);
        if (update == Update.ADDITIVE) {
            double rise = 10 * Math.log10(mask.apply(input, gains).meanPower() / input.meanPower());
            assertThat(rise).isBetween(0.5, 2 + 1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(Update.class)
    void keepsEachBinOfAnStftOnTheSideThatTheUpdateAllows(Update update) {
        // Given
        ComplexSpectrogram input = noise(200, 1);

        // When
        float[] state = stftEngine()
                .dream(List.of(item(1, input, 0, recorder)), settings(update, 20))
                .get(0)
                .orThrow()
                .state();

        // Then in every bin, though windows are joined and additive dreams turned down to the cap
        float[] before = input.power();
        float[] after = new ComplexSpectrogram(input.bins(), input.frames(), state).power();
        double lowest = 1;
        double highest = 1;
        for (int i = 0; i < before.length; i++) {
            lowest = Math.min(lowest, after[i] / before[i]);
            highest = Math.max(highest, after[i] / before[i]);
        }
        assertThat(lowest < 1 - 1e-5).isEqualTo(update != Update.ADDITIVE);
        assertThat(highest > 1 + 1e-5).isEqualTo(update != Update.SUBTRACTIVE);
        if (update == Update.ADDITIVE) {
            double rise = 10
                    * Math.log10(new ComplexSpectrogram(input.bins(), input.frames(), state).meanPower()
                            / input.meanPower());
            assertThat(rise).isBetween(0.1, 2 + 1e-4);
        }
    }

    @Test
    void dreamsSeveralRecordingsTogetherAsEachByItself() {
        // Given recordings of different lengths, one of which is silent
        List<ComplexSpectrogram> inputs = List.of(
                noise(90, 1),
                new ComplexSpectrogram(mask.bins(), 40, new float[2 * mask.bins() * 40]),
                noise(30, 3),
                noise(200, 4));
        List<DreamItem> items = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            items.add(item(1, inputs.get(i), i, new Silent()));
        }

        // When
        List<Dreamed> together = engine(1).dream(items, settings(Update.FREE, 6));

        // Then
        for (int i = 0; i < inputs.size(); i++) {
            if (i == 1) {
                assertThat(together.get(i).failure()).isInstanceOf(NoGradientException.class);
                continue;
            }
            Dreamed alone = dream(inputs.get(i), settings(Update.FREE, 6), i, new Silent());
            assertThat(together.get(i).state()).containsExactly(alone.state());
            assertThat(together.get(i).trajectory()).hasSameSizeAs(alone.trajectory());
        }
    }

    @Test
    void endsOneDreamOfABatchAndNoOtherOne() {
        // Given
        DreamListener cancelled = new Silent() {
            @Override
            public void beforeIteration() {
                throw new CancellationException();
            }
        };

        // When
        List<Dreamed> dreams = engine(1)
                .dream(
                        List.of(item(1, noise(90, 1), 0, cancelled), item(1, noise(90, 1), 0, new Silent())),
                        settings(Update.FREE, 6));

        // Then
        assertThatThrownBy(() -> dreams.get(0).orThrow()).isInstanceOf(CancellationException.class);
        assertThat(dreams.get(1).orThrow().state())
                .containsExactly(dream(noise(90, 1), settings(Update.FREE, 6), 0, new Silent())
                        .state());
    }

    @Test
    void keepsSnapshotsOfTheGains() {
        // Given
        DreamSettings settings =
                new DreamSettings(Update.FREE, GradientScaling.NORMALIZED, 7, 0.05, REGULARISERS, 2, NEVER, 3);

        // When
        Dreamed dreamed = dream(noise(100, 1), settings, 0, recorder);
        Dreamed six = dream(noise(100, 1), settings(Update.FREE, 6), 0, recorder);

        // Then after 3 and after 6 iterations
        assertThat(dreamed.snapshots()).hasSize(2);
        assertThat(dreamed.snapshots().get(1)).containsExactly(six.state());
    }

    @Test
    void reportsIterationsOfAllWindows() {
        // When two windows, one batch
        dream(noise(90, 1), settings(Update.FREE, 3), 0, recorder);

        // Then
        assertThat(recorder.reports).extracting(DreamReport::iteration).containsExactly(0, 2, 4, 6);
        assertThat(recorder.reports)
                .allSatisfy(report -> assertThat(report.of()).isEqualTo(6));
        assertThat(recorder.reports.get(3).probabilities()).hasSize(LABELS);
    }

    @Test
    void stopsWhereTheListenerSaysSo() {
        // Given a listener that ends the dream before the third iteration
        DreamListener impatient = new Silent() {
            private int iterations;

            @Override
            public void beforeIteration() {
                if (++iterations == 3) {
                    throw new CancellationException();
                }
            }
        };

        // Then
        assertThatThrownBy(() -> dream(noise(90, 1), settings(Update.FREE, 30), 0, impatient))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void refusesSilenceAndNotANumber() {
        ComplexSpectrogram silence = new ComplexSpectrogram(mask.bins(), 90, new float[2 * mask.bins() * 90]);
        assertThatThrownBy(() -> dream(silence, settings(Update.FREE, 3), 0, recorder))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("zero");
        ComplexSpectrogram broken = noise(90, 1);
        broken.values()[200] = Float.NaN;
        assertThatThrownBy(() -> dream(broken, settings(Update.FREE, 3), 0, recorder))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("not finite");
    }

    @Test
    void settingsNameWhatIsAllowed() {
        assertThatThrownBy(() -> settings(Update.FREE, 0)).hasMessage("iterations must be 1 to 10000, but is 0");
        assertThatThrownBy(() -> new DreamSettings(Update.FREE, GradientScaling.RAW, 1, 0, REGULARISERS, 2, NEVER, 3))
                .hasMessageContaining("step must be above 0");
    }

    private DreamEngine stftEngine() {
        return engine(new StftWay(mask, STFT), 1);
    }

    private DreamEngine engine(int networks) {
        return engine(new MaskWay(mask), networks);
    }

    private static DreamEngine engine(DreamWay way, int networks) {
        List<DreamingNetwork> dreaming = new ArrayList<>();
        for (int network = 0; network < networks; network++) {
            long seed = 20 + network;
            float[] deviation = new float[MEL.bands()];
            java.util.Arrays.fill(deviation, 1.5f);
            dreaming.add(new DreamingNetwork(
                    new LogMel(STFT, MEL),
                    new Standardisation(new float[MEL.bands()], deviation),
                    batch -> new SmoothPlan(batch, MEL.bands(), SEGMENT_FRAMES, LABELS, seed)));
        }
        return new DreamEngine(way, SEGMENT_FRAMES, dreaming, 4);
    }

    private Dreamed dream(ComplexSpectrogram input, DreamSettings settings, long seed, DreamListener listener) {
        return dream(1, input, settings, seed, listener);
    }

    private Dreamed dream(
            int networks, ComplexSpectrogram input, DreamSettings settings, long seed, DreamListener listener) {
        return engine(networks)
                .dream(List.of(item(networks, input, seed, listener)), settings)
                .get(0)
                .orThrow();
    }

    private static DreamItem item(int networks, ComplexSpectrogram input, long seed, DreamListener listener) {
        return new DreamItem(input, Collections.nCopies(networks, MARGIN), seed, listener);
    }

    private static DreamSettings settings(Update update, int iterations) {
        return new DreamSettings(update, GradientScaling.NORMALIZED, iterations, 0.05, REGULARISERS, 2, NEVER, 0);
    }

    private ComplexSpectrogram noise(int frames, long seed) {
        Random random = new Random(seed);
        float[] values = new float[2 * mask.bins() * frames];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new ComplexSpectrogram(mask.bins(), frames, values);
    }

    private static List<double[]> rows(Dreamed dreamed, int window) {
        return dreamed.trajectory().stream().filter(row -> row[0] == window).toList();
    }

    private static class Silent implements DreamListener {

        @Override
        public void beforeIteration() {}

        @Override
        public boolean wantsReport() {
            return false;
        }

        @Override
        public void report(DreamReport report) {
            throw new AssertionError("no report was wanted");
        }
    }

    private static final class Recorder extends Silent {

        private final List<DreamReport> reports = new ArrayList<>();

        @Override
        public boolean wantsReport() {
            return true;
        }

        @Override
        public void report(DreamReport report) {
            reports.add(report);
        }
    }
}
