package io.reverie.standalone.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import io.reverie.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters again: key, value and headers as they came, and a header {@value DeadLetter#RETRY_OF} that names the
 * dead letter, which stays where it is.
 */
public final class Retries implements AutoCloseable {

    /**
     * A dead letter that was sent again.
     *
     * @param key as text; null where it has none
     * @param deadLetter what was sent
     * @param sent where it lies now
     */
    public record Retry(String key, RecordPosition deadLetter, RecordPosition sent) {}

    private final ClientSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;

    public Retries(ClientSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends one again, to the topic that it came from.
     *
     * @param position on a dead-letter topic
     * @return empty where there is no record at this place, or none any more
     */
    public Optional<Retry> retry(RecordPosition position) throws KafkaUnavailableException {
        Optional<ConsumerRecord<byte[], byte[]>> found;
        try (RecordReader reader = RecordReader.fromBeginning(settings, List.of(position.topic()))) {
            found = reader.at(position);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(send(position, found.get()));
    }

    private Retry send(RecordPosition position, ConsumerRecord<byte[], byte[]> letter)
            throws KafkaUnavailableException {
        ProducerRecord<byte[], byte[]> request =
                new ProducerRecord<>(target(position.topic()), letter.key(), letter.value());
        DeadLetter.ownHeaders(letter).forEach(request.headers()::add);
        request.headers().add(DeadLetter.RETRY_OF, position.toString().getBytes(StandardCharsets.UTF_8));
        try {
            RecordMetadata sent = producer.send(request).get();
            return new Retry(
                    EventReader.text(letter.key()),
                    position,
                    new RecordPosition(sent.topic(), sent.partition(), sent.offset()));
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaUnavailableException("The dead letter " + position + " could not be sent again: " + e, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The topic whose dead letters lie on this one. */
    static String target(String deadLetterTopic) {
        return deadLetterTopic.substring(0, deadLetterTopic.length() - Topic.DEAD_LETTER_SUFFIX.length());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
