package io.reverie.worker;

/** Refuses configured values out of range, so that a worker does not start with them. */
public final class ConfiguredValue {

    private ConfiguredValue() {}

    /**
     * Refuses a value out of range.
     *
     * @param key of the configuration
     * @throws IllegalArgumentException naming the key, what is allowed and the value
     */
    public static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be "
                    + (most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most)
                    + ", but is " + value);
        }
    }
}
