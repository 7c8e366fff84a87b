package io.reverie.dream.engine;

import java.util.ArrayList;
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
    private static final RegulariserSettings REGULARISERS = new RegulariserSettings(10, 1, 1, 0.1, 1, 1, 5);

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
                new RegulariserSettings(0, 0, 0, 0, 0, 0, 5),
                2,
                0,
                0);

        // When
        Dreamed dreamed = engine(1).dream(noise(frames, 1), settings, recorder);

        // Then in every window, from the first row to the last
        assertThat(dreamed.gains()).hasSize(frames * mask.bands());
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
        float[] gains =
                engine(2).dream(input, settings(Update.FREE, 6, 0), recorder).gains();

        // Then reports or their absence change nothing
        assertThat(engine(2)
                        .dream(input, settings(Update.FREE, 6, 0), new Silent())
                        .gains())
                .containsExactly(gains);
        assertThat(engine(2).dream(input, settings(Update.FREE, 6, 1), recorder).gains())
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
        float[] gains =
                engine(1).dream(input, settings(update, 40, 0), recorder).gains();

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

    @Test
    void keepsSnapshotsOfTheGains() {
        // Given
        DreamSettings settings =
                new DreamSettings(Update.FREE, GradientScaling.NORMALIZED, 7, 0.05, REGULARISERS, 2, 0, 3);

        // When
        Dreamed dreamed = engine(1).dream(noise(100, 1), settings, recorder);
        Dreamed six = engine(1).dream(noise(100, 1), settings(Update.FREE, 6, 0), recorder);

        // Then after 3 and after 6 iterations
        assertThat(dreamed.snapshots()).hasSize(2);
        assertThat(dreamed.snapshots().get(1)).containsExactly(six.gains());
    }

    @Test
    void reportsIterationsOfAllWindows() {
        // When two windows, one batch
        engine(1).dream(noise(90, 1), settings(Update.FREE, 3, 0), recorder);

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
        assertThatThrownBy(() -> engine(1).dream(noise(90, 1), settings(Update.FREE, 30, 0), impatient))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void refusesSilenceAndNotANumber() {
        ComplexSpectrogram silence = new ComplexSpectrogram(mask.bins(), 90, new float[2 * mask.bins() * 90]);
        assertThatThrownBy(() -> engine(1).dream(silence, settings(Update.FREE, 3, 0), recorder))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("zero");
        ComplexSpectrogram broken = noise(90, 1);
        broken.values()[200] = Float.NaN;
        assertThatThrownBy(() -> engine(1).dream(broken, settings(Update.FREE, 3, 0), recorder))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("not finite");
    }

    @Test
    void settingsNameWhatIsAllowed() {
        assertThatThrownBy(() -> settings(Update.FREE, 0, 0)).hasMessage("iterations must be 1 to 10000, but is 0");
        assertThatThrownBy(() -> new DreamSettings(Update.FREE, GradientScaling.RAW, 1, 0, REGULARISERS, 2, 0, 3))
                .hasMessageContaining("step must be above 0");
    }

    private DreamEngine engine(int networks) {
        List<DreamingNetwork> dreaming = new ArrayList<>();
        for (int network = 0; network < networks; network++) {
            long seed = 20 + network;
            float[] deviation = new float[MEL.bands()];
            java.util.Arrays.fill(deviation, 1.5f);
            dreaming.add(new DreamingNetwork(
                    new Objective(ObjectiveKind.MARGIN, 1, new int[] {}, LABELS),
                    new LogMel(STFT, MEL),
                    new Standardisation(new float[MEL.bands()], deviation),
                    batch -> new SmoothPlan(batch, MEL.bands(), SEGMENT_FRAMES, LABELS, seed)));
        }
        return new DreamEngine(mask, SEGMENT_FRAMES, dreaming);
    }

    private static DreamSettings settings(Update update, int iterations, long seed) {
        return new DreamSettings(update, GradientScaling.NORMALIZED, iterations, 0.05, REGULARISERS, 2, seed, 0);
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
