package io.reverie.dream.engine;

import java.util.List;

import io.reverie.audio.StftParameters;
import io.reverie.schemas.Update;

/** One window of {@link StftWay}. */
final class StftCanvas implements Canvas {

    /** Lets silent bins move at all; a share of the window's RMS. */
    private static final double LEAST_MAGNITUDE = 0.01;

    private final MelGainMask mask;
    private final StftProjection projection;
    private final HeardSpectrogram heard;
    private final int frames;
    private final float[] start;
    private final float[] state;
    private final float[] projected;
    private final float[] power;
    private final float[] powerGradient;
    private final float[] gradient;
    private final MelGainsOfPower gains;
    private final SampledDistance distance;
    private final Update update;
    private final GradientScale scale;
    /** Null where the update needs none. */
    private final EnergyCap cap;

    private double startEnergy;

    StftCanvas(
            MelGainMask mask,
            StftParameters parameters,
            Hearing hearing,
            int segmentFrames,
            int frames,
            DreamSettings settings) {
        this.mask = mask;
        this.projection = new StftProjection(parameters, frames);
        this.heard = new HeardSpectrogram(hearing, mask.bands(), mask.bins(), segmentFrames, frames);
        this.frames = frames;
        this.start = new float[2 * frames * mask.bins()];
        this.state = new float[start.length];
        this.projected = new float[start.length];
        this.power = new float[frames * mask.bins()];
        this.powerGradient = new float[power.length];
        this.gradient = new float[start.length];
        this.gains = new MelGainsOfPower(mask, frames);
        this.distance = new SampledDistance(mask.bins(), frames);
        this.update = settings.update();
        this.scale = settings.scale();
        this.cap = DreamWay.cap(settings);
    }

    @Override
    public void start(Original original, int firstFrame) {
        System.arraycopy(original.stft().values(), 2 * firstFrame * mask.bins(), start, 0, start.length);
        System.arraycopy(start, 0, state, 0, start.length);
        startEnergy = Magnitudes.energy(start);
        project();
        distance.start(power);
        gains.start(power);
    }

    @Override
    public void listen(List<float[]> features) {
        if (cap != null) {
            double factor = cap.scale(Magnitudes.energy(state), startEnergy);
            if (factor < 1) {
                Magnitudes.towards(start, state, factor, state);
            }
        }
        project();
        mask.melPower(power, frames, heard.mel());
        if (heard.needsValues()) {
            System.arraycopy(projected, 0, heard.values(), 0, projected.length);
        }
        heard.forward(features);
    }

    @Override
    public void step(List<float[]> featureGradients) {
        heard.backward(featureGradients);
        mask.melPowerGradient(heard.melGradient(), frames, powerGradient);
        float[] valueGradient = heard.valueGradient();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = 2 * projected[i] * powerGradient[i / 2] + (heard.needsValues() ? valueGradient[i] : 0);
        }
        projection.adjoint(gradient, gradient);
        move();
        Magnitudes.keepSide(state, start, update);
    }

    @Override
    public float[] state() {
        return state;
    }

    @Override
    public float[] melGains() {
        project();
        return gains.of(power);
    }

    @Override
    public double distanceDb() {
        return distance.decibels(power);
    }

    /** The gradient with respect to the state that {@link #step} last used, before it was scaled; not a copy. */
    float[] gradient() {
        return gradient;
    }

    private void project() {
        projection.apply(state, projected);
        for (int i = 0; i < power.length; i++) {
            power[i] = projected[2 * i] * projected[2 * i] + projected[2 * i + 1] * projected[2 * i + 1];
        }
    }

    private void move() {
        double rms = Math.sqrt(startEnergy / power.length);
        double sum = 0;
        for (int i = 0; i < gradient.length; i += 2) {
            sum += unit(i, rms) * (Math.abs(gradient[i]) + Math.abs(gradient[i + 1]));
        }
        double factor = scale.factor(sum / gradient.length);
        double limit = scale.limit();
        for (int i = 0; i < gradient.length; i += 2) {
            double unit = unit(i, rms);
            double real = Math.max(-limit, Math.min(limit, factor * unit * gradient[i]));
            double imaginary = Math.max(-limit, Math.min(limit, factor * unit * gradient[i + 1]));
            state[i] += (float) (unit * real);
            state[i + 1] += (float) (unit * imaginary);
        }
    }

    /** What a bin is moved in: its magnitude and a little more. */
    private double unit(int at, double rms) {
        double real = state[at];
        double imaginary = state[at + 1];
        return Math.sqrt(real * real + imaginary * imaginary) + LEAST_MAGNITUDE * rms;
    }
}
