package io.reverie.audio;

import org.jtransforms.fft.FloatFFT_1D;
import org.jtransforms.utils.CommonUtils;

/** Transforms of any even length, one after the other, by JTransforms. */
final class SingleFrames implements FrameTransform {

    private static final int LANES = 16;

    static {
        // The library would hand each transform of 8192 and more to a thread pool: slower here, and workers choose
        // their threads themselves.
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
    }

    private final int length;
    private final FloatFFT_1D transform;
    private final float[] frame;

    SingleFrames(int length) {
        this.length = length;
        this.transform = new FloatFFT_1D(length);
        this.frame = new float[length];
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void analyse(float[] source, int start, int hop, int frames, float[] window, float[] values, int at) {
        for (int i = 0; i < frames; i++) {
            int from = start + i * hop;
            for (int n = 0; n < length; n++) {
                frame[n] = source[from + n] * window[n];
            }
            transform.realForward(frame);
            unpack(values, at + i * (length + 2));
        }
    }

    @Override
    public void synthesise(float[] values, int at, int frames, float[] samples) {
        for (int i = 0; i < frames; i++) {
            pack(values, at + i * (length + 2));
            transform.realInverse(frame, true);
            System.arraycopy(frame, 0, samples, i * length, length);
        }
    }

    private void pack(float[] values, int at) {
        frame[0] = values[at];
        frame[1] = values[at + length];
        System.arraycopy(values, at + 2, frame, 2, length - 2);
    }

    /** From the packed order of JTransforms: real parts of 0 Hz and of Nyquist first, then pairs. */
    private void unpack(float[] values, int at) {
        values[at] = frame[0];
        values[at + 1] = 0;
        System.arraycopy(frame, 2, values, at + 2, length - 2);
        values[at + length] = frame[1];
        values[at + length + 1] = 0;
    }
}
