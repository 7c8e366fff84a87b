package io.reverie.audio.file;

/** The signal in the files of the folder encoded, whose make.sh writes it too: other sines in channels
 * of even and of odd number. */
final class Tones {

    private static final double[][] AMPLITUDES = {{0.3, 0.2, 0.1}, {0.3, 0.25}};
    private static final double[][] FREQUENCIES = {{330, 1250, 2900}, {220, 990}};

    private Tones() {}

    /** The signal rounded to integers of a number of bits, and divided by their full scale. */
    static float[][] rounded(int samples, int sampleRate, int channels, int bits) {
        double fullScale = 1L << bits - 1;
        float[][] rounded = new float[channels][samples];
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < samples; i++) {
                double value = value(channel, (double) i / sampleRate);
                rounded[channel][i] = (float) (Math.floor(value * fullScale + 0.5) / fullScale);
            }
        }
        return rounded;
    }

    private static double value(int channel, double seconds) {
        double value = 0;
        for (int k = 0; k < AMPLITUDES[channel % 2].length; k++) {
            value += AMPLITUDES[channel % 2][k] * Math.sin(2 * Math.PI * FREQUENCIES[channel % 2][k] * seconds);
        }
        return value;
    }
}
