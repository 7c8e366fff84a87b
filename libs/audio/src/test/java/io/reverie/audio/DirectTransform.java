package io.reverie.audio;

import java.util.Arrays;
import java.util.Random;

/** The definitions written down in double precision, without any fast algorithm. */
public final class DirectTransform {

    private DirectTransform() {}

    /** As {@link ComplexSpectrogram#values()}. */
    public static double[] forward(float[] samples, StftParameters parameters) {
        int nFft = parameters.nFft();
        int bins = parameters.bins();
        int frames = parameters.frames(samples.length);
        double[] window = window(parameters);
        double[] values = new double[2 * bins * frames];
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < bins; k++) {
                double real = 0;
                double imaginary = 0;
                for (int n = 0; n < nFft; n++) {
                    int at = t * parameters.hop() + n - (parameters.centered() ? nFft / 2 : 0);
                    double value = window[n] * sample(samples, at, parameters.padMode());
                    real += value * Math.cos(2 * Math.PI * k * n / nFft);
                    imaginary -= value * Math.sin(2 * Math.PI * k * n / nFft);
                }
                values[2 * (t * bins + k)] = real;
                values[2 * (t * bins + k) + 1] = imaginary;
            }
        }
        return values;
    }

    /** Windowed overlap-add over the sum of the squared windows. */
    public static double[] inverse(float[] values, int frames, StftParameters parameters, int samples) {
        return inverse(values, frames, parameters, samples, 0);
    }

    /** The same, divided by no less than a share of the largest sum. */
    public static double[] inverse(
            float[] values, int frames, StftParameters parameters, int samples, double leastShare) {
        int nFft = parameters.nFft();
        int bins = parameters.bins();
        double[] window = window(parameters);
        double[] signal = new double[samples];
        double[] sum = new double[samples];
        for (int t = 0; t < frames; t++) {
            for (int n = 0; n < nFft; n++) {
                int at = t * parameters.hop() + n - (parameters.centered() ? nFft / 2 : 0);
                if (at < 0 || at >= samples) {
                    continue;
                }
                double value = 0;
                for (int k = 0; k < bins; k++) {
                    double angle = 2 * Math.PI * k * n / nFft;
                    double term = values[2 * (t * bins + k)] * Math.cos(angle)
                            - values[2 * (t * bins + k) + 1] * Math.sin(angle);
                    value += k == 0 || k == bins - 1 ? term : 2 * term;
                }
                signal[at] += window[n] * value / nFft;
                sum[at] += window[n] * window[n];
            }
        }
        double least = leastShare * Arrays.stream(sum).max().orElse(0);
        for (int i = 0; i < samples; i++) {
            sum[i] = Math.max(sum[i], least);
            signal[i] = sum[i] > 1e-11 ? signal[i] / sum[i] : 0;
        }
        return signal;
    }

    public static float[] noise(int samples, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) (0.2 * random.nextGaussian());
        }
        return noise;
    }

    private static double[] window(StftParameters parameters) {
        double[] window = new double[parameters.nFft()];
        int start = (parameters.nFft() - parameters.winLength()) / 2;
        for (int i = 0; i < parameters.winLength(); i++) {
            window[start + i] = Math.pow(Math.sin(Math.PI * i / parameters.winLength()), 2);
        }
        return window;
    }

    private static double sample(float[] samples, int at, PadMode padMode) {
        if (at >= 0 && at < samples.length) {
            return samples[at];
        }
        if (padMode == PadMode.ZERO) {
            return 0;
        }
        return at < 0 ? samples[-at] : samples[2 * samples.length - 2 - at];
    }
}
