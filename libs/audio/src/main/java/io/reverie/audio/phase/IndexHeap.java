package io.reverie.audio.phase;

import java.util.Arrays;

/** A binary heap of indices, the one with the largest key on top; of equal keys the larger index. */
final class IndexHeap {

    private long[] entries = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds an index with a key that is not negative. */
    void push(float key, int index) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        long entry = entry(key, index);
        int at = size++;
        while (at > 0 && entries[(at - 1) / 2] < entry) {
            entries[at] = entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        entries[at] = entry;
    }

    /** Takes the index with the largest key. */
    int pop() {
        int top = index(entries[0]);
        long last = entries[--size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && entries[child + 1] > entries[child]) {
                child++;
            }
            if (entries[child] <= last) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = last;
        return top;
    }

    /** Key and index in one number that orders as they do: the bits of floats that are not negative are in order. */
    static long entry(float key, int index) {
        return (long) Float.floatToRawIntBits(key) << Integer.SIZE | index;
    }

    /** The index of an entry. */
    static int index(long entry) {
        return (int) entry;
    }
}
