package io.reverie.standalone.demo;

import java.util.Arrays;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;

/** Measures of music that tests compare genres by. */
final class Listening {
    private static final StftParameters ANALYSIS = StftParameters.defaults();
    private static final double FRAMES_A_SECOND = (double) ANALYSIS.sampleRate() / ANALYSIS.hop();
    /** Quieter than 50 dB below the mean power is not heard. */
    private static final double FLOOR = 1e-5;

    private final int bins;
    private final int frames;
    private final float[] power;
    private final double meanPower;

    Listening(float[] samples) {
        ComplexSpectrogram spectrogram = new Stft(ANALYSIS).forward(samples);
        this.bins = spectrogram.bins();
        this.frames = spectrogram.frames();
        this.power = spectrogram.power();
        this.meanPower = spectrogram.meanPower();
    }

    /** Attacks a second: local maxima of the rise of the log power, averaged over all bins. */
    double onsetsASecond() {
        double[] rise = rise(0, ANALYSIS.sampleRate() / 2.0);
        int onsets = 0;
        for (int frame = 3; frame < frames - 3; frame++) {
            double largest = Arrays.stream(rise, frame - 3, frame + 4).max().orElseThrow();
            double[] around = Arrays.copyOfRange(rise, Math.max(0, frame - 20), Math.min(frames, frame + 20));
            Arrays.sort(around);
            if (rise[frame] == largest && rise[frame] > 2 && rise[frame] > 1.5 * around[around.length / 2]) {
                onsets++;
            }
        }
        return onsets * FRAMES_A_SECOND / frames;
    }

    /** Geometric over arithmetic mean of the power, averaged over the frames: 0 is a sine, near 1 is noise. */
    double flatness() {
        double sum = 0;
        for (int frame = 0; frame < frames; frame++) {
            double logarithms = 0;
            double powers = 0;
            for (int bin = 0; bin < bins; bin++) {
                double value = power[frame * bins + bin] + FLOOR * meanPower;
                logarithms += Math.log(value);
                powers += value;
            }
            sum += Math.exp(logarithms / bins) / (powers / bins);
        }
        return sum / frames;
    }

    /** Share of the bins and frames in which there is something to hear. */
    double fullness() {
        int heard = 0;
        for (float value : power) {
            if (value > FLOOR * meanPower) {
                heard++;
            }
        }
        return (double) heard / power.length;
    }

    /**
     * How regular the attacks in a band are: the autocorrelation of their strength at a distance in time, 1 at
     * distance 0.
     */
    double regularity(double fromHz, double toHz, double seconds) {
        double[] rise = rise(fromHz, toHz);
        double mean = Arrays.stream(rise).average().orElseThrow();
        double distance = seconds * FRAMES_A_SECOND;
        int whole = (int) distance;
        double part = distance - whole;
        double together = 0;
        double alone = 0;
        for (int frame = 0; frame + whole + 1 < frames; frame++) {
            double later = (1 - part) * rise[frame + whole] + part * rise[frame + whole + 1] - mean;
            together += (rise[frame] - mean) * later;
            alone += (rise[frame] - mean) * (rise[frame] - mean);
        }
        return together / alone;
    }

    /** The distance in time, within limits, at which the attacks in a band are most regular. */
    double pulse(double fromHz, double toHz, double leastSeconds, double mostSeconds) {
        double best = leastSeconds;
        for (double seconds = leastSeconds; seconds <= mostSeconds; seconds += 0.002) {
            if (regularity(fromHz, toHz, seconds) > regularity(fromHz, toHz, best)) {
                best = seconds;
            }
        }
        return best;
    }

    private double[] rise(double fromHz, double toHz) {
        int firstBin = (int) Math.round(fromHz / ANALYSIS.binHz());
        int endBin = Math.min(bins, (int) Math.round(toHz / ANALYSIS.binHz()) + 1);
        double[] rise = new double[frames];
        for (int frame = 1; frame < frames; frame++) {
            for (int bin = firstBin; bin < endBin; bin++) {
                double step = decibels(frame, bin) - decibels(frame - 1, bin);
                rise[frame] += Math.max(0, step) / (endBin - firstBin);
            }
        }
        return rise;
    }

    private double decibels(int frame, int bin) {
        return 10 * Math.log10(power[frame * bins + bin] / meanPower + FLOOR);
    }
}
