package io.reverie.dream;

import java.io.IOException;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.Resampler;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.SpectrogramInput;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;

/**
 * Reads a request's input for a model. Audio and sweeps are brought to the model's sample rate and analysed. An STFT by
 * the model's own analysis is taken as it is; one by another analysis, and a mel spectrogram, is heard through its audio
 * (for an STFT without audio: through its inverse). Audio beyond full scale is turned down first, so that the input can
 * be written without clipping.
 */
@ApplicationScoped
class InputReader {

    private static final String FIELD = "input";
    private static final String GUIDE = "objective.guide";
    private static final double FULL_SCALE = 32_767.0 / 32_768;

    private final ArrayArtifacts arrays;
    private final AudioInputs audio;
    private final DreamLimits limits;

    InputReader(ArrayArtifacts arrays, AudioInputs audio, DreamLimits limits) {
        this.arrays = arrays;
        this.audio = audio;
        this.limits = limits;
    }

    /**
     * Identity of the input's content. A spectrogram is described by the request itself and not read for it.
     *
     * @throws JobRejectedException where there is no such artifact, or the description says already that the input is
     *     too long or contradicts itself
     */
    String identity(DreamRequest request) throws IOException {
        if (request.getInput() instanceof SpectrogramInput input) {
            if (input.getAnalysis().getKind() == AnalysisKind.STFT) {
                checkDescription(input);
            }
            String spectrogram = input.getSpectrogram().getArtifact().getSha256();
            return input.getAudio() == null
                    ? spectrogram
                    : spectrogram + " " + input.getAudio().getSha256();
        }
        if (request.getInput() instanceof SweepSource sweep && !(sweep.getSeconds() <= limits.longestSeconds())) {
            throw tooLong(sweep.getSeconds());
        }
        return audio.identity(request.getInput(), FIELD);
    }

    /** Identity of the guide's content. */
    String guideIdentity(DreamRequest request) throws IOException {
        return audio.identity(request.getObjective().getGuide(), GUIDE);
    }

    /**
     * Reads the guide.
     *
     * @param identity what {@link #guideIdentity} gave; null where there is no guide
     * @return mono samples at the model's rate; null where there is no guide
     */
    float[] guide(DreamRequest request, String identity, StftParameters stft) throws IOException {
        return identity == null
                ? null
                : audio.samples(request.getObjective().getGuide(), identity, stft.sampleRate(), GUIDE);
    }

    /**
     * Reads the input.
     *
     * @param identity what {@link #identity} gave
     * @param stft the model's analysis
     * @throws JobRejectedException where it cannot be read, is too short or too long
     */
    DreamInput read(DreamRequest request, String identity, StftParameters stft) throws IOException {
        ComplexSpectrogram stored = null;
        float[] samples;
        if (request.getInput() instanceof SpectrogramInput input) {
            StftParameters own = Analyses.stft(input.getAnalysis(), "input.analysis");
            boolean isStft = input.getAnalysis().getKind() == AnalysisKind.STFT;
            if (isStft && (own.equals(stft) || input.getAudio() == null)) {
                stored = arrays.readStft(input.getSpectrogram(), "input.spectrogram");
            }
            samples = input.getAudio() != null
                    ? audio.samples(input.getAudio(), stft.sampleRate(), "input.audio")
                    : inverse(stored, own, stft.sampleRate());
            if (!own.equals(stft)) {
                stored = null;
            }
        } else {
            samples = audio.samples(request.getInput(), identity, stft.sampleRate(), FIELD);
        }
        requireLength(samples.length, stft);
        if (stored != null && stored.frames() != stft.frames(samples.length)) {
            throw JobRejectedException.invalidValue(
                    "input.audio",
                    samples.length + " samples long",
                    "the audio of the " + stored.frames() + " frames of the spectrogram");
        }
        return withNoiseBed(samples, stored, stft, request);
    }

    private DreamInput withNoiseBed(
            float[] samples, ComplexSpectrogram stored, StftParameters stft, DreamRequest request) {
        double peak = Samples.peak(samples);
        float gain = peak > FULL_SCALE ? (float) (FULL_SCALE / peak) : 1;
        float[] turnedDown = samples.clone();
        for (int i = 0; i < turnedDown.length; i++) {
            turnedDown[i] *= gain;
        }
        float[] noise = NoiseBed.under(turnedDown, DreamRequestRules.noiseBedDb(request), request.getSeed());
        if (stored == null) {
            for (int i = 0; i < noise.length; i++) {
                noise[i] += turnedDown[i];
            }
        }
        ComplexSpectrogram spectrogram = new Stft(stft).forward(noise);
        if (stored != null) {
            for (int i = 0; i < spectrogram.values().length; i++) {
                spectrogram.values()[i] += gain * stored.values()[i];
            }
        }
        return new DreamInput(turnedDown, spectrogram);
    }

    /** Whether an STFT fits its analysis and is short enough, as far as the request alone tells. */
    private void checkDescription(SpectrogramInput input) {
        StftParameters own = Analyses.stft(input.getAnalysis(), "input.analysis");
        List<Long> shape = input.getSpectrogram().getShape();
        if (shape.size() != 3 || shape.get(0) != 2 || shape.get(1) != own.bins() || shape.get(2) < 1) {
            throw JobRejectedException.invalidValue(
                    "input.spectrogram.shape", shape, "[2, " + own.bins() + ", frames], as input.analysis.nFft says");
        }
        long most = (long) limits.longestSeconds() * own.sampleRate() / own.hop() + 1;
        if (shape.get(2) > most) {
            throw tooLong((double) shape.get(2) * own.hop() / own.sampleRate());
        }
    }

    private static float[] inverse(ComplexSpectrogram stored, StftParameters own, int sampleRate) {
        int samples = (stored.frames() - 1) * own.hop() + (own.centered() ? 0 : own.nFft());
        if (samples == 0) {
            throw JobRejectedException.invalidValue("input.spectrogram.shape", "one frame", "at least 2 frames");
        }
        return Resampler.resample(new Stft(own).inverse(stored, samples), own.sampleRate(), sampleRate);
    }

    private void requireLength(int samples, StftParameters stft) {
        if (samples < stft.minimumSamples()) {
            throw JobRejectedException.invalidValue(
                    FIELD,
                    samples + " samples long at " + stft.sampleRate() + " Hz",
                    "at least " + stft.minimumSamples() + " samples");
        }
        if (samples > (long) limits.longestSeconds() * stft.sampleRate()) {
            throw tooLong((double) samples / stft.sampleRate());
        }
    }

    private JobRejectedException tooLong(double seconds) {
        return JobRejectedException.invalidValue(
                FIELD,
                seconds + " s long",
                "at most " + limits.longestSeconds() + " s (reverie.dream.longest-seconds)");
    }
}
