package io.reverie.audio.phase;

import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Samples;
import io.reverie.audio.StftParameters;

/**
 * From a mel spectrogram back to magnitudes, by non-negative least squares: for every frame M the spectrum P that
 * minimises {@code || F P - M ||} with {@code P >= 0}, F the mel filters and P the magnitude raised to
 * {@link MelParameters#power()}; the problem that {@code torchaudio.transforms.InverseMelScale} and
 * {@code librosa.feature.inverse.mel_to_stft} solve.
 *
 * <p>As there are more bins than bands, many spectra fit. Taken is the one closest to the {@link MelEnvelope}, see
 * {@link NonNegativeLeastSquares}: smooth, without the holes and spikes of a minimum-norm solution. Bins without a filter
 * get 0.
 *
 * <p>An instance keeps its buffers and is not thread-safe: one for each thread.
 */
public final class MelInversion {

    private final int bands;
    private final int bins;
    private final double power;
    private final MelEnvelope envelope;
    private final NonNegativeLeastSquares leastSquares;

    /**
     * Prepares the filters.
     *
     * @throws IllegalArgumentException if a band lies above the Nyquist frequency
     */
    public MelInversion(StftParameters stft, MelParameters mel) {
        MelFilterBank filters = new MelFilterBank(stft, mel);
        this.bands = filters.bands();
        this.bins = filters.bins();
        this.power = mel.power();
        this.envelope = new MelEnvelope(filters);
        this.leastSquares = new NonNegativeLeastSquares(filters);
    }

    /**
     * The magnitudes of a mel spectrogram's frames.
     *
     * @throws IllegalArgumentException if the number of bands differs, a value is negative or not finite, or the
     *     magnitudes would be more than an array can hold
     */
    public MagnitudeSpectrogram invert(MelSpectrogram mel) {
        if (mel.bands() != bands) {
            throw new IllegalArgumentException(
                    "the mel spectrogram must have " + bands + " bands, but has " + mel.bands());
        }
        long size = (long) bins * mel.frames();
        if (size > Samples.LARGEST_ARRAY) {
            throw new IllegalArgumentException(
                    "the magnitudes would have " + size + " values, more than an array can hold");
        }
        float[] magnitudes = new float[(int) size];
        double[] target = new double[bands];
        double[] spectrum = new double[bins];
        for (int frame = 0; frame < mel.frames(); frame++) {
            double largest = load(mel, frame, target);
            if (largest == 0) {
                continue;
            }
            envelope.interpolate(target, spectrum);
            leastSquares.solve(target, spectrum);
            for (int bin = 0; bin < bins; bin++) {
                magnitudes[frame * bins + bin] = (float) root(largest * spectrum[bin]);
            }
        }
        return new MagnitudeSpectrogram(bins, mel.frames(), magnitudes);
    }

    /** Scales a frame to a largest value of 1, which is what the tolerances are relative to. */
    private double load(MelSpectrogram mel, int frame, double[] target) {
        double largest = 0;
        for (int band = 0; band < bands; band++) {
            float value = mel.values()[frame * bands + band];
            if (!(value >= 0 && value <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("mel values must be finite and not negative, but band " + band
                        + " of frame " + frame + " is " + value);
            }
            target[band] = value;
            largest = Math.max(largest, value);
        }
        for (int band = 0; band < bands && largest > 0; band++) {
            target[band] /= largest;
        }
        return largest;
    }

    private double root(double value) {
        if (power == 1) {
            return value;
        }
        return power == 2 ? Math.sqrt(value) : Math.pow(value, 1 / power);
    }
}
