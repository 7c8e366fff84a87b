package io.reverie.standalone.client;

import io.reverie.worker.RegistryProblems;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Says what keeps a registry's serializer from its schema. */
record EventSerializer(Serializer<SpecificRecord> configured) implements Serializer<SpecificRecord> {

    @Override
    public byte[] serialize(String topic, SpecificRecord event) {
        try {
            return configured.serialize(topic, event);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            String why = RegistryProblems.mayPass(e)
                    ? "the schema registry cannot be asked: " + RegistryProblems.reason(e)
                    : "the schema registry does not have this build's "
                            + event.getSchema().getName() + " under " + topic
                            + "-value; `reverie schemas register` brings it there";
            throw new SerializationException(why, e);
        }
    }

    @Override
    public void close() {
        configured.close();
    }
}
