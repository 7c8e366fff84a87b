package io.reverie.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ten bytes that begin an Avro single-object encoding. */
final class SingleObjectHeader {

    static final int LENGTH = 10;

    private static final byte FIRST = (byte) 0xC3;
    private static final byte SECOND = 0x01;

    private SingleObjectHeader() {}

    static byte[] of(long fingerprint) {
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(FIRST)
                .put(SECOND)
                .putLong(fingerprint)
                .array();
    }

    static boolean startsWithMarker(byte[] data) {
        return data.length >= LENGTH && data[0] == FIRST && data[1] == SECOND;
    }

    static long fingerprint(byte[] data) {
        return ByteBuffer.wrap(data, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /** " on TOPIC" for messages; nothing where the data did not come from a topic. */
    static String on(String topic) {
        return topic == null ? "" : " on " + topic;
    }
}
