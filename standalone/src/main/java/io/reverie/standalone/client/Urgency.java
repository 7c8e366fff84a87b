package io.reverie.standalone.client;

/** Whether somebody waits for a dream. */
public enum Urgency {
    /** Before everything that may wait. */
    INTERACTIVE(Topics.DREAM_REQUESTS),
    /** When no interactive request is there. */
    BULK(Topics.BULK_DREAM_REQUESTS);

    private final String topic;

    Urgency(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }
}
