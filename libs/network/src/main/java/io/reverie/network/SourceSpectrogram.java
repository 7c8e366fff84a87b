package io.reverie.network;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;

/**
 * A spectrogram of either kind, as features are computed from it. The array is shared, not copied.
 *
 * @param kind what the values are
 * @param valuesPerFrame mel bands, or twice the bins
 * @param frames number of frames
 * @param values frame after frame, see {@link FeatureTransform}
 */
public record SourceSpectrogram(SpectrogramKind kind, int valuesPerFrame, int frames, float[] values) {

    public SourceSpectrogram {
        if (valuesPerFrame < 1 || frames < 0 || values.length != (long) valuesPerFrame * frames) {
            throw new IllegalArgumentException("values must have valuesPerFrame * frames, " + valuesPerFrame + " * "
                    + frames + " elements: " + values.length);
        }
    }

    public static SourceSpectrogram of(MelSpectrogram mel) {
        return new SourceSpectrogram(SpectrogramKind.MEL, mel.bands(), mel.frames(), mel.values());
    }

    public static SourceSpectrogram of(ComplexSpectrogram stft) {
        return new SourceSpectrogram(SpectrogramKind.STFT, 2 * stft.bins(), stft.frames(), stft.values());
    }

    /**
     * Makes sure that the values are what they can be.
     *
     * @throws IllegalArgumentException if one is not finite, or negative in mel power
     */
    public void requireValues() {
        for (float value : values) {
            if (!Float.isFinite(value) || kind == SpectrogramKind.MEL && value < 0) {
                throw new IllegalArgumentException(
                        kind == SpectrogramKind.MEL
                                ? "mel power must be 0 or more and finite: " + value
                                : "an STFT must be finite: " + value);
            }
        }
    }
}
