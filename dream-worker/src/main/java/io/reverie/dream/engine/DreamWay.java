package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.schemas.Update;

/**
 * What a dream changes. {@link MaskWay}: the gains of mel bands, the input's phase stays. {@link StftWay}: real and
 * imaginary parts. {@link PictureWay} and {@link LogMelWay}: what the network hears, as a picture.
 *
 * <p>The state of a whole recording is {@code [frames, values]}; what the values are is each way's own. Immutable and
 * thread-safe.
 */
public abstract sealed class DreamWay permits LogMelWay, MaskWay, PictureWay, StftWay {

    /** Values of a frame of the state. */
    public abstract int valuesPerFrame();

    /** Mel bands of the gains that snapshots are told in. */
    abstract int bands();

    /** What the dream of a recording begins with. */
    Original open(ComplexSpectrogram input) {
        return new Original(input, null);
    }

    /**
     * Buffers for windows of a length.
     *
     * @param hearing what the networks hear
     * @param segmentFrames frames that a network hears at once
     * @param frames of the windows, at most as many
     */
    abstract Canvas canvas(Hearing hearing, int segmentFrames, int frames, DreamSettings settings);

    /**
     * Makes a joined state keep what each window keeps by itself: the side of the input that the update allows, and the
     * energy cap, which loud and soft windows together may exceed.
     *
     * @param cap null for none
     */
    abstract void settle(Original original, float[] state, Update update, EnergyCap cap);

    /**
     * A state between the input and a dream, on the side of the input that additive and subtractive dreams keep to.
     *
     * @param state of the whole recording; not changed
     * @param factor 0 for the input, 1 for the dream
     */
    public abstract float[] towards(ComplexSpectrogram input, float[] state, double factor);

    /** The spectrogram of a state, which shares the state's array where it can; the input stays. */
    public abstract DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] state);

    /** An array for {@link #spectrogram(ComplexSpectrogram, float[], float[])}, as long as this way has a use for. */
    public float[] buffer(ComplexSpectrogram input) {
        return new float[0];
    }

    /**
     * The same, where the spectrogram is needed for a moment only.
     *
     * @param buffer of {@link #buffer}; may become the spectrogram's
     */
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] state, float[] buffer) {
        return spectrogram(input, state);
    }

    /** The cap of additive dreams; null for the others. */
    static EnergyCap cap(DreamSettings settings) {
        return settings.update() == Update.ADDITIVE ? new EnergyCap(settings.energyCapDb()) : null;
    }
}
