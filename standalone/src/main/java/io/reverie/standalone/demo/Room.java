package io.reverie.standalone.demo;

/**
 * Reverberation: parallel comb filters that lose their treble, then all-pass filters.
 *
 * @see <a href="https://ccrma.stanford.edu/~jos/pasp/Freeverb.html">J. O. Smith, Physical Audio Signal Processing:
 *     Freeverb</a>, whose delays at 44.1 kHz are halved here
 */
final class Room {
    private static final int[] COMB_DELAYS = {558, 594, 638, 678, 711, 746};
    private static final int[] ALL_PASS_DELAYS = {278, 220, 170};
    private static final double ALL_PASS_GAIN = 0.5;

    private final double reverberation;
    private final double damping;

    /**
     * A room.
     *
     * @param reverberation seconds until a sound has fallen by 60 dB
     * @param damping how much treble the walls swallow, 0 to below 1
     */
    Room(double reverberation, double damping) {
        this.reverberation = reverberation;
        this.damping = damping;
    }

    /** Adds what the walls send back. */
    void reverberate(Tape tape, double loudness) {
        float[] dry = tape.samples();
        double[] wet = new double[dry.length];
        for (int delay : COMB_DELAYS) {
            comb(dry, wet, delay);
        }
        for (int delay : ALL_PASS_DELAYS) {
            allPass(wet, delay);
        }
        for (int i = 0; i < wet.length; i++) {
            tape.add(i, loudness * wet[i] / COMB_DELAYS.length);
        }
    }

    private void comb(float[] dry, double[] wet, int delay) {
        double feedback = Math.pow(10, -3.0 * delay / (reverberation * Tape.SAMPLE_RATE));
        double[] line = new double[delay];
        double dampened = 0;
        for (int i = 0, at = 0; i < dry.length; i++, at = at + 1 == delay ? 0 : at + 1) {
            double echo = line[at];
            dampened = echo + damping * (dampened - echo);
            line[at] = dry[i] + feedback * dampened;
            wet[i] += echo;
        }
    }

    private static void allPass(double[] wet, int delay) {
        double[] line = new double[delay];
        for (int i = 0, at = 0; i < wet.length; i++, at = at + 1 == delay ? 0 : at + 1) {
            double delayed = line[at];
            line[at] = wet[i] + ALL_PASS_GAIN * delayed;
            wet[i] = delayed - ALL_PASS_GAIN * line[at];
        }
    }
}
