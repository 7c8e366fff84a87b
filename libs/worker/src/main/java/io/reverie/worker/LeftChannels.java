package io.reverie.worker;

/**
 * Incoming channels that this process leaves to other workers. To be said before the channels begin: then no consumer joins
 * their groups, and no partition waits for a worker that will never take a record.
 */
public final class LeftChannels {

    private LeftChannels() {}

    /** Leaves channels, by the connector's own setting; a system property comes before every other source of settings. */
    public static void leave(String... channels) {
        for (String channel : channels) {
            System.setProperty(setting(channel), "false");
        }
    }

    /** Key of the setting that says whether a channel begins. */
    public static String setting(String channel) {
        return "mp.messaging.incoming." + channel + ".enabled";
    }
}
