package io.reverie.standalone.demo;

/**
 * A tonic and the scale on it.
 *
 * @param tonic MIDI note number
 * @param scale the scale
 */
record Key(int tonic, Scale scale) {

    /** The pitch of a step of the scale, 0 being the tonic. */
    int pitch(int degree) {
        return tonic + scale.semitones(degree);
    }

    /** The next pitch of the scale above (direction 1) or below (direction -1) a pitch. */
    int neighbour(int pitch, int direction) {
        int candidate = pitch + direction;
        while (!scale.contains(candidate - tonic)) {
            candidate += direction;
        }
        return candidate;
    }

    /** Stacked thirds on a step of the scale: a triad for three notes, a seventh chord for four. */
    int[] chord(int degree, int notes) {
        int[] chord = new int[notes];
        for (int i = 0; i < notes; i++) {
            chord[i] = pitch(degree + 2 * i);
        }
        return chord;
    }
}
