package io.reverie.standalone.command;

import java.security.SecureRandom;
import java.util.HexFormat;

import io.reverie.worker.Sha256;

/** Names for jobs: readable ones that nobody else has, and ones that the content determines. */
public final class Identifiers {

    private static final int LONGEST_STEM = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Identifiers() {}

    /** The parts with hyphens between them and a random end, for example {@code disco.00000-classical-3f9a1c}. */
    public static String unique(String... parts) {
        String stem =
                String.join("-", parts).replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^[._-]+", "");
        byte[] suffix = new byte[3];
        RANDOM.nextBytes(suffix);
        return stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "-"
                + HexFormat.of().formatHex(suffix);
    }

    /** The same for the same content: prefix and 32 hexadecimal digits. */
    static String ofContent(String prefix, String... content) {
        return prefix + "-" + Sha256.of(String.join("\u0000", content)).substring(0, 32);
    }
}
