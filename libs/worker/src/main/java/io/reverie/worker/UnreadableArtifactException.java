package io.reverie.worker;

/** There is such an artifact, but this process may not read it. */
public final class UnreadableArtifactException extends UnusableArtifactException {

    /** Names the key. */
    public UnreadableArtifactException(String key, Throwable cause) {
        super("The artifact '" + ArtifactKeys.printable(key) + "' cannot be opened: access is denied", cause);
    }
}
