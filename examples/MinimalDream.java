import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Objective;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SweepSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The smallest possible dream request from a program of one's own: a test tone, a model, a target. It needs Reverie's
 * schemas, kafka-clients and avro, nothing else. Beside a running {@code ./reverie up}, and after a
 * {@code ./reverie demo}, which trains the model demo:
 *
 * <pre>
 * examples/run MinimalDream demo techno
 * </pre>
 *
 * <p>A third argument is Kafka's address, 127.0.0.1:9092 where there is none.
 */
public final class MinimalDream {

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("Usage: MinimalDream MODEL TARGET [HOST:PORT]");
            System.exit(2);
        }
        String bootstrap = arguments.length > 2 ? arguments[2] : "127.0.0.1:9092";
        try {
            dream(arguments[0], arguments[1], bootstrap);
        } catch (KafkaException | ExecutionException e) {
            System.err.println("No answer from Kafka at " + bootstrap + ": " + e.getMessage());
            System.exit(1);
        }
    }

    private static void dream(String model, String target, String bootstrap) throws Exception {
        String dreamId = "example-" + System.currentTimeMillis();

        // Everything that is not said here has a default.
        DreamRequest request = DreamRequest.newBuilder()
                .setDreamId(dreamId)
                .setInput(SweepSource.newBuilder().build())
                .setModels(List.of(model))
                .setObjective(Objective.newBuilder().setTarget(target).build())
                .build();

        try (var consumer = new KafkaConsumer<>(
                        consumerSettings(bootstrap), new StringDeserializer(), new SingleObjectAvroDeserializer());
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new SingleObjectAvroSerializer())) {
            // First take the place in the log to read from, then ask: so the answer can not be missed.
            List<TopicPartition> results = Stream.of("reverie.recordings", "reverie.failures")
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(results);
            consumer.seekToEnd(results);
            results.forEach(consumer::position);

            producer.send(new ProducerRecord<>("reverie.dream.requests", dreamId, request))
                    .get();
            System.out.println("Asked for " + dreamId);

            while (true) {
                for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() instanceof RecordingReady ready && ready.getDreamId().equals(dreamId)) {
                        System.out.println(ready);
                        return;
                    }
                    if (record.value() instanceof JobFailed failure && failure.getJobId().equals(dreamId)) {
                        System.out.println(failure);
                        System.exit(1);
                    }
                }
            }
        }
    }

    private static Properties consumerSettings(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("enable.auto.commit", "false");
        settings.put("default.api.timeout.ms", "10000");
        return settings;
    }
}
