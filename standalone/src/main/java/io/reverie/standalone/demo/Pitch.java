package io.reverie.standalone.demo;

/** Equal temperament: pitches are MIDI note numbers, 69 is the A at 440 Hz, 12 to the octave, fractions allowed. */
final class Pitch {
    private Pitch() {}

    static double hertz(double pitch) {
        return 440 * Math.pow(2, (pitch - 69) / 12);
    }

    /** The pitch of the same class (any octave) that lies nearest to another pitch. */
    static int nearest(int pitchClass, int pitch) {
        int above = Math.floorMod(pitchClass - pitch, 12);
        return above <= 6 ? pitch + above : pitch + above - 12;
    }
}
