package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.image.SeedImage;

/**
 * What was dreamed: an STFT or mel power, one of them null.
 *
 * @param stft the dreamed STFT, which need not be one that a signal has
 * @param mel the dreamed mel power
 * @param image the picture that the spectrogram was read from; null where none was dreamed
 */
public record DreamedSpectrogram(ComplexSpectrogram stft, MelSpectrogram mel, SeedImage image) {

    static DreamedSpectrogram of(ComplexSpectrogram stft) {
        return new DreamedSpectrogram(stft, null, null);
    }

    static DreamedSpectrogram of(MelSpectrogram mel) {
        return new DreamedSpectrogram(null, mel, null);
    }
}
