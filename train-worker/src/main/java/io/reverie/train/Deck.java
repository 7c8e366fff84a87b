package io.reverie.train;

import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Deals the numbers 0 to size − 1 in random order, and again in a fresh order once all are dealt: however long the
 * training, no track is used more than once oftener than another. What is dealt at a position depends on the position
 * and the random numbers of its pass alone.
 */
final class Deck {

    private final int size;
    private final LongFunction<RandomGenerator> randomOfPass;
    private int[] cards;
    private long shuffledPass = -1;

    /** @param randomOfPass the random numbers that a pass, from 0, is shuffled by */
    Deck(int size, LongFunction<RandomGenerator> randomOfPass) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, was " + size);
        }
        this.size = size;
        this.randomOfPass = randomOfPass;
    }

    /** What is dealt at a position, from 0. */
    int card(long position) {
        long pass = position / size;
        if (pass != shuffledPass) {
            cards = inOrder(size);
            shuffle(cards, randomOfPass.apply(pass));
            shuffledPass = pass;
        }
        return cards[(int) (position % size)];
    }

    /** The numbers 0 to size − 1 in order. */
    static int[] inOrder(int size) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    /** Fisher and Yates's shuffle. */
    static void shuffle(int[] numbers, RandomGenerator random) {
        for (int last = numbers.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int moved = numbers[last];
            numbers[last] = numbers[other];
            numbers[other] = moved;
        }
    }
}
