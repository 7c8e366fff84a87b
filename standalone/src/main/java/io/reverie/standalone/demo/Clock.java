package io.reverie.standalone.demo;

/**
 * Musical time.
 *
 * @param beatsPerMinute the tempo, above 0
 */
record Clock(double beatsPerMinute) {

    Clock {
        if (!(beatsPerMinute > 0)) {
            throw new IllegalArgumentException("beatsPerMinute must be above 0 but is " + beatsPerMinute);
        }
    }

    double seconds(double beats) {
        return beats * 60 / beatsPerMinute;
    }

    /** Whole bars of four beats that cover a length. */
    int bars(double seconds) {
        return (int) Math.ceil(seconds / seconds(4));
    }
}
