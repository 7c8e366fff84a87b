package io.reverie.train;

import java.util.random.RandomGenerator;

/**
 * Deals the numbers 0 to size − 1 in random order, and again in a fresh order once all are dealt: however long the
 * training, no track is used more than once oftener than another.
 */
final class Deck {

    private final int[] cards;
    private final RandomGenerator random;
    private int dealt;

    Deck(int size, RandomGenerator random) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, was " + size);
        }
        this.cards = inOrder(size);
        this.random = random;
        this.dealt = size;
    }

    int next() {
        if (dealt == cards.length) {
            shuffle(cards, random);
            dealt = 0;
        }
        return cards[dealt++];
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
