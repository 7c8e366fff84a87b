package io.reverie.dream.engine;

/**
 * Bounds the rise of the energy. With gains that are not negative, {@code ln E(s) = ln(sum of P0 * e^(2 s g) / sum of
 * P0)} is convex in the scale s and 0 at s = 0 (log-sum-exp; Boyd and Vandenberghe, Convex Optimization, 3.1.5).
 * Therefore {@code ln E(s) <= s * ln E(1)}: scaling the gains by {@code ln cap / ln E(1)} keeps the cap for certain.
 */
final class EnergyCap {

    private static final double DECIBELS_PER_NEPER_OF_POWER = 10 / Math.log(10);

    private final double largestNepers;

    /** A cap in dB; infinite for none. */
    EnergyCap(double decibels) {
        this.largestNepers = decibels / DECIBELS_PER_NEPER_OF_POWER;
    }

    /**
     * The factor of the gains that keeps the cap; 1 where they keep it already.
     *
     * @param energy of the masked input
     * @param inputEnergy of the input
     */
    double scale(double energy, double inputEnergy) {
        double rise = Math.log(energy / inputEnergy);
        return rise > largestNepers ? largestNepers / rise : 1;
    }

    /** By how much the energy's logarithm exceeds the cap, in nepers of power; not above 0 where it keeps it. */
    double excess(double energy, double inputEnergy) {
        return Math.log(energy / inputEnergy) - largestNepers;
    }
}
