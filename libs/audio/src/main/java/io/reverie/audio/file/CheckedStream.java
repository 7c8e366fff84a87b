package io.reverie.audio.file;

import java.io.IOException;

/** What holds for audio of every format: finite samples, at least one of them, and no more than allowed. */
final class CheckedStream implements AudioStream {

    /** Squares of spectra of larger samples would leave the range of float. */
    private static final float LARGEST_MAGNITUDE = 1e9f;

    private final AudioStream stream;
    private final ReadLimits limits;
    private long position;

    CheckedStream(AudioStream stream, ReadLimits limits) {
        this.stream = stream;
        this.limits = limits;
    }

    @Override
    public int sampleRate() {
        return stream.sampleRate();
    }

    @Override
    public int channels() {
        return stream.channels();
    }

    @Override
    public int read(float[][] target, int offset, int length) throws IOException {
        if (target.length != channels()) {
            throw new IllegalArgumentException(
                    "there must be an array for each of " + channels() + " channels, but are " + target.length);
        }
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1, but is " + length);
        }
        int count = stream.read(target, offset, length);
        if (count < 0) {
            if (position == 0) {
                throw new UnreadableAudioException("the file holds no samples");
            }
            return count;
        }
        if (position + count > limits.samples() / channels()) {
            throw new UnreadableAudioException("the file holds more than the limit of " + limits.samples()
                    + " samples in " + channels() + " channels together");
        }
        check(target, offset, count);
        position += count;
        return count;
    }

    private void check(float[][] target, int offset, int count) throws UnreadableAudioException {
        for (int channel = 0; channel < target.length; channel++) {
            for (int i = offset; i < offset + count; i++) {
                float sample = target[channel][i];
                if (!(Math.abs(sample) <= LARGEST_MAGNITUDE)) {
                    throw new UnreadableAudioException("sample " + (position + i - offset) + " of channel " + channel
                            + " is " + sample + ": samples must be finite and at most " + LARGEST_MAGNITUDE);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
