package io.reverie.dream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.dream.engine.MelGainMask;
import io.reverie.dream.engine.RandomGains;

/**
 * What distance alone does to a judge: the input with random gains of mel bands, blurred, scaled so that it is as far
 * from the input as a recording is. Sound is made and heard as a recording's: inverse STFT, 16 bits, from nothing.
 */
final class Control {

    private static final int BISECTIONS = 10;
    /** Gains far beyond a dream's: from there on the distance grows no more. */
    private static final double LARGEST_SCALE = 16;

    private static final float STEPS_OF_16_BITS = 32_768;

    private final ComplexSpectrogram input;
    private final int samples;
    private final Runnable beforeTrial;
    private final Stft stft;
    private final Stft inverse;
    private final float[] inputPower;
    private final MelGainMask mask;
    private final float[] gains;

    /**
     * @param input mono samples, at least as many as the analysis needs
     * @param seed of the dream
     * @param beforeTrial called again and again; an exception ends the search
     */
    Control(float[] input, StftParameters parameters, long seed, Runnable beforeTrial) {
        this.samples = input.length;
        this.beforeTrial = beforeTrial;
        this.stft = new Stft(parameters);
        this.inverse = Stft.fadingEdges(parameters);
        this.input = stft.forward(input);
        this.inputPower = this.input.power();
        this.mask = new MelGainMask(new MelFilterBank(parameters, MelParameters.defaults()));
        this.gains = RandomGains.blurred(mask.bands(), parameters.frames(input.length), seed);
    }

    /** The control at a distance in dB, or the nearest below it where no gains reach so far. */
    Sound at(double distanceDb) {
        double within = 0;
        double beyond = 1;
        while (beyond < LARGEST_SCALE && sound(beyond).distanceDb() < distanceDb) {
            within = beyond;
            beyond *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (within + beyond) / 2;
            if (sound(middle).distanceDb() <= distanceDb) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        return sound(within);
    }

    private Sound sound(double scale) {
        beforeTrial.run();
        float[] scaled = gains.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) scale;
        }
        float[] heard = inverse.inverse(mask.apply(input, scaled), samples);
        double peak = Samples.peak(heard);
        float gain = peak > 1 ? (float) (1 / peak) : 1;
        for (int i = 0; i < heard.length; i++) {
            heard[i] = Math.round(heard[i] * gain * (STEPS_OF_16_BITS - 1)) / STEPS_OF_16_BITS;
        }
        double distance = LogSpectralDistance.decibels(
                stft.forward(heard).power(), inputPower, stft.parameters().bins());
        return new Sound(heard, distance);
    }

    /**
     * A control.
     *
     * @param samples mono, at the rate of the analysis
     * @param distanceDb log-spectral distance from the input, in dB
     */
    record Sound(float[] samples, double distanceDb) {}
}
