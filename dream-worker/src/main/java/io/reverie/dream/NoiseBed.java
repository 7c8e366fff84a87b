package io.reverie.dream;

import java.util.Random;

import io.reverie.dream.engine.Seeds;

/** White noise under the input: gains cannot fill digital silence. */
final class NoiseBed {

    private NoiseBed() {}

    /**
     * Gaussian noise as long as a signal.
     *
     * @param decibels level relative to the signal's RMS
     */
    static float[] under(float[] samples, double decibels, long seed) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        double level = Math.sqrt(sum / samples.length) * Math.pow(10, decibels / 20);
        Random random = Seeds.noiseBed(seed);
        float[] noise = new float[samples.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (level * random.nextGaussian());
        }
        return noise;
    }
}
