package io.reverie.audio;

/**
 * Real Fourier transforms of frames and their inverses, some at a time. An instance keeps buffers and is not thread-safe.
 */
interface FrameTransform {

    /** The fastest one for frames of an even length. */
    static FrameTransform of(int length) {
        return FrameBatch.supports(length) ? new FrameBatch(length) : new SingleFrames(length);
    }

    /** How many frames it takes at once. */
    int lanes();

    /**
     * Transforms frames; the numbers of each do not depend on the others.
     *
     * @param source holds all of every frame; frame number i begins at {@code start + i * hop}
     * @param frames 1 to {@link #lanes()}
     * @param window a factor for each sample of a frame
     * @param values receives length / 2 + 1 pairs of real and imaginary part for each frame, from {@code at} on
     */
    void analyse(float[] source, int start, int hop, int frames, float[] window, float[] values, int at);

    /**
     * Transforms spectra back; the numbers of each frame do not depend on the others. The imaginary parts of 0 Hz and of
     * Nyquist are not looked at: they say nothing about a real signal.
     *
     * @param values length / 2 + 1 pairs of real and imaginary part for each frame, from {@code at} on
     * @param frames 1 to {@link #lanes()}
     * @param samples receives the frames one after the other, [frames, length], neither windowed nor added up
     */
    void synthesise(float[] values, int at, int frames, float[] samples);
}
