package io.reverie.chaos;

/**
 * Something to ask for.
 *
 * @param id identity of the job, and the record's key
 * @param topic of requests
 * @param value the record's value; null: a tombstone
 * @param good whether it can be done
 */
record Job(String id, String topic, byte[] value, boolean good) {

    @Override
    public String toString() {
        return id + (good ? " (good)" : " (bad)");
    }
}
