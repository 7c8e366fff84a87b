package io.reverie.standalone;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.client.S3Settings;
import io.reverie.standalone.command.CommandRun;
import io.reverie.standalone.kafka.EmbeddedKafka;
import io.reverie.testing.S3Server;
import io.reverie.worker.S3Location;
import io.reverie.worker.S3Store;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A packaged worker and the command line with their artifacts in S3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class S3StoreIT {

    private static final String STORE = "s3://music/staging";

    private Path folder;
    private S3Server s3;
    private EmbeddedKafka kafka;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        SmallCorpus.write(folder.resolve("corpus"));
        s3 = S3Server.start(folder.resolve("s3")).withBucket("music");
        // Commands run in this process.
        s3.settings().forEach(System::setProperty);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        cluster = new Cluster(kafka.bootstrapServers());
        assertThat(CommandRun.of("topics", "create", "--bootstrap", kafka.bootstrapServers())
                        .status())
                .isZero();
    }

    @AfterAll
    void stop() {
        s3.settings().keySet().forEach(System::clearProperty);
        kafka.close();
        s3.close();
    }

    @Test
    void jobWaitsForABucketThatIsAwayAndArtifactsGoThereAndBack() throws Exception {
        // Given a file in the bucket, and a server that is down when the worker starts
        CommandRun put = run("put", corpus("hum/0.wav"), "--json");
        String key = put.out().replaceAll("(?s).*\"key\":\"([^\"]*)\".*", "$1");
        s3.close();
        try (WorkerProcess worker = startWorker("-Dreverie.store.s3.bucket=music")) {
            // When
            request("waiting", key);

            // Then the job waits, and health and commands say for what
            await(() -> worker.health("ready").contains("cannot go on and is tried again"));
            assertThat(worker.health("ready"))
                    .contains("The store " + STORE + " at " + s3.endpoint() + " cannot be reached: Connection refused");
            CommandRun refused = command("put", corpus("hum/0.wav"));
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err().lines()).hasSize(1);
            assertThat(refused.err()).contains("reverie put: The store " + STORE);

            // When it is there again
            s3.restart();

            // Then the job is done, and others through the command line
            await(() -> spectrograms().size() == 1);
            CommandRun ingest = run("ingest", corpus("hiss/0.wav"), corpus("hum/1.wav"), "--json");
            assertThat(ingest.out()).contains("SpectrogramReady").doesNotContain("\"path\"");
            assertThat(cluster.failures()).isEmpty();
        }
        assertThat(put.out()).doesNotContain("\"path\"");
        S3Store store = new S3Store(S3Settings.find().client(), S3Location.parse(STORE));
        List<SpectrogramReady> ready = spectrograms();
        assertThat(ready).hasSize(3);
        for (SpectrogramReady spectrogram : ready) {
            String array = spectrogram.getSpectrogram().getArtifact().getKey();
            assertThat(store.describe(array).getSha256())
                    .isEqualTo(spectrogram.getSpectrogram().getArtifact().getSha256());
            assertThat(store.size(spectrogram.getAudio().getKey()))
                    .isEqualTo(spectrogram.getAudio().getBytes());
        }
        assertThat(run("gc", "--dry-run", "--older-than", "0S").out()).startsWith("Would remove 0 artifacts");
    }

    @Test
    void wrongSettingsEndTheStartWithTheirKey() throws Exception {
        try (WorkerProcess worker = startWorker()) {
            assertThat(worker.endsWithin(Duration.ofSeconds(30))).isTrue();
            assertThat(worker.log())
                    .contains("reverie.store.s3.bucket must name a bucket where reverie.store.kind is s3");
        }
        CommandRun local = CommandRun.of("models", "--store", STORE, "--data", folder.toString());
        assertThat(local.status()).isEqualTo(2);
        assertThat(local.err()).contains("--store s3:// is for a cluster: give its --bootstrap as well");
        CommandRun noBucket = CommandRun.of("put", corpus("hum/0.wav"), "--store", "s3://");
        assertThat(noBucket.status()).isEqualTo(2);
        assertThat(noBucket.err()).contains("--store: '' is no name of a bucket; allowed: 3 to 63");
    }

    private WorkerProcess startWorker(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "-Dreverie.store.kind=s3", "-Dreverie.store.s3.prefix=staging", "-Dreverie.retry.longest-delay=1S"));
        s3.settings().forEach((key, value) -> all.add("-D" + key + "=" + value));
        all.addAll(List.of(options));
        return WorkerProcess.start("ingest", folder, kafka.bootstrapServers(), Map.of(), all, Map.of());
    }

    private void request(String track, String key) {
        IngestRequest request = IngestRequest.newBuilder()
                .setTrackKey(track)
                .setSource(new AudioSource(key))
                .build();
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(
                    "reverie.ingest.requests", track.getBytes(StandardCharsets.UTF_8), Cluster.encode(request)));
        }
    }

    private List<SpectrogramReady> spectrograms() {
        try (SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer()) {
            return cluster.records("reverie.spectrograms").stream()
                    .map(record -> (SpectrogramReady) deserializer.deserialize(record.topic(), record.value()))
                    .toList();
        }
    }

    private String corpus(String file) {
        return folder.resolve("corpus").resolve(file).toString();
    }

    private CommandRun run(String... arguments) {
        CommandRun run = command(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private CommandRun command(String... arguments) {
        Stream<String> where = Stream.of("--bootstrap", kafka.bootstrapServers(), "--store", STORE);
        return CommandRun.of(Stream.concat(Stream.of(arguments), where).toArray(String[]::new));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(100);
        }
    }
}
