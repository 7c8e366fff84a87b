package io.reverie.audio.phase;

import java.util.Arrays;
import java.util.Random;

import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * Phase gradient heap integration (Průša, Balazs and Søndergaard, 2017): from the largest magnitude, whose phase is 0,
 * the phase spreads to the four neighbours along the estimated gradient, always onward from the largest magnitude
 * reached so far. What lies apart, separated by magnitudes below the tolerance, starts anew at its largest magnitude.
 *
 * <p>The gradient is worth something where neighbouring frames overlap well (a hop of at most a quarter of the window).
 * With less overlap the phases of neighbouring frames are all but unrelated, and with none the result is as good as
 * random.
 */
final class HeapIntegration {

    private static final double TURN = 2 * Math.PI;

    private final StftParameters parameters;
    private final PhaseSettings settings;

    HeapIntegration(StftParameters parameters, PhaseSettings settings) {
        this.parameters = parameters;
        this.settings = settings;
    }

    /**
     * The phase of (bin, frame) at {@code frame * bins + bin}, in radians, time counted from the start of each frame as
     * the transform does.
     *
     * @param largest the largest magnitude, more than 0
     */
    float[] phases(MagnitudeSpectrogram magnitudes, float largest) {
        int bins = magnitudes.bins();
        float[] phases = new float[magnitudes.values().length];
        boolean[] known = integrate(magnitudes, largest, phases);
        // The window's centre is where the gradient's phase counts from.
        double centre = (parameters.nFft() - parameters.winLength()) / 2 + parameters.winLength() / 2.0;
        Random random = new Random(settings.seed());
        for (int i = 0; i < phases.length; i++) {
            if (known[i]) {
                phases[i] = wrapped(phases[i] - TURN * (i % bins) * centre / parameters.nFft());
            } else if (settings.faintPhase() == FaintPhase.RANDOM) {
                phases[i] = (float) (TURN * random.nextDouble());
            }
        }
        return phases;
    }

    private boolean[] integrate(MagnitudeSpectrogram magnitudes, float largest, float[] phases) {
        int bins = magnitudes.bins();
        int frames = magnitudes.frames();
        float[] values = magnitudes.values();
        PhaseGradient gradient = new PhaseGradient(parameters, magnitudes, largest);
        float threshold = (float) (settings.tolerance() * largest);
        boolean[] known = new boolean[values.length];
        boolean[] faint = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            faint[i] = values[i] <= threshold;
        }
        IndexHeap heap = new IndexHeap();
        for (int start : descending(values, faint)) {
            if (known[start]) {
                continue;
            }
            known[start] = true;
            heap.push(values[start], start);
            while (!heap.isEmpty()) {
                int at = heap.pop();
                int bin = at % bins;
                int frame = at / bins;
                if (frame + 1 < frames && open(at + bins, known, faint)) {
                    phases[at + bins] = wrapped(phases[at] + gradient.toNextFrame(bin, frame));
                    reach(at + bins, known, heap, values);
                }
                if (frame > 0 && open(at - bins, known, faint)) {
                    phases[at - bins] = wrapped(phases[at] - gradient.toNextFrame(bin, frame - 1));
                    reach(at - bins, known, heap, values);
                }
                if (bin + 1 < bins && open(at + 1, known, faint)) {
                    phases[at + 1] = wrapped(phases[at] + gradient.toNextBin(bin, frame));
                    reach(at + 1, known, heap, values);
                }
                if (bin > 0 && open(at - 1, known, faint)) {
                    phases[at - 1] = wrapped(phases[at] - gradient.toNextBin(bin - 1, frame));
                    reach(at - 1, known, heap, values);
                }
            }
        }
        return known;
    }

    private static boolean open(int at, boolean[] known, boolean[] faint) {
        return !known[at] && !faint[at];
    }

    private static void reach(int at, boolean[] known, IndexHeap heap, float[] values) {
        known[at] = true;
        heap.push(values[at], at);
    }

    private static int[] descending(float[] values, boolean[] faint) {
        long[] entries = new long[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (!faint[i]) {
                entries[count++] = IndexHeap.entry(values[i], i);
            }
        }
        Arrays.sort(entries, 0, count);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = IndexHeap.index(entries[count - 1 - i]);
        }
        return indices;
    }

    private static float wrapped(double phase) {
        return (float) (phase - TURN * Math.rint(phase / TURN));
    }
}
