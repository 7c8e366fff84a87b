package io.reverie.audio.phase;

import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * The gradient of the phase of a short-time spectrum, estimated from its log-magnitudes (Průša, Balazs and Søndergaard,
 * 2017, equations for a Gaussian window {@code exp(-pi t^2 / gamma)} and central differences; exact for such a window,
 * close for a Hann window). The phase is that of frames whose time origin is the centre of the window.
 *
 * <p>Per hop of a samples and bin of 1/M of the sample rate, with the log-magnitude s, m bins and n frames:
 *
 * <pre>
 * over time       2 pi a m / M + a M / (2 gamma) (s(m + 1, n) - s(m - 1, n))
 * over frequency               - gamma / (2 a M) (s(m, n + 1) - s(m, n - 1))
 * </pre>
 *
 * <p>Around 0 Hz and Nyquist the magnitudes of a real signal are symmetric; before the first and behind the last frame
 * they are taken to repeat.
 */
final class PhaseGradient {

    /** The Gaussian closest to a Hann window of one sample: gamma for a window of L samples is this times L squared. */
    private static final double HANN_GAMMA = 0.25645;

    /** Relative to the largest magnitude: what is below has no logarithm to speak of. */
    private static final double FLOOR = 1e-10;

    private final int bins;
    private final int frames;
    private final float[] logarithms;
    private final float timeFactor;
    private final float frequencyFactor;
    private final float[] advance;

    /** Takes the logarithms of magnitudes of which the largest is given and more than 0. */
    PhaseGradient(StftParameters parameters, MagnitudeSpectrogram magnitudes, float largest) {
        this.bins = magnitudes.bins();
        this.frames = magnitudes.frames();
        this.logarithms = new float[bins * frames];
        double floor = FLOOR * largest;
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) Math.log(Math.max(magnitudes.values()[i], floor));
        }
        double gamma = HANN_GAMMA * parameters.winLength() * parameters.winLength();
        double area = (double) parameters.hop() * parameters.nFft();
        this.timeFactor = (float) (area / (2 * gamma));
        this.frequencyFactor = (float) (-gamma / (2 * area));
        this.advance = new float[bins];
        for (int bin = 0; bin < bins; bin++) {
            long steps = (long) bin * parameters.hop() % parameters.nFft();
            advance[bin] = (float) (2 * Math.PI * steps / parameters.nFft());
        }
    }

    /** How much the phase grows from a frame to the next one, in radians modulo 2 pi: the mean of both ends' gradients. */
    float toNextFrame(int bin, int frame) {
        return advance[bin] + 0.5f * (deviation(bin, frame) + deviation(bin, frame + 1));
    }

    /** How much the phase grows from a bin to the next one, in radians: the mean of both ends' gradients. */
    float toNextBin(int bin, int frame) {
        return 0.5f * (overFrequency(bin, frame) + overFrequency(bin + 1, frame));
    }

    private float deviation(int bin, int frame) {
        if (bin == 0 || bin == bins - 1) {
            return 0;
        }
        int at = frame * bins + bin;
        return timeFactor * (logarithms[at + 1] - logarithms[at - 1]);
    }

    private float overFrequency(int bin, int frame) {
        int after = Math.min(frame + 1, frames - 1) * bins + bin;
        int before = Math.max(frame - 1, 0) * bins + bin;
        return frequencyFactor * (logarithms[after] - logarithms[before]);
    }
}
