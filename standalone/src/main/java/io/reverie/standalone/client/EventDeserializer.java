package io.reverie.standalone.client;

import io.reverie.worker.RegistryProblems;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Tells a record that is no event, which a reader may pass over, from a registry that cannot be asked, where nobody knows
 * what the record is.
 */
record EventDeserializer(Deserializer<SpecificRecord> configured) implements Deserializer<SpecificRecord> {

    @Override
    public SpecificRecord deserialize(String topic, byte[] value) {
        try {
            return configured.deserialize(topic, value);
        } catch (RuntimeException e) {
            if (RegistryProblems.mayPass(e)) {
                throw new RegistryUnavailableException(
                        "The schema registry cannot be asked for the schema of a record on " + topic + ": "
                                + RegistryProblems.reason(e),
                        e);
            }
            throw e instanceof KafkaException
                    ? e
                    : new SerializationException("No event on " + topic + ": " + RegistryProblems.reason(e), e);
        }
    }

    @Override
    public void close() {
        configured.close();
    }
}
