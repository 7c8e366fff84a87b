package io.reverie.audio.picture;

/**
 * A mark on an axis or a colour bar.
 *
 * @param value in the unit of the axis
 * @param label what is written beside it
 */
record Tick(double value, String label) {

    private static final String MINUS = "\u2212";

    /** A number with a typographic minus. */
    static String signed(String number) {
        return number.startsWith("-") ? MINUS + number.substring(1) : number;
    }
}
