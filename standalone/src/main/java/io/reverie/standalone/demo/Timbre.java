package io.reverie.standalone.demo;

/** The overtones of an instrument. */
@FunctionalInterface
interface Timbre {
    /** Every harmonic: strings and reeds, synthesisers. */
    Timbre SAW = (harmonic, hertz) -> 1.0 / harmonic;

    /** Odd harmonics: clarinets, early computers. */
    Timbre SQUARE = (harmonic, hertz) -> harmonic % 2 == 1 ? 1.0 / harmonic : 0;

    /** Odd harmonics that fall fast: flutes. */
    Timbre TRIANGLE = (harmonic, hertz) -> harmonic % 2 == 1 ? 1.0 / (harmonic * harmonic) : 0;

    /** A plucked or muted bass string. */
    Timbre BASS = (harmonic, hertz) -> Math.pow(harmonic, -1.4);

    /** A string plucked at a fifth of its length, which silences every fifth harmonic. */
    Timbre PLUCKED = (harmonic, hertz) -> Math.abs(Math.sin(Math.PI * harmonic / 5)) / harmonic;

    /** Piano strings struck at an eighth. */
    Timbre PIANO = (harmonic, hertz) -> Math.abs(Math.sin(Math.PI * harmonic / 8)) / Math.pow(harmonic, 1.3);

    /** A metal comb. */
    Timbre MUSIC_BOX = drawbars(1, 0.1, 0.25, 0.3, 0, 0.12, 0, 0, 0.1);

    /** A tine and its bell-like overtone. */
    Timbre ELECTRIC_PIANO = drawbars(1, 0.45, 0.12, 0.1, 0.04, 0.03, 0.08);

    /** Principal pipes: foundation, octave, fifth, and the upper ranks. */
    Timbre PIPE_ORGAN = drawbars(1, 0.8, 0.45, 0.5, 0.1, 0.3, 0.05, 0.3, 0, 0.1, 0, 0.12, 0, 0, 0, 0.1);

    /** Tone wheels. */
    Timbre TONE_WHEELS = drawbars(1, 0.7, 0.75, 0.35, 0, 0.2, 0, 0.25);

    /** A choir on "ah". */
    Timbre CHOIR_AH = formants(700, 1_200, 2_700, 3_600);

    /** A choir on "oh". */
    Timbre CHOIR_OH = formants(430, 820, 2_600, 3_300);

    /** Bowed strings and the resonances of their bodies. */
    Timbre STRINGS = (harmonic, hertz) ->
            (1 + 0.8 * resonance(harmonic * hertz, 450, 200) + 0.8 * resonance(harmonic * hertz, 2_800, 1_200))
                    / harmonic;

    /** Brass and reeds, whose overtones have their maximum around 1200 Hz. */
    Timbre REED = (harmonic, hertz) -> Math.pow(harmonic, -0.9) * (0.5 + 1.5 * resonance(harmonic * hertz, 1_200, 800));

    /**
     * Amplitude of an overtone, relative to the others.
     *
     * @param harmonic 1 is the fundamental
     * @param hertz frequency of the fundamental, in Hz
     */
    double amplitude(int harmonic, double hertz);

    private static Timbre drawbars(double... amplitudes) {
        return (harmonic, hertz) -> harmonic <= amplitudes.length ? amplitudes[harmonic - 1] : 0;
    }

    private static Timbre formants(double... centres) {
        return (harmonic, hertz) -> {
            double frequency = harmonic * hertz;
            double throat = 0.08;
            for (int i = 0; i < centres.length; i++) {
                throat += resonance(frequency, centres[i], 90 + 60 * i) * Math.pow(0.75, i);
            }
            return throat / Math.sqrt(harmonic);
        };
    }

    private static double resonance(double frequency, double centre, double width) {
        double distance = (frequency - centre) / width;
        return 1 / (1 + distance * distance);
    }
}
