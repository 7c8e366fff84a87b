package io.reverie.dream.engine;

import io.reverie.schemas.Update;

/** Arithmetic on complex numbers, real and imaginary parts side by side, by magnitude and angle. */
final class Magnitudes {

    private Magnitudes() {}

    static double energy(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    /** Scales each number that has left the side of its start that an update keeps to: back to the start's magnitude. */
    static void keepSide(float[] values, float[] start, Update update) {
        if (update == Update.FREE) {
            return;
        }
        for (int i = 0; i < values.length; i += 2) {
            double before = Math.hypot(start[i], start[i + 1]);
            double now = Math.hypot(values[i], values[i + 1]);
            if (update == Update.ADDITIVE ? now >= before : now <= before) {
                continue;
            }
            if (now == 0) {
                values[i] = start[i];
                values[i + 1] = start[i + 1];
            } else {
                values[i] *= (float) (before / now);
                values[i + 1] *= (float) (before / now);
            }
        }
    }

    /**
     * Between two spectra: {@code |S|^(1-f) |V|^f} at an angle that turns from S's to V's the shorter way; on the straight
     * line where one of them is 0.
     *
     * @param between receives them; may be {@code values} itself
     */
    static void towards(float[] start, float[] values, double factor, float[] between) {
        for (int i = 0; i < values.length; i += 2) {
            double before = Math.hypot(start[i], start[i + 1]);
            double now = Math.hypot(values[i], values[i + 1]);
            if (before == 0 || now == 0) {
                between[i] = (float) (start[i] + factor * (values[i] - start[i]));
                between[i + 1] = (float) (start[i + 1] + factor * (values[i + 1] - start[i + 1]));
                continue;
            }
            // values / start, whose angle is the turn
            double turnReal = (double) values[i] * start[i] + (double) values[i + 1] * start[i + 1];
            double turnImaginary = (double) values[i + 1] * start[i] - (double) values[i] * start[i + 1];
            double turn = factor * Math.atan2(turnImaginary, turnReal);
            double gain = Math.pow(now / before, factor);
            double cosine = gain * Math.cos(turn);
            double sine = gain * Math.sin(turn);
            double real = start[i] * cosine - start[i + 1] * sine;
            double imaginary = start[i] * sine + start[i + 1] * cosine;
            between[i] = (float) real;
            between[i + 1] = (float) imaginary;
        }
    }
}
