package io.reverie.standalone.demo;

/**
 * The loudness of a note over time: a linear attack, an exponential decay to the sustained level, an exponential
 * release once the note is no longer held.
 *
 * @param attack seconds to full level, above 0
 * @param decay time constant of the decay in seconds, above 0
 * @param sustain level that is held, 0 to 1
 * @param release time constant of the release in seconds, above 0
 */
record Envelope(double attack, double decay, double sustain, double release) {
    /** Time constants until nothing is heard: -60 dB. */
    private static final double TIME_CONSTANTS_TO_SILENCE = 6.9;

    Envelope {
        requirePositive("attack", attack);
        requirePositive("decay", decay);
        requirePositive("release", release);
        if (!(sustain >= 0 && sustain <= 1)) {
            throw new IllegalArgumentException("sustain must be between 0 and 1 but is " + sustain);
        }
    }

    /** A string or bell that nobody damps. */
    static Envelope struck(double attack, double decay) {
        return new Envelope(attack, decay, 0, decay / 2);
    }

    /** A pipe, a voice or a bow. */
    static Envelope held(double attack, double release) {
        return new Envelope(attack, 1, 1, release);
    }

    /**
     * Level between 0 and 1.
     *
     * @param time seconds since the note began
     * @param held seconds that the note is held
     */
    double level(double time, double held) {
        return time < held ? heldLevel(time) : heldLevel(held) * Math.exp(-(time - held) / release);
    }

    /** Seconds from the beginning of a note until nothing of it is heard. */
    double audible(double held) {
        double released = held + TIME_CONSTANTS_TO_SILENCE * release;
        return sustain > 0 ? released : Math.min(released, attack + TIME_CONSTANTS_TO_SILENCE * decay);
    }

    private double heldLevel(double time) {
        if (time < attack) {
            return time / attack;
        }
        return sustain + (1 - sustain) * Math.exp(-(time - attack) / decay);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be above 0 but is " + value);
        }
    }
}
