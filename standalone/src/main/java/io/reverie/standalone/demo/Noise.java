package io.reverie.standalone.demo;

import java.util.random.RandomGenerator;

/** White noise, evenly distributed between -1 and 1. */
final class Noise {
    /** Root mean square of the noise: 1/sqrt(3). */
    static final double RMS = 1 / Math.sqrt(3);

    private final RandomGenerator random;

    Noise(RandomGenerator random) {
        this.random = random;
    }

    double next() {
        return 2 * random.nextDouble() - 1;
    }
}
