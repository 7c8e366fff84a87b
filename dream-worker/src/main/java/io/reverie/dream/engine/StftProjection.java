package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;

/**
 * The nearest spectrogram that some signal has, {@code STFT(iSTFT(X))}, and its adjoint.
 *
 * <p>The frames of a window are those of one stretch of signal without padding, so that frames cut out of a longer
 * spectrogram are consistent by themselves. As the inverse is the least-squares one (Griffin and Lim, 1984), this is an
 * orthogonal projection {@code Q} in the inner product of the signals, in which every bin of a onesided spectrum counts
 * twice but for 0 Hz and Nyquist. With these weights {@code D}, the adjoint in the plain inner product is {@code D Q
 * D^-1}: the projection again. Keeps buffers; not thread-safe.
 */
final class StftProjection {

    private final Stft stft;
    private final int bins;
    private final float[] signal;
    private final float[] weighted;

    StftProjection(StftParameters parameters, int frames) {
        this.stft = new Stft(new StftParameters(
                parameters.sampleRate(),
                parameters.nFft(),
                parameters.winLength(),
                parameters.hop(),
                false,
                parameters.padMode()));
        this.bins = parameters.bins();
        this.signal = new float[(frames - 1) * parameters.hop() + parameters.nFft()];
        this.weighted = new float[2 * bins * frames];
    }

    /**
     * {@code Q X}.
     *
     * @param values {@code [frames, bins, 2]}
     * @param projected receives as many
     */
    void apply(float[] values, float[] projected) {
        stft.inverse(new ComplexSpectrogram(bins, values.length / (2 * bins), values), signal);
        stft.forward(signal, projected);
    }

    /**
     * {@code D Q D^-1 g}.
     *
     * @param gradient with respect to the projected values
     * @param valueGradient receives the gradient with respect to the values
     */
    void adjoint(float[] gradient, float[] valueGradient) {
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] = isInner(i) ? gradient[i] / 2 : gradient[i];
        }
        apply(weighted, valueGradient);
        for (int i = 0; i < weighted.length; i++) {
            if (isInner(i)) {
                valueGradient[i] *= 2;
            }
        }
    }

    private boolean isInner(int index) {
        int bin = index / 2 % bins;
        return bin > 0 && bin < bins - 1;
    }
}
