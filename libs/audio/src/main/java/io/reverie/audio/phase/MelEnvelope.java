package io.reverie.audio.phase;

import java.util.Arrays;

import io.reverie.audio.MelFilterBank;

/**
 * A smooth spectrum with about the mel values that are given: each band's mean, its value divided by the sum of its
 * weights, at the filter's centre of gravity, and in between on straight lines of the logarithm. Outside the first and
 * the last centre it is constant, on bins without a filter it is 0.
 */
final class MelEnvelope {

    /** What silence has as its logarithm, relative to 1. */
    private static final double FLOOR = 1e-12;

    private final int[] heardBands;
    private final double[] weightSums;
    private final int[] leftNeighbours;
    private final double[] rightShares;
    private final boolean[] covered;
    private final double[] levels;

    MelEnvelope(MelFilterBank filters) {
        int[] heard = new int[filters.bands()];
        double[] sums = new double[filters.bands()];
        double[] centres = new double[filters.bands()];
        this.covered = new boolean[filters.bins()];
        int count = 0;
        for (int band = 0; band < filters.bands(); band++) {
            double sum = 0;
            double moment = 0;
            for (int bin = filters.firstBin(band); bin < filters.endBin(band); bin++) {
                float weight = filters.weight(band, bin);
                covered[bin] |= weight > 0;
                sum += weight;
                moment += (double) weight * bin;
            }
            if (sum > 0) {
                heard[count] = band;
                sums[count] = sum;
                centres[count] = moment / sum;
                count++;
            }
        }
        this.heardBands = Arrays.copyOf(heard, count);
        this.weightSums = sums;
        this.levels = new double[count];
        this.leftNeighbours = new int[filters.bins()];
        this.rightShares = new double[filters.bins()];
        for (int bin = 0, left = 0; bin < filters.bins() && count > 0; bin++) {
            while (left + 2 < count && centres[left + 1] < bin) {
                left++;
            }
            int right = Math.min(left + 1, count - 1);
            double distance = centres[right] - centres[left];
            leftNeighbours[bin] = left;
            rightShares[bin] = distance > 0 ? Math.max(0, Math.min(1, (bin - centres[left]) / distance)) : 0;
        }
    }

    /**
     * Interpolates one frame.
     *
     * @param mel a value for each band, not negative, the largest about 1
     * @param spectrum receives a value for each bin
     */
    void interpolate(double[] mel, double[] spectrum) {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.log(mel[heardBands[i]] / weightSums[i] + FLOOR);
        }
        for (int bin = 0; bin < spectrum.length; bin++) {
            if (!covered[bin]) {
                spectrum[bin] = 0;
                continue;
            }
            double left = levels[leftNeighbours[bin]];
            double right = levels[Math.min(leftNeighbours[bin] + 1, levels.length - 1)];
            spectrum[bin] = Math.exp(left + rightShares[bin] * (right - left));
        }
    }
}
