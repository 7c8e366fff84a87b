package io.reverie.worker;

/** A key that is not allowed: it would lead out of the store or is not well formed. */
public final class InvalidArtifactKeyException extends UnusableArtifactException {

    /** What a key may be. */
    public static final String ALLOWED = ArtifactKeys.ALLOWED;

    private final String reason;

    /**
     * Names the key, shortened and without control characters.
     *
     * @param reason what is wrong with it, for example "is absolute"
     */
    public InvalidArtifactKeyException(String key, String reason) {
        super("The artifact key '" + ArtifactKeys.printable(key) + "' " + reason);
        this.reason = reason;
    }

    /** What is wrong with the key. */
    public String reason() {
        return reason;
    }
}
