package io.reverie.worker;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where in S3 a store lies.
 *
 * @param bucket its name
 * @param prefix put before every key, without a '/' at its end; empty: the whole bucket is the store
 */
public record S3Location(String bucket, String prefix) {

    /** How a location is written. */
    public static final String SCHEME = "s3://";

    /** What a bucket's name may be. */
    static final String ALLOWED_BUCKET =
            "3 to 63 letters, digits, dots, hyphens and underscores, a letter or digit first and last";

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final int LONGEST_KEY = 1024;

    /**
     * Refuses what cannot be a location.
     *
     * @throws IllegalArgumentException saying what is wrong and what is allowed
     */
    public S3Location {
        if (!isBucket(bucket)) {
            throw new IllegalArgumentException(
                    "'" + Printable.line(bucket) + "' is no name of a bucket; allowed: " + ALLOWED_BUCKET);
        }
        try {
            if (!prefix.isEmpty()) {
                ArtifactKeys.check(prefix);
            }
        } catch (InvalidArtifactKeyException e) {
            throw new IllegalArgumentException(
                    "'" + ArtifactKeys.printable(prefix) + "' is no prefix of keys: it " + e.reason() + "; allowed: "
                            + ArtifactKeys.ALLOWED,
                    e);
        }
    }

    /**
     * Reads {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}.
     *
     * @throws IllegalArgumentException saying what is wrong and what is allowed
     */
    public static S3Location parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "'" + Printable.line(text) + "' is not s3://BUCKET or s3://BUCKET/PREFIX");
        }
        String path = text.substring(SCHEME.length());
        int end = path.indexOf('/');
        return end < 0
                ? new S3Location(path, "")
                : new S3Location(path.substring(0, end), withoutSlash(path.substring(end + 1)));
    }

    /** A prefix without the '/' that it may end with. */
    static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches();
    }

    /** The key in the bucket of an artifact's key. */
    String objectKey(String key) throws InvalidArtifactKeyException {
        String objectKey = inBucket(ArtifactKeys.check(key));
        if (objectKey.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new InvalidArtifactKeyException(
                    key, "is longer than " + LONGEST_KEY + " bytes with the store's prefix '" + prefix + "/'");
        }
        return objectKey;
    }

    /** What the beginning of artifacts' keys is in the bucket. */
    String objectPrefix(String keyPrefix) throws InvalidArtifactKeyException {
        int end = keyPrefix.lastIndexOf('/');
        if (end >= 0) {
            ArtifactKeys.check(keyPrefix.substring(0, end));
        }
        return inBucket(keyPrefix);
    }

    /** The artifact's key of a key in the bucket that begins with the prefix. */
    String key(String objectKey) {
        return objectKey.substring(inBucket("").length());
    }

    private String inBucket(String key) {
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }

    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
