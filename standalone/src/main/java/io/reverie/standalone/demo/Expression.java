package io.reverie.standalone.demo;

/**
 * How the pitch of a note moves.
 *
 * @param vibratoHertz swings a second
 * @param vibratoCents size of a swing to either side, in hundredths of a semitone
 * @param scoopSemitones how far below its pitch a note begins
 */
record Expression(double vibratoHertz, double vibratoCents, double scoopSemitones) {
    static final Expression PLAIN = new Expression(0, 0, 0);

    private static final double SCOOP_SECONDS = 0.06;
    private static final double VIBRATO_DELAY_SECONDS = 0.25;

    /** The factor on the frequency, so many seconds into a note. */
    double bend(double time) {
        double vibrato = vibratoCents
                / 100
                * Math.min(1, time / VIBRATO_DELAY_SECONDS)
                * Math.sin(2 * Math.PI * vibratoHertz * time);
        double scoop = scoopSemitones * Math.exp(-time / SCOOP_SECONDS);
        return Math.pow(2, (vibrato - scoop) / 12);
    }
}
