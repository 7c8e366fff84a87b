package io.reverie.dream.engine;

import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.image.ValueRange;
import io.reverie.schemas.Update;

/** One window of {@link PictureWay}. A window shorter than a segment is seen repeated. */
final class PictureCanvas implements Canvas {

    private final PictureWay way;
    private final MelGainMask mask;
    private final int segmentFrames;
    private final int frames;
    /** Each channel [frames, rows], so that one is blurred without the others. */
    private final float[][] start;

    private final float[][] pixels;
    private final float[][] gradient;
    private final float[] state;
    private final OctaveBlur blur;
    private final Update update;
    private final GradientScale scale;

    private Original original;
    private ComplexSpectrogram window;

    PictureCanvas(PictureWay way, MelGainMask mask, int segmentFrames, int frames, DreamSettings settings) {
        this.way = way;
        this.mask = mask;
        this.segmentFrames = segmentFrames;
        this.frames = frames;
        this.start = new float[way.channels()][frames * way.rows()];
        this.pixels = new float[way.channels()][frames * way.rows()];
        this.gradient = new float[way.channels()][frames * way.rows()];
        this.state = new float[frames * way.valuesPerFrame()];
        this.blur = new OctaveBlur(way.rows(), frames, settings.regularisers(), Math.max(1, way.rows() / mask.bands()));
        this.update = settings.update();
        this.scale = settings.scale();
    }

    @Override
    public void start(Original recording, int firstFrame) {
        ValueRange range = recording.image().scale().red();
        if (range.minimum() == range.maximum()) {
            throw new NoGradientException("the picture is the same everywhere: there is nothing to change (silence?)");
        }
        original = recording;
        int from = 2 * firstFrame * mask.bins();
        float[] values = new float[2 * frames * mask.bins()];
        System.arraycopy(recording.stft().values(), from, values, 0, values.length);
        window = new ComplexSpectrogram(mask.bins(), frames, values);
        for (int channel = 0; channel < start.length; channel++) {
            for (int frame = 0; frame < frames; frame++) {
                for (int row = 0; row < way.rows(); row++) {
                    start[channel][frame * way.rows() + row] =
                            recording.image().image().value(channel, row, firstFrame + frame);
                }
            }
            System.arraycopy(start[channel], 0, pixels[channel], 0, start[channel].length);
        }
    }

    @Override
    public void listen(List<float[]> features) {
        float[] seen = features.get(0);
        int rows = way.rows();
        for (int channel = 0; channel < pixels.length; channel++) {
            for (int row = 0; row < rows; row++) {
                int to = (channel * rows + row) * segmentFrames;
                for (int frame = 0; frame < segmentFrames; frame++) {
                    seen[to + frame] = pixels[channel][frame % frames * rows + row];
                }
            }
        }
    }

    @Override
    public void step(List<float[]> featureGradients) {
        gather(featureGradients.get(0));
        double sum = 0;
        for (float[] channel : gradient) {
            blur.apply(channel, frames);
            sum += GradientScale.meanMagnitude(channel, channel.length) / gradient.length;
        }
        double factor = scale.factor(sum);
        double limit = scale.limit();
        for (int channel = 0; channel < pixels.length; channel++) {
            for (int i = 0; i < pixels[channel].length; i++) {
                double change = Math.max(-limit, Math.min(limit, factor * gradient[channel][i]));
                double lowest = update == Update.ADDITIVE ? start[channel][i] : 0;
                double highest = update == Update.SUBTRACTIVE ? start[channel][i] : 1;
                pixels[channel][i] = (float) Math.max(lowest, Math.min(highest, pixels[channel][i] + change));
            }
        }
    }

    @Override
    public float[] state() {
        int rows = way.rows();
        for (int channel = 0; channel < pixels.length; channel++) {
            for (int frame = 0; frame < frames; frame++) {
                System.arraycopy(
                        pixels[channel], frame * rows, state, frame * way.valuesPerFrame() + channel * rows, rows);
            }
        }
        return state;
    }

    @Override
    public float[] melGains() {
        DreamedSpectrogram dreamed = way.restored(original, window, state());
        if (dreamed.mel() == null) {
            MelGainsOfPower gains = new MelGainsOfPower(mask, frames);
            gains.start(window.power());
            return gains.of(dreamed.stft().power());
        }
        return MelGainsOfPower.between(mel(window.power()), dreamed.mel().values());
    }

    @Override
    public double distanceDb() {
        DreamedSpectrogram dreamed = way.restored(original, window, state());
        boolean isMel = dreamed.mel() != null;
        SampledDistance distance = new SampledDistance(isMel ? mask.bands() : mask.bins(), frames);
        distance.start(isMel ? mel(window.power()) : window.power());
        return distance.decibels(isMel ? dreamed.mel().values() : dreamed.stft().power());
    }

    /** The gradient with respect to a channel's pixels that {@link #step} last used, blurred; not a copy. */
    float[] gradient(int channel) {
        return gradient[channel];
    }

    private void gather(float[] featureGradient) {
        int rows = way.rows();
        for (int channel = 0; channel < pixels.length; channel++) {
            java.util.Arrays.fill(gradient[channel], 0);
            for (int row = 0; row < rows; row++) {
                int from = (channel * rows + row) * segmentFrames;
                for (int frame = 0; frame < segmentFrames; frame++) {
                    gradient[channel][frame % frames * rows + row] += featureGradient[from + frame];
                }
            }
        }
    }

    private float[] mel(float[] power) {
        float[] mel = new float[frames * mask.bands()];
        mask.melPower(power, frames, mel);
        return mel;
    }
}
