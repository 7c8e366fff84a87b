package io.reverie.dream.engine;

import java.util.stream.IntStream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelGains;

/**
 * The mel-gain mask of {@link MelGains}, {@code X'[f,t] = X0[f,t] * exp(sum over m of W[f,m] * d[m,t])}, made for the
 * inner loop of a dream, with its gradients.
 *
 * <p>As neighbouring triangles overlap, a bin lies in two bands at most; a frame is walked once, in runs of bins that
 * share their two bands. Immutable and thread-safe.
 */
public final class MelGainMask {

    private final int bins;
    private final int bands;
    /** Run r covers the bins runStart[r] to runEnd[r] in the bands runBand[r] and runBand[r] + 1. */
    private final int[] runStart;

    private final int[] runEnd;
    private final int[] runBand;
    private final double[] lowerGain;
    private final double[] upperGain;
    private final double[] lowerFilter;
    private final double[] upperFilter;
    /** The lower of a bin's two bands; with weights of 0 where no filter covers the bin, so that its gain is 1. */
    private final int[] lowerBand;

    /**
     * Prepares the sparse products.
     *
     * @throws IllegalArgumentException if the bank has fewer than two bands, or a bin lies in more than two
     */
    public MelGainMask(MelFilterBank filters) {
        if (filters.bands() < 2) {
            throw new IllegalArgumentException("bands must be at least 2, but is " + filters.bands());
        }
        this.bins = filters.bins();
        this.bands = filters.bands();
        this.lowerGain = new double[bins];
        this.upperGain = new double[bins];
        this.lowerFilter = new double[bins];
        this.upperFilter = new double[bins];
        this.lowerBand = lowerBands(filters);
        MelGains gains = new MelGains(filters);
        int[] starts = new int[bins];
        int[] ends = new int[bins];
        int[] runBands = new int[bins];
        int runs = 0;
        for (int bin = 0; bin < bins; bin++) {
            if (lowerBand[bin] < 0) {
                lowerBand[bin] = 0;
                continue;
            }
            int lower = lowerBand[bin];
            lowerFilter[bin] = filters.weight(lower, bin);
            upperFilter[bin] = filters.weight(lower + 1, bin);
            lowerGain[bin] = gains.weight(lower, bin);
            upperGain[bin] = gains.weight(lower + 1, bin);
            if (runs > 0 && ends[runs - 1] == bin && runBands[runs - 1] == lowerBand[bin]) {
                ends[runs - 1]++;
            } else {
                starts[runs] = bin;
                ends[runs] = bin + 1;
                runBands[runs++] = lowerBand[bin];
            }
        }
        this.runStart = java.util.Arrays.copyOf(starts, runs);
        this.runEnd = java.util.Arrays.copyOf(ends, runs);
        this.runBand = java.util.Arrays.copyOf(runBands, runs);
    }

    /** The number of frequency bins. */
    public int bins() {
        return bins;
    }

    /** The number of mel bands. */
    public int bands() {
        return bands;
    }

    /**
     * The masked power and its mel power (the filters' sums as they are, not normalised).
     *
     * @param power power of the input, at least [frames, bins]
     * @param gains nepers, at least [frames, bands]
     * @param frames number of frames
     * @param masked receives the masked power
     * @param mel receives the mel power, [frames, bands]
     */
    void forward(float[] power, float[] gains, int frames, float[] masked, float[] mel) {
        java.util.Arrays.fill(mel, 0, frames * bands, 0);
        for (int frame = 0; frame < frames; frame++) {
            int binAt = frame * bins;
            int bandAt = frame * bands;
            for (int bin = 0; bin < bins; bin++) {
                int band = bandAt + lowerBand[bin];
                double nepers = lowerGain[bin] * gains[band] + upperGain[bin] * gains[band + 1];
                masked[binAt + bin] = (float) (power[binAt + bin] * TableExponential.exp(2 * nepers));
            }
            addMelPower(masked, frame, mel);
        }
    }

    /**
     * The gradient with respect to the gains: {@code dJ/dd[m,t] = sum over f of W[f,m] * 2 * P'[f,t] * sum over n of
     * FB[f,n] * dJ/dM[n,t]}.
     *
     * @param masked the masked power of {@link #forward}
     * @param melGradient gradient with respect to the mel power, [frames, bands]
     * @param frames number of frames
     * @param gainGradient receives the gradient, [frames, bands]
     */
    void backward(float[] masked, float[] melGradient, int frames, float[] gainGradient) {
        java.util.Arrays.fill(gainGradient, 0, frames * bands, 0);
        for (int frame = 0; frame < frames; frame++) {
            int binAt = frame * bins;
            int bandAt = frame * bands;
            for (int run = 0; run < runStart.length; run++) {
                int band = bandAt + runBand[run];
                double lower = melGradient[band];
                double upper = melGradient[band + 1];
                double lowerSum = 0;
                double upperSum = 0;
                for (int bin = runStart[run]; bin < runEnd[run]; bin++) {
                    double slope = 2 * masked[binAt + bin] * (lowerFilter[bin] * lower + upperFilter[bin] * upper);
                    lowerSum += lowerGain[bin] * slope;
                    upperSum += upperGain[bin] * slope;
                }
                gainGradient[band] += (float) lowerSum;
                gainGradient[band + 1] += (float) upperSum;
            }
        }
    }

    /**
     * The masked spectrogram itself, {@code X'[f,t]}.
     *
     * @param values real and imaginary parts of the input, at least [frames, bins, 2]
     * @param gains nepers, at least [frames, bands]
     * @param frames number of frames
     * @param maskedValues receives the masked ones
     */
    void forwardValues(float[] values, float[] gains, int frames, float[] maskedValues) {
        for (int frame = 0; frame < frames; frame++) {
            int at = 2 * frame * bins;
            int bandAt = frame * bands;
            for (int bin = 0; bin < bins; bin++, at += 2) {
                float factor = factor(gains, bandAt, bin);
                maskedValues[at] = values[at] * factor;
                maskedValues[at + 1] = values[at + 1] * factor;
            }
        }
    }

    /**
     * Adds the gradient with respect to the gains that comes through the masked spectrogram: {@code dJ/dd[m,t] += sum over
     * f of W[f,m] * (Re X'[f,t] * dJ/dRe X'[f,t] + Im X'[f,t] * dJ/dIm X'[f,t])}.
     *
     * @param maskedValues of {@link #forwardValues}
     * @param valueGradient gradient with respect to them
     * @param frames number of frames
     * @param gainGradient the gradient, [frames, bands], is added to
     */
    void backwardValues(float[] maskedValues, float[] valueGradient, int frames, float[] gainGradient) {
        for (int frame = 0; frame < frames; frame++) {
            int valueAt = 2 * frame * bins;
            int bandAt = frame * bands;
            for (int run = 0; run < runStart.length; run++) {
                double lowerSum = 0;
                double upperSum = 0;
                for (int bin = runStart[run]; bin < runEnd[run]; bin++) {
                    int at = valueAt + 2 * bin;
                    double slope = (double) maskedValues[at] * valueGradient[at]
                            + (double) maskedValues[at + 1] * valueGradient[at + 1];
                    lowerSum += lowerGain[bin] * slope;
                    upperSum += upperGain[bin] * slope;
                }
                gainGradient[bandAt + runBand[run]] += (float) lowerSum;
                gainGradient[bandAt + runBand[run] + 1] += (float) upperSum;
            }
        }
    }

    /**
     * Mel power (the filters' sums as they are, not normalised).
     *
     * @param power at least [frames, bins]
     * @param frames number of frames
     * @param mel receives the mel power, [frames, bands]
     */
    void melPower(float[] power, int frames, float[] mel) {
        java.util.Arrays.fill(mel, 0, frames * bands, 0);
        for (int frame = 0; frame < frames; frame++) {
            addMelPower(power, frame, mel);
        }
    }

    /**
     * The gradient with respect to the power: {@code dJ/dP[f,t] = sum over n of FB[f,n] * dJ/dM[n,t]}.
     *
     * @param melGradient gradient with respect to the mel power, [frames, bands]
     * @param frames number of frames
     * @param powerGradient receives the gradient, [frames, bins]
     */
    void melPowerGradient(float[] melGradient, int frames, float[] powerGradient) {
        for (int frame = 0; frame < frames; frame++) {
            int bandAt = frame * bands;
            for (int bin = 0; bin < bins; bin++) {
                int band = bandAt + lowerBand[bin];
                powerGradient[frame * bins + bin] =
                        (float) (lowerFilter[bin] * melGradient[band] + upperFilter[bin] * melGradient[band + 1]);
            }
        }
    }

    /**
     * The gradient of the masked energy (the sum of the masked power) with respect to the gains: {@code dE/dd[m,t] = sum
     * over f of W[f,m] * 2 * P'[f,t]}.
     *
     * @param masked the masked power of {@link #forward}
     * @param frames number of frames
     * @param gainGradient receives the gradient, [frames, bands]
     */
    void energyGradient(float[] masked, int frames, float[] gainGradient) {
        java.util.Arrays.fill(gainGradient, 0, frames * bands, 0);
        for (int frame = 0; frame < frames; frame++) {
            int binAt = frame * bins;
            int bandAt = frame * bands;
            for (int run = 0; run < runStart.length; run++) {
                double lowerSum = 0;
                double upperSum = 0;
                for (int bin = runStart[run]; bin < runEnd[run]; bin++) {
                    lowerSum += lowerGain[bin] * masked[binAt + bin];
                    upperSum += upperGain[bin] * masked[binAt + bin];
                }
                gainGradient[bandAt + runBand[run]] += (float) (2 * lowerSum);
                gainGradient[bandAt + runBand[run] + 1] += (float) (2 * upperSum);
            }
        }
    }

    /**
     * The factor of each bin's amplitude, {@code exp(sum over m of W[f,m] * d[m])}, of one frame.
     *
     * @param gains nepers
     * @param frame which frame of the gains
     * @param factors receives the factor of each bin
     */
    public void factors(float[] gains, int frame, float[] factors) {
        int bandAt = frame * bands;
        for (int bin = 0; bin < bins; bin++) {
            factors[bin] = factor(gains, bandAt, bin);
        }
    }

    private void addMelPower(float[] power, int frame, float[] mel) {
        int binAt = frame * bins;
        int bandAt = frame * bands;
        for (int run = 0; run < runStart.length; run++) {
            double lowerSum = 0;
            double upperSum = 0;
            for (int bin = runStart[run]; bin < runEnd[run]; bin++) {
                lowerSum += lowerFilter[bin] * power[binAt + bin];
                upperSum += upperFilter[bin] * power[binAt + bin];
            }
            mel[bandAt + runBand[run]] += (float) lowerSum;
            mel[bandAt + runBand[run] + 1] += (float) upperSum;
        }
    }

    private float factor(float[] gains, int bandAt, int bin) {
        int band = bandAt + lowerBand[bin];
        return (float) TableExponential.exp(lowerGain[bin] * gains[band] + upperGain[bin] * gains[band + 1]);
    }

    /**
     * Masks a spectrogram: a new one, the given one stays.
     *
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public ComplexSpectrogram apply(ComplexSpectrogram spectrogram, float[] gains) {
        return apply(spectrogram, gains, new float[spectrogram.values().length]);
    }

    /**
     * The same into an array that is there already.
     *
     * @param masked becomes the values of the masked spectrogram
     */
    ComplexSpectrogram apply(ComplexSpectrogram spectrogram, float[] gains, float[] masked) {
        if (spectrogram.bins() != bins || gains.length != spectrogram.frames() * bands) {
            throw new IllegalArgumentException("spectrogram and gains must be [" + bins + " bins, frames] and [" + bands
                    + " bands, frames], but are [" + spectrogram.bins() + ", " + spectrogram.frames() + "] and "
                    + gains.length + " gains");
        }
        float[] values = spectrogram.values();
        IntStream.range(0, spectrogram.frames()).parallel().forEach(frame -> {
            int at = 2 * frame * bins;
            for (int bin = 0; bin < bins; bin++, at += 2) {
                float factor = factor(gains, frame * bands, bin);
                masked[at] = values[at] * factor;
                masked[at + 1] = values[at + 1] * factor;
            }
        });
        return new ComplexSpectrogram(bins, spectrogram.frames(), masked);
    }

    /** For each bin the lower of its two bands, -1 where there is none. */
    private int[] lowerBands(MelFilterBank filters) {
        int[] lowest = new int[bins];
        int[] highest = new int[bins];
        java.util.Arrays.fill(lowest, -1);
        for (int band = 0; band < bands; band++) {
            for (int bin = filters.firstBin(band); bin < filters.endBin(band); bin++) {
                if (filters.weight(band, bin) > 0) {
                    lowest[bin] = lowest[bin] < 0 ? band : lowest[bin];
                    highest[bin] = band;
                }
            }
        }
        for (int bin = 0; bin < bins; bin++) {
            if (lowest[bin] >= 0 && highest[bin] - lowest[bin] > 1) {
                throw new IllegalArgumentException("filters must overlap with their neighbours only, but bin " + bin
                        + " lies in the bands " + lowest[bin] + " to " + highest[bin]);
            }
            // The last band alone: told as the upper of a pair.
            if (lowest[bin] == bands - 1) {
                lowest[bin]--;
            }
        }
        return lowest;
    }
}
