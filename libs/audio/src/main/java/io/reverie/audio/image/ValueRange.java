package io.reverie.audio.image;

/**
 * The smallest and the largest value of what was scaled into a channel, kept for the way back.
 *
 * @param minimum the value that 0 stands for
 * @param maximum the value that 1 stands for; at least the minimum
 */
public record ValueRange(float minimum, float maximum) {

    public ValueRange {
        if (!(minimum <= maximum) || Float.isInfinite(minimum) || Float.isInfinite(maximum)) {
            throw new IllegalArgumentException(
                    "minimum must be at most maximum, both finite, but they are " + minimum + " and " + maximum);
        }
    }

    /** {@code (value - minimum) / (maximum - minimum)}; 0 where both are equal. */
    public float scaled(float value) {
        return isConstant() ? 0 : (float) (((double) value - minimum) / width());
    }

    /** {@code minimum + scaled * (maximum - minimum)}, scaled clamped to 0 to 1. */
    public float restored(float scaled) {
        return (float) (minimum + Math.max(0, Math.min(1, scaled)) * width());
    }

    /** A value moved by a change of what it was scaled to, never beyond minimum or maximum. */
    float moved(float value, double change) {
        return (float) Math.max(minimum, Math.min(maximum, value + change * width()));
    }

    private boolean isConstant() {
        return minimum == maximum;
    }

    private double width() {
        return (double) maximum - minimum;
    }
}
