package io.reverie.audio;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MelGainsTest {

    private static final int BINS = 513;
    private static final int BANDS = 128;

    private final MelFilterBank filters = new MelFilterBank(StftParameters.defaults(), MelParameters.defaults());
    private final MelGains melGains = new MelGains(filters);

    @Test
    void appliesTheFormula() {
        // Given
        ComplexSpectrogram spectrogram = new ComplexSpectrogram(BINS, 3, gaussian(2 * BINS * 3));
        float[] gains = gaussian(3 * BANDS);

        // When
        float[] changed = melGains.apply(spectrogram, gains).values();

        // Then
        for (int frame = 0; frame < 3; frame++) {
            for (int bin = 0; bin < BINS; bin++) {
                double sum = 0;
                double nepers = 0;
                for (int band = 0; band < BANDS; band++) {
                    sum += filters.weight(band, bin);
                    nepers += filters.weight(band, bin) * gains[frame * BANDS + band];
                }
                double factor = sum == 0 ? 1 : Math.exp(nepers / sum);
                for (int at = 2 * (frame * BINS + bin); at < 2 * (frame * BINS + bin) + 2; at++) {
                    double expected = spectrogram.values()[at] * factor;
                    assertThat((double) changed[at]).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
                }
            }
        }
    }

    @Test
    void equalGainsScaleEveryBinThatAFilterCoversAndLeaveTheOthers() {
        // Given a filter bank of part of the range
        MelFilterBank narrow = new MelFilterBank(
                new StftParameters(16_000, 512, 400, 160, true, PadMode.ZERO),
                new MelParameters(20, MelScale.SLANEY, MelNorm.NONE, 300, 4000, 2));
        float[] ones = new float[2 * 257];
        Arrays.fill(ones, 1);
        float[] gains = new float[20];
        Arrays.fill(gains, -1);

        // When
        float[] changed = new MelGains(narrow)
                .apply(new ComplexSpectrogram(257, 1, ones), gains)
                .values();

        // Then
        assertThat(changed[2 * 9]).isEqualTo(1);
        assertThat((double) changed[2 * 64]).isCloseTo(Math.exp(-1), within(1e-6));
        assertThat(changed[2 * 128]).isEqualTo(1);
    }

    @Test
    void snapshotsAreReadInBothOrders() {
        // Given 2 snapshots of 3 bands and 4 frames, each value telling its place
        float[] fortran = new float[24];
        float[] c = new float[24];
        for (int snapshot = 0; snapshot < 2; snapshot++) {
            for (int band = 0; band < 3; band++) {
                for (int frame = 0; frame < 4; frame++) {
                    float place = 100 * snapshot + 10 * band + frame;
                    fortran[(frame * 3 + band) * 2 + snapshot] = place;
                    c[(snapshot * 3 + band) * 4 + frame] = place;
                }
            }
        }

        // Then
        for (NpyArray array : new NpyArray[] {NpyArray.of(fortran, true, 2, 3, 4), NpyArray.of(c, false, 2, 3, 4)}) {
            MelGainSnapshots snapshots = new MelGainSnapshots(array);
            assertThat(snapshots.count()).isEqualTo(2);
            assertThat(snapshots.bands()).isEqualTo(3);
            assertThat(snapshots.frames()).isEqualTo(4);
            assertThat(snapshots.gains(1)).containsExactly(100, 110, 120, 101, 111, 121, 102, 112, 122, 103, 113, 123);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> melGains.apply(new ComplexSpectrogram(BINS, 2, new float[4 * BINS]), new float[BANDS]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("513 bins");
        assertThatThrownBy(() -> new MelGainSnapshots(NpyArray.of(new float[6], true, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
        MelGainSnapshots snapshots = new MelGainSnapshots(NpyArray.of(new float[6], true, 1, 2, 3));
        assertThatThrownBy(() -> snapshots.gains(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static float[] gaussian(int size) {
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
