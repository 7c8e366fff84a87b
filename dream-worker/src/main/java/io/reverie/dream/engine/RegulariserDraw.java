package io.reverie.dream.engine;

import java.util.Random;

/**
 * One random draw of the regularisers through which an iteration is heard: a circular roll in time, a shift in
 * frequency, masks over frequency and time. Reused from iteration to iteration.
 */
final class RegulariserDraw {

    private final RegulariserSettings settings;
    private final boolean[] maskedBands;
    private final boolean[] maskedFrames;
    private int roll;
    private int shift;

    RegulariserDraw(RegulariserSettings settings, int bands, int frames) {
        this.settings = settings;
        this.maskedBands = new boolean[bands];
        this.maskedFrames = new boolean[frames];
    }

    /** Draws anew. */
    void next(Random random) {
        roll = symmetric(random, settings.timeRollFrames());
        shift = symmetric(random, settings.melShiftBands());
        java.util.Arrays.fill(maskedBands, false);
        java.util.Arrays.fill(maskedFrames, false);
        for (int i = 0; i < settings.masks(); i++) {
            mask(random, maskedBands);
            mask(random, maskedFrames);
        }
    }

    /** No roll, no shift, no mask: how the network hears the dream as it is. */
    void none() {
        roll = 0;
        shift = 0;
        java.util.Arrays.fill(maskedBands, false);
        java.util.Arrays.fill(maskedFrames, false);
    }

    /** Frames by which the spectrogram is rolled to the right. */
    int roll() {
        return roll;
    }

    /** Bands by which the spectrogram is moved up; the band at the edge is repeated. */
    int shift() {
        return shift;
    }

    boolean maskedBand(int band) {
        return maskedBands[band];
    }

    boolean maskedFrame(int frame) {
        return maskedFrames[frame];
    }

    private static int symmetric(Random random, int largest) {
        return random.nextInt(2 * largest + 1) - largest;
    }

    private void mask(Random random, boolean[] masked) {
        int extent = random.nextInt((int) (settings.maskFraction() * masked.length) + 1);
        int start = random.nextInt(masked.length - extent + 1);
        java.util.Arrays.fill(masked, start, start + extent, true);
    }
}
