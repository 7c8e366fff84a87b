package io.reverie.benchmarks.audio;

import java.util.Random;

/** Something like music: four chords of decaying harmonics, a bass, a kick and hi-hats of noise, 120 beats a minute. */
final class Track {

    private static final double[][] CHORDS = {
        {220.00, 261.63, 329.63}, {174.61, 220.00, 261.63}, {261.63, 329.63, 392.00}, {196.00, 246.94, 293.66}
    };
    private static final double BEAT_SECONDS = 0.5;
    private static final int HARMONICS = 12;

    private Track() {}

    static float[] generate(int seconds, int sampleRate) {
        double[] mix = new double[seconds * sampleRate];
        Random random = new Random(1);
        int beats = (int) (seconds / BEAT_SECONDS);
        for (int beat = 0; beat < beats; beat++) {
            int start = (int) (beat * BEAT_SECONDS * sampleRate);
            double[] chord = CHORDS[beat / 4 % CHORDS.length];
            for (double hz : chord) {
                tone(mix, start, sampleRate, hz, 0.06, 4);
            }
            tone(mix, start, sampleRate, chord[0] / 4, 0.12, 3);
            kick(mix, start, sampleRate);
            hat(mix, start, sampleRate, random);
            hat(mix, start + (int) (BEAT_SECONDS / 2 * sampleRate), sampleRate, random);
        }
        float[] samples = new float[mix.length];
        for (int i = 0; i < mix.length; i++) {
            samples[i] = (float) Math.tanh(mix[i]);
        }
        return samples;
    }

    private static void tone(double[] mix, int start, int sampleRate, double hz, double amplitude, double decay) {
        for (int harmonic = 1; harmonic <= HARMONICS && harmonic * hz < sampleRate / 2.0; harmonic++) {
            for (int i = start; i < mix.length && i < start + sampleRate; i++) {
                double time = (double) (i - start) / sampleRate;
                double envelope = Math.min(1, time * 200) * Math.exp(-decay * Math.sqrt(harmonic) * time);
                mix[i] += amplitude / harmonic * envelope * Math.sin(2 * Math.PI * harmonic * hz * time);
            }
        }
    }

    private static void kick(double[] mix, int start, int sampleRate) {
        for (int i = start; i < mix.length && i < start + sampleRate / 4; i++) {
            double time = (double) (i - start) / sampleRate;
            mix[i] += 0.5 * Math.exp(-18 * time) * Math.sin(2 * Math.PI * (50 * time + 4 * (1 - Math.exp(-25 * time))));
        }
    }

    private static void hat(double[] mix, int start, int sampleRate, Random random) {
        double last = 0;
        for (int i = start; i < mix.length && i < start + sampleRate / 10; i++) {
            double noise = random.nextGaussian();
            mix[i] += 0.08 * Math.exp(-60.0 * (i - start) / sampleRate) * (noise - last);
            last = noise;
        }
    }
}
