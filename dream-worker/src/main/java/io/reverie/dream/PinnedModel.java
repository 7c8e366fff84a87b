package io.reverie.dream;

/**
 * A model as a job pins it: whatever the name stands for later, the job goes on with this file.
 *
 * @param name of the model
 * @param sha256 of its file
 * @param key of its file in the store
 */
record PinnedModel(String name, String sha256, String key) {

    private static final int DIGEST_LENGTH = 64;

    /** The value of the job's input, from which {@link #of} makes the model again. */
    String pin() {
        return sha256 + " " + key;
    }

    /** From a job's input. */
    static PinnedModel of(String name, String pin) {
        return new PinnedModel(name, pin.substring(0, DIGEST_LENGTH), pin.substring(DIGEST_LENGTH + 1));
    }
}
