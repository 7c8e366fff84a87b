package io.reverie.network;

/** Seeds as ND4J takes them. */
final class RandomSeeds {
    private RandomSeeds() {}

    /** Any seed but 0, which ND4J takes as none and replaces by the clock. */
    static long forNd4j(long seed) {
        return seed == 0 ? Long.MIN_VALUE : seed;
    }
}
