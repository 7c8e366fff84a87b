package io.reverie.audio;

/** A mel scale: the mapping between frequency in Hz and perceived pitch in mel. */
public enum MelScale {
    /** {@code 2595 log10(1 + f / 700)}, the scale of the HTK toolkit. */
    HTK {
        @Override
        public double melOf(double hz) {
            return 2595.0 * Math.log10(1.0 + hz / 700.0);
        }

        @Override
        public double hzOf(double mel) {
            return 700.0 * (Math.pow(10.0, mel / 2595.0) - 1.0);
        }
    },
    /** Linear below 1 kHz and logarithmic above, the scale of Slaney's Auditory Toolbox. */
    SLANEY {
        @Override
        public double melOf(double hz) {
            return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
        }

        @Override
        public double hzOf(double mel) {
            return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
        }
    };

    private static final double HZ_PER_MEL = 200.0 / 3.0;
    private static final double BREAK_HZ = 1000.0;
    private static final double BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27.0;

    /** The mel value of a frequency in Hz (not negative). */
    public abstract double melOf(double hz);

    /** The frequency in Hz of a mel value (not negative). */
    public abstract double hzOf(double mel);
}
