package io.reverie.standalone.demo;

/** Drums and cymbals; every kit is tuned a little differently. */
final class DrumKit {
    /** Ratios of the partials of a cymbal: inharmonic, so that no pitch is heard. */
    private static final double[] CYMBAL_PARTIALS = {2, 3, 4.16, 5.43, 6.79, 8.21};

    private final Tape tape;
    private final Noise noise;
    private final double kickHertz;
    private final double kickDecay;
    private final double snareHertz;
    private final double snareDecay;
    private final double hatHertz;
    private final double cymbalHertz;
    private final double clapHertz;

    DrumKit(Tape tape, Choices choices) {
        this.tape = tape;
        this.noise = choices.noise();
        this.kickHertz = choices.between(43, 58);
        this.kickDecay = choices.between(0.1, 0.2);
        this.snareHertz = choices.between(165, 230);
        this.snareDecay = choices.between(0.06, 0.12);
        this.hatHertz = choices.between(5_500, 8_000);
        this.cymbalHertz = choices.between(620, 900);
        this.clapHertz = choices.between(950, 1_500);
    }

    void kick(double start, double loudness) {
        thump(start, kickHertz, 3.5 * kickHertz, kickDecay, loudness);
        hiss(start, Pass.BAND, 3_000, 0.006, 0.25 * loudness);
    }

    void snare(double start, double loudness) {
        thump(start, snareHertz, 1.5 * snareHertz, 0.06, 0.5 * loudness);
        hiss(start, Pass.HIGH, 1_400, snareDecay, 0.6 * loudness);
    }

    /** A few pairs of hands that do not quite meet. */
    void clap(double start, double loudness) {
        hiss(start, Pass.BAND, clapHertz, 0.006, loudness);
        hiss(start + 0.011, Pass.BAND, clapHertz, 0.006, loudness);
        hiss(start + 0.022, Pass.BAND, clapHertz, 0.07, loudness);
    }

    void closedHat(double start, double loudness) {
        hiss(start, Pass.HIGH, hatHertz, 0.018, loudness);
    }

    void openHat(double start, double loudness) {
        hiss(start, Pass.HIGH, hatHertz, 0.09, loudness);
    }

    void ride(double start, double loudness) {
        for (double partial : CYMBAL_PARTIALS) {
            double hertz = partial * cymbalHertz;
            thump(start, hertz, hertz, 0.12, 0.09 * loudness);
        }
        hiss(start, Pass.HIGH, 0.85 * hatHertz, 0.1, 0.35 * loudness);
    }

    void shaker(double start, double loudness) {
        hiss(start, Pass.BAND, 0.8 * hatHertz, 0.03, loudness);
    }

    /** A membrane: a sine that falls from one frequency to another while it dies. */
    private void thump(double start, double hertz, double struckHertz, double decay, double loudness) {
        int from = Tape.position(start);
        int length = Tape.position(7 * decay);
        double phase = 0;
        double bend = 1;
        double level = loudness;
        double bending = Math.exp(-1 / (0.02 * Tape.SAMPLE_RATE));
        double dying = Math.exp(-1 / (decay * Tape.SAMPLE_RATE));
        for (int i = 0; i < length && from + i < tape.length(); i++) {
            tape.add(from + i, level * Math.sin(phase));
            phase += 2 * Math.PI * (hertz + (struckHertz - hertz) * bend) / Tape.SAMPLE_RATE;
            bend *= bending;
            level *= dying;
        }
    }

    /** Filtered noise that dies. */
    private void hiss(double start, Pass pass, double hertz, double decay, double loudness) {
        int from = Tape.position(start);
        int length = Tape.position(7 * decay);
        StateVariableFilter filter = new StateVariableFilter(hertz, pass == Pass.BAND ? 1.2 : 0.7);
        double level = loudness;
        double dying = Math.exp(-1 / (decay * Tape.SAMPLE_RATE));
        for (int i = 0; i < length && from + i < tape.length(); i++) {
            filter.feed(noise.next());
            tape.add(from + i, level * (pass == Pass.BAND ? filter.band() : filter.high()));
            level *= dying;
        }
    }

    private enum Pass {
        BAND,
        HIGH
    }
}
