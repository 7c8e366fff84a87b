package io.reverie.worker;

/** The store has no artifact with this key. */
public final class ArtifactNotFoundException extends UnusableArtifactException {

    private final String key;

    /** Names the key. */
    public ArtifactNotFoundException(String key) {
        super("There is no artifact '" + ArtifactKeys.printable(key) + "' in the store");
        this.key = key;
    }

    /** The key that was asked for. */
    public String key() {
        return key;
    }
}
