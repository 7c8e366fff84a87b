package io.reverie.audio.file;

import java.nio.charset.StandardCharsets;

/** Bytes of files in messages. */
final class Printable {

    private Printable() {}

    /** The bytes as ASCII characters in quotes, or as hexadecimal escapes. */
    static String quoted(byte[] bytes) {
        return "'" + text(new String(bytes, StandardCharsets.ISO_8859_1)) + "'";
    }

    static String text(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(character -> {
            if (character >= ' ' && character <= '~') {
                printable.append((char) character);
            } else {
                printable.append(String.format("\\x%02x", character));
            }
        });
        return printable.toString();
    }
}
