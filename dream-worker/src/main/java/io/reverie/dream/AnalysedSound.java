package io.reverie.dream;

import java.util.HashMap;
import java.util.Map;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.network.ModelDescription;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.SpectrogramKind;

/** Sound at one sample rate and its spectrograms, each computed once however many models hear it. Not thread-safe. */
final class AnalysedSound {

    /** The STFT of longer sound is computed each time rather than kept: two of 10 minutes take 400 MB. */
    private static final int LONGEST_KEPT = 120 * 22_050;

    private final float[] samples;
    private final Map<StftParameters, ComplexSpectrogram> stfts = new HashMap<>();
    private final Map<MelAnalysis, MelSpectrogram> mels = new HashMap<>();

    /** @param samples mono */
    AnalysedSound(float[] samples) {
        this.samples = samples;
    }

    float[] samples() {
        return samples;
    }

    /** Whether its spectrogram is so large that one at a time should be in memory. */
    boolean isLong() {
        return samples.length > LONGEST_KEPT;
    }

    /**
     * The spectrum by an analysis at the sound's sample rate.
     *
     * @throws IllegalArgumentException if there are too few samples, or one is not finite
     */
    ComplexSpectrogram stft(StftParameters parameters) {
        if (isLong()) {
            return analysed(parameters);
        }
        return stfts.computeIfAbsent(parameters, this::analysed);
    }

    /**
     * The spectrogram that a model hears.
     *
     * @throws IllegalArgumentException as for {@link #stft}
     */
    SourceSpectrogram heardBy(ModelDescription model) {
        if (model.featureKind().source() == SpectrogramKind.STFT) {
            return SourceSpectrogram.of(stft(model.stft()));
        }
        return SourceSpectrogram.of(mels.computeIfAbsent(
                new MelAnalysis(model.stft(), model.mel()),
                wanted -> new MelFilterBank(wanted.stft(), wanted.mel()).apply(stft(wanted.stft()))));
    }

    private ComplexSpectrogram analysed(StftParameters parameters) {
        if (!Samples.allFinite(samples)) {
            throw new IllegalArgumentException("samples must be finite");
        }
        return new Stft(parameters).forward(samples);
    }

    private record MelAnalysis(StftParameters stft, MelParameters mel) {}
}
