package io.reverie.reconstruct;

import java.io.IOException;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Samples;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.Reconstruction;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;

/** Reads what was dreamed and makes sound of it. */
final class DreamedSound {

    private static final String DREAMED = "dreamed";

    /** Squares and sums of them stay within float32. */
    private static final float LARGEST = 1e15f;

    private final ArrayArtifacts arrays;

    DreamedSound(ArrayArtifacts arrays) {
        this.arrays = arrays;
    }

    /**
     * The sound of a dream.
     *
     * @param input the input's audio, at the analysis's rate
     * @throws JobRejectedException where the array is not what the event says, silent, or too large to become sound
     */
    Resynthesis.Sound of(DreamReady event, Dream dream, float[] input) throws IOException {
        Reconstruction wanted = dream.reconstruction();
        Resynthesis resynthesis = new Resynthesis(
                dream.stft(),
                wanted.getPhase(),
                wanted.getIterations(),
                event.getRequest().getSeed());
        if (dream.image() != null) {
            DreamedImages images = new DreamedImages(dream, arrays.read(event.getDreamed(), DREAMED), DREAMED);
            return dream.mel() == null
                    ? ofStft(images.toStft(input), dream, input, resynthesis)
                    : ofMel(images.toMel(input), dream, input, resynthesis);
        }
        if (dream.mel() != null) {
            return ofMel(arrays.readMel(event.getDreamed(), DREAMED), dream, input, resynthesis);
        }
        return ofStft(arrays.readStft(event.getDreamed(), DREAMED), dream, input, resynthesis);
    }

    private static Resynthesis.Sound ofStft(
            ComplexSpectrogram stft, Dream dream, float[] input, Resynthesis resynthesis) {
        requireRange(Samples.peak(stft.values()), 1);
        requireSound(stft.meanPower());
        return resynthesis.of(stft, dream.samples(), input);
    }

    private static Resynthesis.Sound ofMel(MelSpectrogram mel, Dream dream, float[] input, Resynthesis resynthesis) {
        requireMel(mel, dream.mel().power());
        return resynthesis.of(mel, dream.mel(), dream.samples(), input);
    }

    private static void requireRange(double largest, double exponent) {
        if (Math.pow(largest, exponent) > LARGEST) {
            throw JobRejectedException.invalidValue(
                    DREAMED,
                    "so large that its inverse is not finite",
                    "values whose magnitudes are at most " + LARGEST);
        }
    }

    private static void requireMel(MelSpectrogram mel, double power) {
        requireRange(Math.max(1, Samples.peak(mel.values())), 1 / power);
        double sum = 0;
        for (float value : mel.values()) {
            if (value < 0) {
                throw JobRejectedException.invalidValue(
                        DREAMED, "a mel spectrogram with a value of " + value, "0 or more");
            }
            sum += value;
        }
        requireSound(sum);
    }

    private static void requireSound(double power) {
        if (!(power > 0)) {
            throw JobRejectedException.invalidValue(DREAMED, "silent: every value is 0", "a spectrogram of sound");
        }
    }
}
