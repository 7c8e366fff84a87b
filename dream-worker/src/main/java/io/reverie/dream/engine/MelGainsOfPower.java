package io.reverie.dream.engine;

/** The gains of mel bands that lead from one power spectrogram to another: {@code ln(mel(P') / mel(P)) / 2}, in nepers. */
final class MelGainsOfPower {

    /** Of the mean mel power: silence has no gain. */
    private static final double FLOOR = 1e-6;

    private final MelGainMask mask;
    private final int frames;
    private final float[] start;
    private final float[] now;

    MelGainsOfPower(MelGainMask mask, int frames) {
        this.mask = mask;
        this.frames = frames;
        this.start = new float[frames * mask.bands()];
        this.now = new float[start.length];
    }

    /** Remembers the power at the beginning, [frames, bins]. */
    void start(float[] power) {
        mask.melPower(power, frames, start);
    }

    /** Nepers [frames, bands]. */
    float[] of(float[] power) {
        mask.melPower(power, frames, now);
        return between(start, now);
    }

    /** The same of mel power. */
    static float[] between(float[] start, float[] now) {
        double sum = 0;
        for (float value : start) {
            sum += value;
        }
        double floor = Math.max(FLOOR * sum / start.length, Float.MIN_NORMAL);
        float[] gains = new float[start.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = (float) (Math.log((now[i] + floor) / (start[i] + floor)) / 2);
        }
        return gains;
    }
}
