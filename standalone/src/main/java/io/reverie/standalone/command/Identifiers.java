package io.reverie.standalone.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for jobs: readable ones that nobody else has, and ones that the content determines. */
final class Identifiers {

    private static final int LONGEST_STEM = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Identifiers() {}

    /** The parts with hyphens between them and a random end, for example {@code disco.00000-classical-3f9a1c}. */
    static String unique(String... parts) {
        String stem = String.join("-", parts).replaceAll("[^A-Za-z0-9._-]+", "_");
        byte[] suffix = new byte[3];
        RANDOM.nextBytes(suffix);
        return stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "-"
                + HexFormat.of().formatHex(suffix);
    }

    /** The same for the same content: prefix and 32 hexadecimal digits. */
    static String ofContent(String prefix, String... content) {
        byte[] digest = sha256().digest(String.join("\u0000", content).getBytes(StandardCharsets.UTF_8));
        return prefix + "-" + HexFormat.of().formatHex(digest).substring(0, 32);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
