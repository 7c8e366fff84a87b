package io.reverie.audio.file;

import java.io.IOException;

import io.reverie.audio.SampleSource;

/** The mean of the channels of a stream. */
final class MonoMix implements SampleSource {

    private final AudioStream stream;
    private float[][] block;

    MonoMix(AudioStream stream) {
        this.stream = stream;
        this.block = new float[stream.channels()][0];
    }

    @Override
    public int read(float[] target, int offset, int length) throws IOException {
        if (block.length == 1) {
            return stream.read(new float[][] {target}, offset, length);
        }
        if (block[0].length < length) {
            block = new float[block.length][length];
        }
        int read = stream.read(block, 0, length);
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
