package io.reverie.standalone.demo;

/** One period of a tone, the sum of the overtones that lie below the Nyquist frequency: it cannot alias. */
final class WaveTable {
    private static final int SIZE = 2_048;
    private static final int MOST_HARMONICS = SIZE / 8;
    /** Leaves room for vibrato, detuning and bends below the Nyquist frequency. */
    private static final double HIGHEST_OVERTONE = 0.45 * Tape.SAMPLE_RATE;

    private static final float[] SINE = sine();

    /** The first sample stands at the end once more, for interpolation. */
    private final float[] period;

    private WaveTable(float[] period) {
        this.period = period;
    }

    /**
     * A period of root mean square 1/sqrt(2), the loudness of a sine.
     *
     * @param timbre its overtones
     * @param hertz frequency of the fundamental at which it will be played, in Hz
     * @param choices decide where in its period each overtone begins
     */
    static WaveTable of(Timbre timbre, double hertz, Choices choices) {
        int harmonics = (int) Math.max(1, Math.min(MOST_HARMONICS, HIGHEST_OVERTONE / hertz));
        double[] amplitudes = new double[harmonics];
        double power = 0;
        for (int harmonic = 1; harmonic <= harmonics; harmonic++) {
            double amplitude = timbre.amplitude(harmonic, hertz);
            amplitudes[harmonic - 1] = amplitude;
            power += amplitude * amplitude;
        }
        float[] period = new float[SIZE + 1];
        for (int harmonic = 1; harmonic <= harmonics; harmonic++) {
            float amplitude = (float) (amplitudes[harmonic - 1] / Math.sqrt(power));
            if (amplitude != 0) {
                int phase = choices.betweenWhole(0, SIZE - 1);
                for (int i = 0; i < SIZE; i++) {
                    period[i] += amplitude * SINE[(harmonic * i + phase) & (SIZE - 1)];
                }
            }
        }
        period[SIZE] = period[0];
        return new WaveTable(period);
    }

    /** The wave at a phase in periods, at or above 0. */
    double at(double phase) {
        double position = (phase - (int) phase) * SIZE;
        int index = (int) position;
        double fraction = position - index;
        return period[index] + fraction * (period[index + 1] - period[index]);
    }

    private static float[] sine() {
        float[] sine = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            sine[i] = (float) Math.sin(2 * Math.PI * i / SIZE);
        }
        return sine;
    }
}
