package io.reverie.standalone.demo;

import java.util.Arrays;

/** Seven-note scales, and the two that blues and folk melodies are made of. */
enum Scale {
    MAJOR(0, 2, 4, 5, 7, 9, 11),
    MINOR(0, 2, 3, 5, 7, 8, 10),
    DORIAN(0, 2, 3, 5, 7, 9, 10),
    PHRYGIAN(0, 1, 3, 5, 7, 8, 10),
    LYDIAN(0, 2, 4, 6, 7, 9, 11),
    BLUES(0, 3, 5, 6, 7, 10);

    private final int[] semitones;

    Scale(int... semitones) {
        this.semitones = semitones;
    }

    /** Whether a pitch so many semitones above the tonic, in any octave, belongs to the scale. */
    boolean contains(int semitonesAboveTonic) {
        int pitchClass = Math.floorMod(semitonesAboveTonic, 12);
        return Arrays.stream(semitones).anyMatch(member -> member == pitchClass);
    }

    /**
     * Semitones above the tonic.
     *
     * @param degree step of the scale, 0 being the tonic; steps beyond an octave, and below the tonic, go on
     */
    int semitones(int degree) {
        return 12 * Math.floorDiv(degree, semitones.length) + semitones[Math.floorMod(degree, semitones.length)];
    }
}
