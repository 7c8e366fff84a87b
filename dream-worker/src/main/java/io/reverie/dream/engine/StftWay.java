package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Update;

/**
 * Dreams real and imaginary parts; the networks hear them through {@link StftProjection}, as sound would have them. The
 * state is the spectrogram X', {@code [frames, bins, 2]}.
 *
 * <p>With {@code a = |X'| / rms(X0) + 0.01}, a step is {@code X' += rms(X0) * a * s}, and s is the step along the gradient
 * with respect to s, which is {@code rms(X0) * a * g}: loud bins move more, and each by about the same share of itself.
 * ADDITIVE keeps {@code |X'| >= |X0|} in every bin, SUBTRACTIVE {@code |X'| <= |X0|}.
 */
public final class StftWay extends DreamWay {

    private final MelGainMask mask;
    private final StftParameters parameters;

    /**
     * @param mask the mel filters
     * @param parameters of the spectrograms
     */
    public StftWay(MelGainMask mask, StftParameters parameters) {
        this.mask = mask;
        this.parameters = parameters;
    }

    @Override
    public int valuesPerFrame() {
        return 2 * mask.bins();
    }

    @Override
    int bands() {
        return mask.bands();
    }

    @Override
    Canvas canvas(Hearing hearing, int segmentFrames, int frames, DreamSettings settings) {
        return new StftCanvas(mask, parameters, hearing, segmentFrames, frames, settings);
    }

    @Override
    void settle(Original original, float[] state, Update update, EnergyCap cap) {
        float[] start = original.stft().values();
        Magnitudes.keepSide(state, start, update);
        if (cap != null) {
            double scale = cap.scale(Magnitudes.energy(state), Magnitudes.energy(start));
            if (scale < 1) {
                Magnitudes.towards(start, state, scale, state);
            }
        }
    }

    @Override
    public float[] towards(ComplexSpectrogram input, float[] state, double factor) {
        float[] between = new float[state.length];
        Magnitudes.towards(input.values(), state, factor, between);
        return between;
    }

    @Override
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] state) {
        return DreamedSpectrogram.of(new ComplexSpectrogram(input.bins(), input.frames(), state));
    }
}
