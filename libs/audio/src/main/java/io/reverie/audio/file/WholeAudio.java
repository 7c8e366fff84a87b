package io.reverie.audio.file;

import java.io.IOException;
import java.util.Arrays;

import io.reverie.audio.Audio;
import io.reverie.audio.Samples;

/** Reads a stream to its end, into arrays that grow with what is read. */
final class WholeAudio {

    private static final int FIRST_SAMPLES = 8192;

    private final AudioStream stream;
    private final float[][] channels;
    private int frames;

    private WholeAudio(AudioStream stream) {
        this.stream = stream;
        this.channels = new float[stream.channels()][Math.max(1, FIRST_SAMPLES / stream.channels())];
    }

    static Audio of(AudioStream stream) throws IOException {
        return new WholeAudio(stream).read();
    }

    private Audio read() throws IOException {
        while (true) {
            makeRoom();
            int count = stream.read(channels, frames, channels[0].length - frames);
            if (count < 0) {
                break;
            }
            frames += count;
        }
        for (int channel = 0; channel < channels.length; channel++) {
            channels[channel] = Arrays.copyOf(channels[channel], frames);
        }
        return new Audio(stream.sampleRate(), channels);
    }

    private void makeRoom() throws UnreadableAudioException {
        if (frames < channels[0].length) {
            return;
        }
        if (frames == Samples.LARGEST_ARRAY) {
            throw new UnreadableAudioException("the file holds more than " + frames + " samples in each channel");
        }
        int capacity = (int) Math.min(2L * frames, Samples.LARGEST_ARRAY);
        for (int channel = 0; channel < channels.length; channel++) {
            channels[channel] = Arrays.copyOf(channels[channel], capacity);
        }
    }
}
