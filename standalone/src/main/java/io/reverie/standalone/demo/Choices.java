package io.reverie.standalone.demo;

import java.util.SplittableRandom;

/** What a composer leaves to chance; the same seed makes the same choices. */
final class Choices {
    private final SplittableRandom random;

    Choices(long seed) {
        this(new SplittableRandom(seed));
    }

    private Choices(SplittableRandom random) {
        this.random = random;
    }

    /** Choices of their own for one part, so that parts do not disturb each other. */
    Choices forPart() {
        return new Choices(random.split());
    }

    double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** A whole number, both ends included. */
    int betweenWhole(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T oneOf(T... options) {
        return options[random.nextInt(options.length)];
    }

    /** Noise from a source of its own. */
    Noise noise() {
        return new Noise(random.split());
    }
}
