import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;

import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.SweepSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends malformed records with good ones among them and waits until each has its answer. See the script beside it. */
public final class MalformedRecords {

    private static final String REQUESTS = "reverie.ingest.requests";
    private static final String DEAD_LETTERS = REQUESTS + ".dlq";
    private static final String SPECTROGRAMS = "reverie.spectrograms";
    private static final String FAILURES = "reverie.failures";
    private static final int GOOD_EVERY = 100;

    private MalformedRecords() {}

    public static void main(String[] arguments) throws Exception {
        String servers = arguments[0];
        int count = Integer.parseInt(arguments[1]);
        Set<String> malformed = new HashSet<>();
        Set<String> good = new HashSet<>();
        Properties settings = new Properties();
        settings.put("bootstrap.servers", servers);
        try (KafkaConsumer<byte[], byte[]> answers =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            assignToEnd(answers);
            send(producer, count, malformed, good);
            await(answers, malformed, good);
        }
    }

    private static void assignToEnd(KafkaConsumer<byte[], byte[]> answers) {
        List<TopicPartition> partitions = List.of(DEAD_LETTERS, SPECTROGRAMS, FAILURES).stream()
                .flatMap(topic -> answers.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        answers.assign(partitions);
        answers.endOffsets(partitions).forEach(answers::seek);
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, int count, Set<String> malformed, Set<String> good) {
        Random random = new Random(1);
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer()) {
            for (int number = 0; number < count; number++) {
                String key = "record-" + number;
                byte[] event = serializer.serialize(
                        REQUESTS,
                        IngestRequest.newBuilder()
                                .setTrackKey(key)
                                .setSource(SweepSource.newBuilder().setSeconds(1).build())
                                .build());
                boolean isGood = number % GOOD_EVERY == GOOD_EVERY / 2;
                (isGood ? good : malformed).add(key);
                byte[] value = isGood ? event : damaged(number % 6, event, random);
                producer.send(new ProducerRecord<>(REQUESTS, key.getBytes(StandardCharsets.UTF_8), value));
            }
        }
        producer.flush();
    }

    /** Not Avro, unknown fingerprint, truncated, empty, no value, 4 KB of garbage. */
    private static byte[] damaged(int kind, byte[] event, Random random) {
        byte[] garbage = new byte[4096];
        random.nextBytes(garbage);
        byte[] unknown = event.clone();
        unknown[2] ^= 1;
        return switch (kind) {
            case 0 -> "{\"trackKey\": \"json\"}".getBytes(StandardCharsets.UTF_8);
            case 1 -> unknown;
            case 2 -> Arrays.copyOf(event, event.length / 2);
            case 3 -> new byte[0];
            case 4 -> null;
            default -> garbage;
        };
    }

    private static void await(KafkaConsumer<byte[], byte[]> answers, Set<String> malformed, Set<String> good) {
        int all = malformed.size() + good.size();
        Map<String, Integer> letters = new HashMap<>();
        Set<String> failed = new HashSet<>();
        Set<String> done = new HashSet<>();
        long first = 0;
        long last = 0;
        try (SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer()) {
            long silentSince = System.nanoTime();
            while (!letters.keySet().containsAll(malformed)
                    || !failed.containsAll(malformed)
                    || !done.containsAll(good)) {
                for (ConsumerRecord<byte[], byte[]> record : answers.poll(Duration.ofMillis(500))) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    last = record.timestamp();
                    first = first == 0 ? last : first;
                    silentSince = System.nanoTime();
                    if (record.topic().equals(DEAD_LETTERS)) {
                        letters.merge(key, 1, Integer::sum);
                    } else if (record.topic().equals(FAILURES)) {
                        failed.add(((JobFailed) deserializer.deserialize(FAILURES, record.value())).getJobId());
                    } else {
                        done.add(((SpectrogramReady) deserializer.deserialize(SPECTROGRAMS, record.value())).getTrackKey());
                    }
                }
                if (System.nanoTime() - silentSince > 60e9) {
                    throw new IllegalStateException("Nothing came for a minute: " + letters.size() + " dead letters of "
                            + malformed.size() + ", " + failed.size() + " failures, " + done.size() + " of "
                            + good.size() + " good ones");
                }
            }
        }
        int twice = letters.values().stream().mapToInt(times -> times - 1).sum();
        double seconds = (last - first) / 1e3;
        System.out.printf(
                "%d records: %d dead letters (%d more than once) with their failures, %d good ones done; %.1f s, %.0f records/s%n",
                all, letters.size(), twice, done.size(), seconds, all / seconds);
    }
}
