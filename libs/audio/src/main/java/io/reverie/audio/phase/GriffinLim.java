package io.reverie.audio.phase;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;

/**
 * The iterations of Griffin and Lim (1984) and, with momentum, of Perraudin, Balazs and Søndergaard (2013). With the
 * magnitudes S, the transform G, its least-squares inverse G+ and the momentum m, from a first spectrum c(0) = S exp(i
 * phase):
 *
 * <pre>
 * t(n) = G G+ c(n - 1)                     t(0) = 0 where n = 1 needs it
 * u(n) = t(n) - m / (1 + m) t(n - 1)       in the direction of t(n) + m (t(n) - t(n - 1))
 * c(n) = S u(n) / |u(n)|
 * </pre>
 *
 * This is {@code torchaudio.functional.griffinlim} to the letter.
 */
final class GriffinLim {

    /** Keeps 0 from being divided by 0; torchaudio's own. */
    private static final float SMALLEST = 1e-16f;

    private final StftParameters parameters;
    private final float subtracted;
    private final int mostIterations;
    private final StopRule stopRule;

    GriffinLim(StftParameters parameters, double momentum, int mostIterations, StopRule stopRule) {
        this.parameters = parameters;
        this.subtracted = (float) (momentum / (1 + momentum));
        this.mostIterations = mostIterations;
        this.stopRule = stopRule;
    }

    /** The best signal that was met, the one of the first phases included. */
    Retrieved refine(MagnitudeSpectrogram magnitudes, float[] phases, int samples) {
        Stft stft = Stft.fadingEdges(parameters);
        float[] target = magnitudes.values();
        float[] values = turned(target, phases);
        ComplexSpectrogram projected = new ComplexSpectrogram(magnitudes.bins(), magnitudes.frames(), values);
        float[] rebuilt = new float[values.length];
        float[] last = new float[values.length];
        float[] signal = stft.inverse(projected, samples);
        float[] best = new float[samples];
        Progress progress = new Progress(stopRule);
        double energy = energy(target);
        for (int iterations = 0; ; iterations++) {
            stft.forward(signal, rebuilt);
            double difference = project(rebuilt, last, target, values);
            if (progress.isBest(10 * Math.log10(difference / energy))) {
                float[] worse = best;
                best = signal;
                signal = worse;
            }
            if (iterations == mostIterations || progress.hasStalled()) {
                return new Retrieved(best, iterations, progress.best());
            }
            stft.inverse(projected, signal);
            float[] oldest = last;
            last = rebuilt;
            rebuilt = oldest;
        }
    }

    /**
     * One step in the spectrum.
     *
     * @param values receives c(n)
     * @return the squared distance of the magnitudes of t(n) from the target
     */
    private double project(float[] rebuilt, float[] last, float[] target, float[] values) {
        double difference = 0;
        for (int i = 0; i < target.length; i++) {
            float real = rebuilt[2 * i];
            float imaginary = rebuilt[2 * i + 1];
            float missing = (float) Math.sqrt(real * real + imaginary * imaginary) - target[i];
            difference += missing * missing;
            real -= subtracted * last[2 * i];
            imaginary -= subtracted * last[2 * i + 1];
            float gain = target[i] / ((float) Math.sqrt(real * real + imaginary * imaginary) + SMALLEST);
            values[2 * i] = gain * real;
            values[2 * i + 1] = gain * imaginary;
        }
        return difference;
    }

    private static float[] turned(float[] magnitudes, float[] phases) {
        float[] values = new float[2 * magnitudes.length];
        for (int i = 0; i < magnitudes.length; i++) {
            values[2 * i] = (float) (magnitudes[i] * Math.cos(phases[i]));
            values[2 * i + 1] = (float) (magnitudes[i] * Math.sin(phases[i]));
        }
        return values;
    }

    private static double energy(float[] values) {
        double energy = 0;
        for (float value : values) {
            energy += (double) value * value;
        }
        return energy;
    }
}
