package io.reverie.standalone.demo;

/**
 * A low pass that closes during a note, as the overtones of a string die before its fundamental.
 *
 * @param struckHertz corner at the beginning of the note, in Hz
 * @param restHertz corner that it falls to, in Hz
 * @param closing time constant in seconds
 * @param quality resonance of the corner; 0.7 is flat
 */
record Brightness(double struckHertz, double restHertz, double closing, double quality) {
    static final Brightness OPEN = new Brightness(Tape.SAMPLE_RATE, Tape.SAMPLE_RATE, 1, 0.7);

    boolean isOpen() {
        return restHertz >= Tape.SAMPLE_RATE / 2.0;
    }

    double corner(double time) {
        return restHertz + (struckHertz - restHertz) * Math.exp(-time / closing);
    }
}
