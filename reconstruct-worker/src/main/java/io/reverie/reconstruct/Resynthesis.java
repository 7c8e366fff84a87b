package io.reverie.reconstruct;

import java.util.Locale;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.phase.MelInversion;
import io.reverie.audio.phase.PhaseRetrieval;
import io.reverie.audio.phase.PhaseSettings;
import io.reverie.audio.phase.Retrieved;
import io.reverie.schemas.PhaseMethod;

/**
 * From spectrograms to sound: by the inverse STFT where the phase is known, by phase retrieval where it is not, from mel
 * spectrograms by non-negative least squares first.
 */
public final class Resynthesis {

    private static final String KNOWN = "known";

    private final StftParameters parameters;
    private final PhaseMethod method;
    private final int iterations;
    private final long seed;

    /**
     * @param method {@link PhaseMethod#AUTOMATIC} is the known phase, or {@link PhaseMethod#PGHI_FGLA} where there is none
     * @param iterations most iterations of phase retrieval
     * @param seed of the random phase of what is too quiet for heap integration
     */
    public Resynthesis(StftParameters parameters, PhaseMethod method, int iterations, long seed) {
        this.parameters = parameters;
        this.method = method;
        this.iterations = iterations;
        this.seed = seed;
    }

    /**
     * Sound, and how it was found.
     *
     * @param samples as many as were asked for
     * @param target the magnitudes that the sound was to have
     * @param phaseMethod known, input, or the name of a method of phase retrieval
     * @param iterations of phase retrieval that were done
     */
    public record Sound(float[] samples, MagnitudeSpectrogram target, String phaseMethod, int iterations) {}

    /**
     * From a complex STFT. Any method but {@link PhaseMethod#AUTOMATIC} forgets its phase.
     *
     * @param samples length of the sound
     * @param input the signal whose phase {@link PhaseMethod#INPUT} takes, as long as the sound; null where there is none
     */
    public Sound of(ComplexSpectrogram spectrogram, int samples, float[] input) {
        MagnitudeSpectrogram target = MagnitudeSpectrogram.of(spectrogram);
        return method == PhaseMethod.AUTOMATIC
                ? new Sound(Stft.fadingEdges(parameters).inverse(spectrogram, samples), target, KNOWN, 0)
                : of(target, samples, input);
    }

    /** From a mel spectrogram; otherwise as {@link #of(MagnitudeSpectrogram, int, float[])}. */
    public Sound of(MelSpectrogram spectrogram, MelParameters mel, int samples, float[] input) {
        return of(new MelInversion(parameters, mel).invert(spectrogram), samples, input);
    }

    /**
     * From magnitudes alone.
     *
     * @param samples length of the sound
     * @param input the signal whose phase {@link PhaseMethod#INPUT} takes, as long as the sound; null where there is none
     * @throws IllegalArgumentException if the input is wanted and not there
     */
    public Sound of(MagnitudeSpectrogram magnitudes, int samples, float[] input) {
        if (method == PhaseMethod.INPUT) {
            if (input == null) {
                throw new IllegalArgumentException("input must be given for its phase");
            }
            Stft stft = Stft.fadingEdges(parameters);
            ComplexSpectrogram phased = withPhaseOf(stft.forward(input), magnitudes);
            return new Sound(stft.inverse(phased, samples), magnitudes, name(method), 0);
        }
        PhaseMethod retrieval = method == PhaseMethod.AUTOMATIC ? PhaseMethod.PGHI_FGLA : method;
        PhaseSettings settings = PhaseSettings.of(
                        io.reverie.audio.phase.PhaseMethod.valueOf(retrieval.name()), iterations)
                .withSeed(seed);
        Retrieved retrieved = new PhaseRetrieval(parameters, settings).retrieve(magnitudes, samples);
        return new Sound(retrieved.samples(), magnitudes, name(retrieval), retrieved.iterations());
    }

    /** The magnitudes with the phase of a spectrum of the same shape; 0 where that has none. */
    private static ComplexSpectrogram withPhaseOf(ComplexSpectrogram input, MagnitudeSpectrogram magnitudes) {
        float[] values = new float[input.values().length];
        for (int i = 0; i < magnitudes.values().length; i++) {
            double real = input.values()[2 * i];
            double imaginary = input.values()[2 * i + 1];
            double magnitude = Math.sqrt(real * real + imaginary * imaginary);
            values[2 * i] = (float) (magnitudes.values()[i] * (magnitude == 0 ? 1 : real / magnitude));
            values[2 * i + 1] = (float) (magnitudes.values()[i] * (magnitude == 0 ? 0 : imaginary / magnitude));
        }
        return new ComplexSpectrogram(input.bins(), input.frames(), values);
    }

    private static String name(PhaseMethod method) {
        return method == PhaseMethod.PGHI_FGLA
                ? "pghi+fgla"
                : method.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
