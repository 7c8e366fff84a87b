package io.reverie.audio;

/** The samples of an array, one after the other. */
final class ArraySource implements SampleSource {

    private final float[] samples;
    private int next;

    ArraySource(float[] samples) {
        this.samples = samples;
    }

    @Override
    public int read(float[] target, int offset, int length) {
        int read = Math.min(length, samples.length - next);
        if (read == 0) {
            return -1;
        }
        System.arraycopy(samples, next, target, offset, read);
        next += read;
        return read;
    }
}
