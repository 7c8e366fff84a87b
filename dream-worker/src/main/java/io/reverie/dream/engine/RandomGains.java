package io.reverie.dream.engine;

import java.util.Random;

/** Gains that no network asked for. */
public final class RandomGains {

    private static final double BLUR = 2;

    private RandomGains() {}

    /**
     * Gaussian gains, blurred over two bands and two frames and brought back to a standard deviation of 1.
     *
     * @return nepers [frames, bands]
     */
    public static float[] blurred(int bands, int frames, long seed) {
        Random random = Seeds.control(seed);
        float[] gains = new float[bands * frames];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = (float) random.nextGaussian();
        }
        new GaussianBlur(bands, frames, BLUR, BLUR).apply(gains, frames);
        float deviation = (float) Math.sqrt(Magnitudes.energy(gains) / gains.length);
        for (int i = 0; i < gains.length; i++) {
            gains[i] /= deviation;
        }
        return gains;
    }
}
