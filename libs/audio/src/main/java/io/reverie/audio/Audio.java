package io.reverie.audio;

import java.util.Objects;

/**
 * Decoded audio. The arrays are shared, not copied.
 *
 * @param sampleRate samples a second, in Hz
 * @param channels at least one channel, all of the same length; full scale is -1 to 1
 */
public record Audio(int sampleRate, float[][] channels) {

    public Audio {
        if (sampleRate < 1) {
            throw new IllegalArgumentException("sampleRate must be at least 1 Hz, but is " + sampleRate);
        }
        Objects.requireNonNull(channels, "channels");
        if (channels.length == 0) {
            throw new IllegalArgumentException("channels must not be empty");
        }
        for (float[] channel : channels) {
            if (channel.length != channels[0].length) {
                throw new IllegalArgumentException("channels must have the same length, but have " + channels[0].length
                        + " and " + channel.length + " samples");
            }
        }
    }

    /** The mean of the channels; the only channel itself where there is one. */
    public float[] mono() {
        if (channels.length == 1) {
            return channels[0];
        }
        float[] mono = new float[samples()];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (float[] channel : channels) {
                sum += channel[i];
            }
            mono[i] = (float) (sum / channels.length);
        }
        return mono;
    }

    /** The number of samples in each channel. */
    public int samples() {
        return channels[0].length;
    }

    /** The duration in seconds. */
    public double seconds() {
        return (double) samples() / sampleRate;
    }
}
