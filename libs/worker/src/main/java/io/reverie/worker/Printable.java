package io.reverie.worker;

import java.util.Locale;

/** Text that others wrote, for logs, headers and messages: one line and not too long. */
public final class Printable {

    /** Longest text in an answer. */
    static final int LONGEST = 1000;

    private Printable() {}

    /** One line of at most {@link #LONGEST} characters; null stays null. */
    public static String line(String text) {
        // Shortened first: a pattern over a text without end takes its time.
        return text == null ? null : of(shortened(text, 2 * LONGEST).replaceAll("\\s*\\R\\s*", " "), LONGEST);
    }

    /** At most so many characters, control characters and halves of surrogate pairs replaced; null becomes empty. */
    static String of(String text, int longest) {
        if (text == null) {
            return "";
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE ? '?' : point)
                .forEach(printable::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest
                ? printable.append('…').toString()
                : printable.toString();
    }

    /** The text as it is up to so many characters; null stays null. */
    static String shortened(String text, int longest) {
        if (text == null || text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, longest)) + "…";
    }

    /** A constant as people and systems read it: {@code handed-back}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
