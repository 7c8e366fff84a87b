package io.reverie.audio.file;

import java.io.IOException;

import io.reverie.audio.SampleSource;

/** The mean of the channels of a stream. */
final class MonoMix implements SampleSource {

    private static final int BLOCK_VALUES = 1 << 16;

    private final AudioStream stream;
    private final float[][] block;

    MonoMix(AudioStream stream) {
        this.stream = stream;
        int channels = stream.channels();
        this.block = new float[channels][channels == 1 ? 0 : Math.max(1, BLOCK_VALUES / channels)];
    }

    @Override
    public int read(float[] target, int offset, int length) throws IOException {
        if (block.length == 1) {
            return stream.read(new float[][] {target}, offset, length);
        }
        int read = stream.read(block, 0, Math.min(length, block[0].length));
        for (int i = 0; i < read; i++) {
            double sum = 0;
            for (float[] channel : block) {
                sum += channel[i];
            }
            target[offset + i] = (float) (sum / block.length);
        }
        return read;
    }
}
