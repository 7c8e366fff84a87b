package io.reverie.dream.engine;

/** Checks settings and says what is allowed. */
final class Ranges {

    private Ranges() {}

    /**
     * Refuses a value out of range.
     *
     * @throws SettingException naming the field and the range
     */
    static void require(String field, double value, double smallest, double largest) {
        if (!(value >= smallest && value <= largest)) {
            throw new SettingException(field, number(value), number(smallest) + " to " + number(largest));
        }
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
