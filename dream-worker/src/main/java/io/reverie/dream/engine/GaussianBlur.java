package io.reverie.dream.engine;

/**
 * A separable Gaussian over bands and frames, cut at three standard deviations, its weights normalised to sum 1, the
 * edges repeated. A standard deviation of 0 leaves that axis as it is. Keeps its buffers; not thread-safe.
 */
final class GaussianBlur {

    private static final double RADIUS_IN_DEVIATIONS = 3;

    private final int bands;
    private final float[] bandKernel;
    private final float[] frameKernel;
    private final float[] paddedFrame;
    private final float[] scratch;

    GaussianBlur(int bands, int frames, double bandDeviation, double frameDeviation) {
        this.bands = bands;
        this.bandKernel = kernel(bandDeviation);
        this.frameKernel = kernel(frameDeviation);
        this.paddedFrame = new float[bands + bandKernel.length - 1];
        this.scratch = new float[bands * frames];
    }

    /** Blurs the first frames of an array [frames, bands] in place. */
    void apply(float[] values, int frames) {
        if (bandKernel.length > 1) {
            for (int frame = 0; frame < frames; frame++) {
                blurBands(values, frame * bands);
            }
        }
        if (frameKernel.length > 1) {
            blurFrames(values, frames);
        }
    }

    private void blurBands(float[] values, int at) {
        int radius = bandKernel.length / 2;
        java.util.Arrays.fill(paddedFrame, 0, radius, values[at]);
        System.arraycopy(values, at, paddedFrame, radius, bands);
        java.util.Arrays.fill(paddedFrame, radius + bands, paddedFrame.length, values[at + bands - 1]);
        java.util.Arrays.fill(values, at, at + bands, 0);
        for (int k = 0; k < bandKernel.length; k++) {
            addScaled(paddedFrame, k, bandKernel[k], values, at);
        }
    }

    private void blurFrames(float[] values, int frames) {
        int radius = frameKernel.length / 2;
        int size = frames * bands;
        System.arraycopy(values, 0, scratch, 0, size);
        java.util.Arrays.fill(values, 0, size, 0);
        for (int frame = 0; frame < frames; frame++) {
            for (int k = 0; k < frameKernel.length; k++) {
                int source = Math.max(0, Math.min(frames - 1, frame + k - radius));
                addScaled(scratch, source * bands, frameKernel[k], values, frame * bands);
            }
        }
    }

    private void addScaled(float[] from, int fromAt, float factor, float[] to, int toAt) {
        for (int band = 0; band < bands; band++) {
            to[toAt + band] += factor * from[fromAt + band];
        }
    }

    private static float[] kernel(double deviation) {
        if (deviation == 0) {
            return new float[] {1};
        }
        int radius = (int) (RADIUS_IN_DEVIATIONS * deviation + 0.5);
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = (i - radius) / deviation;
            weights[i] = Math.exp(-0.5 * distance * distance);
            sum += weights[i];
        }
        float[] kernel = new float[weights.length];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (weights[i] / sum);
        }
        return kernel;
    }
}
