package io.reverie.worker;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What a key may be. */
final class ArtifactKeys {

    static final String ALLOWED = "a relative key with '/' between its parts, at most 1024 bytes of UTF-8, without '.' "
            + "and '..' parts, backslashes, colons and control characters, no part beginning with '.'";

    private static final int LONGEST_KEY = 1024;
    private static final int LONGEST_PART = 255;
    private static final int LONGEST_PRINTED = 80;

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "wav", "audio/wav",
            "npy", "application/x-npy",
            "png", "image/png",
            "json", "application/json",
            "jsonl", "application/x-ndjson",
            "avro", "application/vnd.apache.avro.single-object",
            "zip", "application/zip");

    private ArtifactKeys() {}

    /** Returns the key where it is well formed. */
    static String check(String key) throws InvalidArtifactKeyException {
        if (key == null || key.isEmpty()) {
            throw new InvalidArtifactKeyException(key, "is empty");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new InvalidArtifactKeyException(key, "is longer than " + LONGEST_KEY + " bytes");
        }
        if (key.startsWith("/")) {
            throw new InvalidArtifactKeyException(key, "is absolute");
        }
        for (int i = 0; i < key.length(); i++) {
            checkCharacter(key, i);
        }
        for (String part : key.split("/", -1)) {
            checkPart(key, part);
        }
        return key;
    }

    private static void checkCharacter(String key, int index) throws InvalidArtifactKeyException {
        char character = key.charAt(index);
        if (Character.isISOControl(character)) {
            throw new InvalidArtifactKeyException(key, "has a control character");
        }
        if (character == ':') {
            throw new InvalidArtifactKeyException(key, "has a colon: paths and URLs outside the store are refused");
        }
        if (character == '\\') {
            throw new InvalidArtifactKeyException(key, "has a backslash");
        }
        boolean paired = Character.isHighSurrogate(character)
                ? index + 1 < key.length() && Character.isLowSurrogate(key.charAt(index + 1))
                : !Character.isLowSurrogate(character) || index > 0 && Character.isHighSurrogate(key.charAt(index - 1));
        if (!paired) {
            throw new InvalidArtifactKeyException(key, "is not valid Unicode");
        }
    }

    private static void checkPart(String key, String part) throws InvalidArtifactKeyException {
        if (part.isEmpty()) {
            throw new InvalidArtifactKeyException(key, "has an empty part");
        }
        if (part.equals("..") || part.equals(".")) {
            throw new InvalidArtifactKeyException(key, "has a '" + part + "' part");
        }
        // Names with a leading dot are the store's own: unfinished writes.
        if (part.startsWith(".")) {
            throw new InvalidArtifactKeyException(key, "has a part that begins with a dot");
        }
        if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
            throw new InvalidArtifactKeyException(key, "has a part that is longer than " + LONGEST_PART + " bytes");
        }
    }

    /** The media type that goes with a key's ending. */
    static String contentType(String key) {
        String ending = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return CONTENT_TYPES.getOrDefault(ending, "application/octet-stream");
    }

    /** The key for messages: one line and not too long. */
    static String printable(String key) {
        return Printable.of(key, LONGEST_PRINTED);
    }
}
