package io.reverie.network;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;

/** From samples to the spectrogram that features need. For one thread at a time. */
public final class SpectrogramAnalysis {
    private final Stft stft;
    private final MelFilterBank filters;

    /**
     * @param kind the spectrogram that is wanted
     * @param mel mel parameters; without meaning for an STFT
     */
    public SpectrogramAnalysis(SpectrogramKind kind, StftParameters stft, MelParameters mel) {
        this.stft = new Stft(stft);
        this.filters = kind == SpectrogramKind.MEL ? new MelFilterBank(stft, mel) : null;
    }

    /**
     * The spectrogram of mono samples at the analysis' rate.
     *
     * @throws IllegalArgumentException if there are too few samples
     */
    public SourceSpectrogram of(float[] samples) {
        ComplexSpectrogram spectrum = stft.forward(samples);
        return filters == null ? SourceSpectrogram.of(spectrum) : SourceSpectrogram.of(filters.apply(spectrum));
    }
}
