package io.reverie.standalone.demo;

/** What makes a finished recording of a mix. */
final class Master {
    /** Largest absolute sample: -1 dB of full scale. */
    static final double PEAK = Math.pow(10, -1 / 20.0);

    /** Root mean square of the noise of the room: -60 dB of full scale. */
    static final double ROOM_NOISE = Math.pow(10, -60 / 20.0);

    private static final double FADE_SECONDS = 0.01;
    /** Takes away what no loudspeaker plays. */
    private static final double LOWEST_HERTZ = 25;

    private Master() {}

    /** The tape's samples without rumble and clicks at the ends, over the noise of a room, at {@link #PEAK}. */
    static float[] finish(Tape tape, Choices choices) {
        float[] samples = tape.samples().clone();
        removeRumble(samples);
        fadeEnds(samples);
        scaleTo(PEAK, samples);
        Noise noise = choices.noise();
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (ROOM_NOISE / Noise.RMS * noise.next());
        }
        scaleTo(PEAK, samples);
        return samples;
    }

    private static void removeRumble(float[] samples) {
        StateVariableFilter filter = new StateVariableFilter(LOWEST_HERTZ, 0.7);
        for (int i = 0; i < samples.length; i++) {
            filter.feed(samples[i]);
            samples[i] = (float) filter.high();
        }
    }

    private static void fadeEnds(float[] samples) {
        int length = Math.min(Tape.position(FADE_SECONDS), samples.length / 2);
        for (int i = 0; i < length; i++) {
            float gain = (float) i / length;
            samples[i] *= gain;
            samples[samples.length - 1 - i] *= gain;
        }
    }

    private static void scaleTo(double peak, float[] samples) {
        double largest = 0;
        for (float sample : samples) {
            largest = Math.max(largest, Math.abs(sample));
        }
        if (largest > 0) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) Math.max(-peak, Math.min(peak, samples[i] * peak / largest));
            }
        }
    }
}
