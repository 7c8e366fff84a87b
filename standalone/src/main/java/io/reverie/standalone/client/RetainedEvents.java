package io.reverie.standalone.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.reverie.worker.RetainedNames;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What the events of all topics name, dead letters included. Whatever anyone may write may be no event and is counted;
 * a record that cannot be read on a topic that workers alone write is another version's or another encoding's: then
 * nobody knows what it names.
 */
public final class RetainedEvents {

    private final RetainedNames names = new RetainedNames();
    private final List<String> unreadable = new ArrayList<>();
    private long events;
    private long passedOver;

    private RetainedEvents() {}

    /**
     * Reads every topic of the manifest to its end.
     *
     * @throws KafkaUnavailableException where a topic is missing or cannot be read whole
     */
    public static RetainedEvents read(ClientSettings settings) throws KafkaUnavailableException {
        Map<String, Topic> topics = TopicManifest.load(settings.topicPrefix()).topics().stream()
                .collect(Collectors.toMap(Topic::name, Function.identity()));
        RetainedEvents retained = new RetainedEvents();
        try (Deserializer<SpecificRecord> deserializer = settings.eventDeserializer();
                RecordReader reader = RecordReader.fromBeginning(settings, topics.keySet())) {
            reader.readToEnd(record -> retained.add(record, topics.get(record.topic()), deserializer));
        }
        if (!retained.unreadable.isEmpty()) {
            throw new KafkaUnavailableException(retained.unreadable.size()
                    + " records of workers cannot be read, so that what they name is not known: "
                    + retained.unreadable.get(0)
                    + (retained.unreadable.size() > 1 ? " and others" : "")
                    + "; check reverie.deserializer and this build's version. A record that is no event at all goes"
                    + " with its topic's retention, on a compacted topic by a tombstone for its key");
        }
        return retained;
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Topic topic, Deserializer<SpecificRecord> deserializer) {
        if (record.value() == null) {
            return;
        }
        SpecificRecord event;
        try {
            event = deserializer.deserialize(record.topic(), record.value());
        } catch (KafkaException e) {
            if (isOfWorkersAlone(topic)) {
                unreadable.add(RecordPosition.of(record).toString());
            } else {
                passedOver++;
            }
            return;
        }
        events++;
        if (topic.consumers().stream().anyMatch(reader -> reader.group() != null)) {
            names.addRequest(event, topic.key());
        } else {
            names.add(event);
        }
    }

    private static boolean isOfWorkersAlone(Topic topic) {
        return !topic.producers().contains("anyone") && !topic.name().endsWith(Topic.DEAD_LETTER_SUFFIX);
    }

    /** What they name. */
    public RetainedNames names() {
        return names;
    }

    /** How many events were read. */
    public long events() {
        return events;
    }

    /** How many records of anyone, and dead letters, are no events. */
    public long passedOver() {
        return passedOver;
    }
}
