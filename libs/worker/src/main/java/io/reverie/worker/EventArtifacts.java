package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Events as files of the store, in Avro single-object encoding whatever the encoding on the topics is, so that they
 * can be read without a registry.
 */
public final class EventArtifacts {

    /** Largest file that is read as an event: what the broker takes as a record. */
    public static final int MOST_BYTES = 1 << 20;

    /** Media type of such a file. */
    public static final String CONTENT_TYPE = "application/vnd.apache.avro.single-object";

    private EventArtifacts() {}

    /** Stores an event. */
    public static Artifact write(ArtifactStore store, String key, SpecificRecord event) throws IOException {
        byte[] bytes = encode(event);
        return store.put(key, CONTENT_TYPE, out -> out.write(bytes));
    }

    /**
     * Stores an event unless there is one under this key already.
     *
     * @return what lies under the key now: this event, or the earlier one
     */
    static <T extends SpecificRecord> T writeIfAbsent(ArtifactStore store, String key, T event, Class<T> type)
            throws IOException {
        byte[] bytes = encode(event);
        boolean written =
                store.putIfAbsent(key, CONTENT_TYPE, out -> out.write(bytes)).isPresent();
        return written ? event : read(store, key, type);
    }

    /**
     * Reads an event of at most {@link #MOST_BYTES}.
     *
     * @throws JobRejectedException where the file is not such an event
     */
    public static <T extends SpecificRecord> T read(ArtifactStore store, String key, Class<T> type) throws IOException {
        try (InputStream in = store.open(key)) {
            return decode(VerifiedContent.bounded(in, key, null, MOST_BYTES), key, null, type);
        }
    }

    /**
     * Reads an event of at most {@link #MOST_BYTES} that another event describes.
     *
     * @param field where the artifact is in the request
     * @throws JobRejectedException where there is no such file, or it is not the one that was described, or not such
     *     an event
     */
    public static <T extends SpecificRecord> T read(ArtifactStore store, Artifact artifact, String field, Class<T> type)
            throws IOException {
        String keyField = field + ".key";
        byte[] bytes = VerifiedContent.bytes(store, artifact.getKey(), artifact.getSha256(), keyField, MOST_BYTES);
        return decode(bytes, artifact.getKey(), keyField, type);
    }

    private static <T extends SpecificRecord> T decode(byte[] bytes, String key, String field, Class<T> type) {
        try (SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer()) {
            return type.cast(deserializer.deserialize(null, bytes));
        } catch (SerializationException | ClassCastException e) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    field,
                    "The artifact '" + ArtifactKeys.printable(key) + "' is not a " + type.getSimpleName() + ": "
                            + e.getMessage(),
                    "a " + type.getSimpleName() + " in Avro single-object encoding",
                    e);
        }
    }

    private static byte[] encode(SpecificRecord event) {
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer()) {
            return serializer.serialize(null, event);
        }
    }
}
