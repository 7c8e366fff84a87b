package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.reverie.schemas.Artifact;
import io.reverie.testing.S3Server;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The store on a real server, a process of its own. */
class S3StoreTest extends ArtifactStoreContract {

    private static final int PART_BYTES = 8 << 20;
    private static final int LARGE_BYTES = 20_000_000;

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private String bucket;
    private S3Client client;
    private S3Store store;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(folder);
    }

    /** Where a test failed while it was away. */
    @AfterEach
    void bringBackServer() throws IOException {
        if (!server.isRunning()) {
            server.restart();
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        bucket = "bucket-" + BUCKETS.incrementAndGet();
        server.withBucket(bucket);
        client = client(server.endpoint(), S3Server.SECRET_KEY);
        store = new S3Store(client, new S3Location(bucket, ""));
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    @Override
    void takeAway() {
        server.close();
    }

    @Override
    void bringBack() throws IOException {
        server.restart();
    }

    /** This server keeps objects as files, and fails where one would have to be a folder too. */
    @Override
    List<String> missingBeside() {
        return List.of("nothing", "a");
    }

    @Test
    void artifactsAreNoFilesOfThisMachine() throws IOException {
        store.put("a", "text/plain", out -> out.write(ABC));
        assertThat(store.localPath("a")).isEmpty();
    }

    @Test
    void keepsTheContentType() throws IOException {
        store.put("a.wav", "audio/wav", out -> out.write(ABC));
        store.put("b.npy", "application/x-npy", out -> fill(out, PART_BYTES + 1));
        assertThat(client.headObject(object -> object.bucket(bucket).key("a.wav"))
                        .contentType())
                .isEqualTo("audio/wav");
        assertThat(client.headObject(object -> object.bucket(bucket).key("b.npy"))
                        .contentType())
                .isEqualTo("application/x-npy");
    }

    @Test
    void sendsLargeContentInParts() throws IOException {
        // Given
        Requests requests = new Requests();
        S3Store observed = new S3Store(client(server.endpoint(), S3Server.SECRET_KEY, requests), location());

        // When
        Artifact large = observed.put("large", "application/x-npy", out -> fill(out, LARGE_BYTES));

        // Then
        assertThat(requests.names())
                .containsExactly(
                        "CreateMultipartUpload", "UploadPart", "UploadPart", "UploadPart", "CompleteMultipartUpload");
        assertThat(requests.bytes())
                .containsExactly((long) PART_BYTES, (long) PART_BYTES, (long) LARGE_BYTES - 2 * PART_BYTES);
        assertThat(large.getBytes()).isEqualTo(LARGE_BYTES);
        assertThat(store.describe("large").getSha256()).isEqualTo(large.getSha256());
        assertThat(store.size("large")).isEqualTo(LARGE_BYTES);
    }

    @Test
    void sendsOnePartAtOnceAndOneByteMoreInTwo() throws IOException {
        // Given
        Requests requests = new Requests();
        S3Store observed = new S3Store(client(server.endpoint(), S3Server.SECRET_KEY, requests), location());

        // When
        observed.put("one", "text/plain", out -> fill(out, PART_BYTES));
        observed.put("two", "text/plain", out -> fill(out, PART_BYTES + 1));

        // Then
        assertThat(requests.bytes()).containsExactly((long) PART_BYTES, (long) PART_BYTES, 1L);
        assertThat(store.size("one")).isEqualTo(PART_BYTES);
        assertThat(store.size("two")).isEqualTo(PART_BYTES + 1);
    }

    @Test
    void leavesNoUploadWhereTheWriterFails() {
        assertThatThrownBy(() -> store.put("large", "text/plain", out -> {
                    fill(out, LARGE_BYTES);
                    throw new IOException("half way");
                }))
                .hasMessage("half way");
        assertThat(uploads()).isZero();
    }

    @Test
    void uploadThatBreaksOffStoresNothingAndIsFoundAndRemoved() throws IOException {
        // When the server dies in the middle
        assertThatThrownBy(() -> store.put("large", "text/plain", out -> {
                    fill(out, PART_BYTES + 1);
                    out.flush();
                    server.close();
                    fill(out, LARGE_BYTES);
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The store s3://" + bucket + " at " + server.endpoint() + " cannot be reached");
        server.restart();

        // Then
        assertThat(store.list("")).isEmpty();
        assertThat(store.unfinished(Duration.ofHours(1))).isEmpty();
        List<StoredFile> unfinished = store.unfinished(Duration.ofSeconds(-5));
        assertThat(unfinished).hasSize(1);
        assertThat(unfinished.get(0).key()).startsWith("large:");
        assertThat(unfinished.get(0).bytes()).isEqualTo(PART_BYTES);
        assertThat(unfinished.get(0).modified())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
        store.removeUnfinished(unfinished.get(0));
        store.removeUnfinished(unfinished.get(0));
        assertThat(uploads()).isZero();
    }

    @Test
    void removesNoArtifactAsUnfinished() throws IOException {
        store.put("a", "text/plain", out -> out.write(ABC));
        StoredFile whole = store.files("").get(0);
        assertThatThrownBy(() -> store.removeUnfinished(whole)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyOneOfTwoLargeWritesGetsAFreeKey() throws Exception {
        // Given two writers that both have found the key free
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Callable<Optional<Artifact>> writer =
                    () -> store.putIfAbsent("large", "text/plain", out -> fill(out, PART_BYTES + 1));
            List<Artifact> winners = new ArrayList<>();
            for (Future<Optional<Artifact>> written : pool.invokeAll(List.of(writer, writer))) {
                written.get().ifPresent(winners::add);
            }

            // Then
            assertThat(winners).hasSize(1);
            assertThat(store.describe("large").getSha256())
                    .isEqualTo(winners.get(0).getSha256());
            assertThat(uploads()).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void keyThatIsTakenMeanwhileStaysAsItIs() throws IOException {
        for (int bytes : new int[] {1, PART_BYTES + 1}) {
            String key = "meanwhile-" + bytes;
            Optional<Artifact> late = store.putIfAbsent(key, "text/plain", out -> {
                store.put(key, "text/plain", other -> other.write(ABC));
                fill(out, bytes);
            });
            assertThat(late).isEmpty();
            assertThat(content(key)).isEqualTo(ABC);
        }
        assertThat(uploads()).isZero();
    }

    @Test
    void serverWithoutConditionalWritesIsAskedFirst() throws IOException {
        // Given a server that answers 501, as this one does to a header of Amazon's that it does not know
        S3Store plain = new S3Store(client(server.endpoint(), S3Server.SECRET_KEY, new UnknownCondition()), location());

        // Then
        for (int bytes : new int[] {1, PART_BYTES + 1}) {
            assertThat(plain.putIfAbsent("a" + bytes, "text/plain", out -> fill(out, bytes)))
                    .isPresent();
            assertThat(plain.putIfAbsent("a" + bytes, "text/plain", out -> out.write(ABC)))
                    .isEmpty();
            assertThat(store.size("a" + bytes)).isEqualTo(bytes);
        }
        assertThat(uploads()).isZero();
    }

    @Test
    void closingWhatIsHalfReadDoesNotReadTheRest() throws IOException {
        store.put("large", "text/plain", out -> fill(out, LARGE_BYTES));
        try (Relay relay = new Relay(server.endpoint())) {
            S3Store relayed = new S3Store(client(relay.endpoint(), S3Server.SECRET_KEY), location());
            try (InputStream in = relayed.open("large")) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
            }
            assertThat(relay.answered()).isLessThan(LARGE_BYTES * 3L / 4);
            // And the next request is answered.
            assertThat(relayed.size("large")).isEqualTo(LARGE_BYTES);
        }
    }

    @Test
    void connectionThatBreaksWhileReadingIsAProblemOfTheStore() throws IOException {
        store.put("large", "text/plain", out -> fill(out, LARGE_BYTES));
        try (Relay relay = new Relay(server.endpoint())) {
            S3Store relayed = new S3Store(client(relay.endpoint(), S3Server.SECRET_KEY), location());
            relay.hangUpAfter(LARGE_BYTES / 2);
            assertThatThrownBy(() -> relayed.describe("large"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("Reading 'large' from the store s3://" + bucket);
        }
    }

    @Test
    void wrongCredentialsAreAProblemOfTheStore() throws IOException {
        store.put("a", "text/plain", out -> out.write(ABC));
        S3Store wrong = new S3Store(client(server.endpoint(), "wrong"), location());
        assertProblem(wrong, "The store s3://" + bucket + " at " + server.endpoint() + " denies access");
        // Of a bucket that is not there this server lets anything be removed.
        for (ThrowingCallable removal : List.<ThrowingCallable>of(
                () -> wrong.delete("a"), () -> wrong.removeUnfinished(new StoredFile("a:1", 1, Instant.now())))) {
            assertThatThrownBy(removal)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("denies access");
        }
        assertThat(content("a")).isEqualTo(ABC);
    }

    @Test
    void bucketThatIsNotThereIsAProblemOfTheStore() {
        S3Store nowhere = new S3Store(client, new S3Location("nowhere", "music"));
        assertProblem(nowhere, "The store s3://nowhere/music at " + server.endpoint() + " cannot be used: there is no");
    }

    private static void assertProblem(S3Store store, String message) {
        List<Callable<?>> uses = List.of(
                () -> store.open("a"),
                () -> store.size("a"),
                () -> store.exists("a"),
                () -> store.describe("a"),
                () -> store.put("a", "text/plain", out -> out.write(ABC)),
                () -> store.put("a", "text/plain", out -> fill(out, PART_BYTES + 1)),
                () -> store.putIfAbsent("a", "text/plain", out -> out.write(ABC)),
                () -> store.list(""),
                () -> store.unfinished(Duration.ZERO));
        for (Callable<?> use : uses) {
            assertThatThrownBy(use::call)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith(message);
        }
    }

    @Test
    void listsMoreThanOnePage() throws IOException {
        // Given more than the 1000 of one answer
        Path inputs = Files.createDirectories(
                folder.resolve("buckets").resolve(bucket).resolve("inputs"));
        for (int file = 0; file < 1234; file++) {
            Files.write(inputs.resolve("track-" + file + ".wav"), ABC);
        }

        // Then
        assertThat(store.files("inputs/")).hasSize(1234).isSortedAccordingTo((a, b) -> a.key()
                .compareTo(b.key()));
    }

    @Test
    void listsNothingThatHasNoKeyHere() throws IOException {
        for (String key : List.of("inputs/", "inputs/.hidden", "a:b")) {
            client.putObject(object -> object.bucket(bucket).key(key), RequestBody.empty());
        }
        store.put("inputs/a", "text/plain", out -> out.write(ABC));
        assertThat(store.list("")).containsExactly("inputs/a");
    }

    @Test
    void prefixesKeepSystemsApart() throws IOException {
        // Given
        S3Store one = new S3Store(client, new S3Location(bucket, "one"));
        S3Store other = new S3Store(client, new S3Location(bucket, "one-more/music"));
        one.put("a", "text/plain", out -> out.write(ABC));
        other.put("a", "text/plain", out -> fill(out, 10));
        other.put("b", "text/plain", out -> out.write(ABC));
        client.createMultipartUpload(upload -> upload.bucket(bucket).key("one-more/music/c"));

        // Then
        assertThat(one.list("")).containsExactly("a");
        assertThat(other.list("")).containsExactly("a", "b");
        assertThat(one.size("a")).isEqualTo(3);
        assertThat(one.exists("b")).isFalse();
        assertThat(one.unfinished(Duration.ofSeconds(-5))).isEmpty();
        assertThat(other.unfinished(Duration.ofSeconds(-5)))
                .singleElement()
                .satisfies(unfinished -> assertThat(unfinished.key()).startsWith("c:"));
        assertThat(store.list("")).containsExactly("one-more/music/a", "one-more/music/b", "one/a");
        one.delete("a");
        assertThat(other.exists("a")).isTrue();
    }

    @Test
    void refusesKeysThatAreTooLongWithThePrefix() {
        S3Store prefixed = new S3Store(client, new S3Location(bucket, "music"));
        assertThatThrownBy(() -> prefixed.open(("x".repeat(200) + "/").repeat(5) + "y".repeat(15)))
                .isInstanceOf(InvalidArtifactKeyException.class)
                .hasMessageContaining("with the store's prefix 'music/'");
    }

    private S3Location location() {
        return new S3Location(bucket, "");
    }

    private int uploads() {
        return client.listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .size();
    }

    private static void fill(OutputStream out, int bytes) throws IOException {
        byte[] some = new byte[100_003];
        for (int i = 0; i < some.length; i++) {
            some[i] = (byte) (i * 31 + (i >> 7));
        }
        for (int left = bytes; left > 0; left -= some.length) {
            out.write(some, 0, Math.min(left, some.length));
        }
    }

    private static S3Client client(String endpoint, String secretKey, ExecutionInterceptor... interceptors) {
        return S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(endpoint))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, secretKey)))
                .overrideConfiguration(configuration -> configuration.executionInterceptors(List.of(interceptors)))
                .build();
    }

    /** What was asked, and how large the bodies were. */
    private static final class Requests implements ExecutionInterceptor {

        private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Long> bytes = new ConcurrentLinkedQueue<>();

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            SdkRequest request = context.request();
            names.add(request.getClass().getSimpleName().replace("Request", ""));
        }

        @Override
        public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
            context.requestBody()
                    .filter(body ->
                            !context.request().getClass().getSimpleName().startsWith("Complete"))
                    .flatMap(RequestBody::optionalContentLength)
                    .filter(length -> length > 0)
                    .ifPresent(bytes::add);
        }

        List<String> names() {
            return List.copyOf(names);
        }

        List<Long> bytes() {
            return List.copyOf(bytes);
        }
    }

    /** Makes of the condition of a write a header that the server says it does not implement. */
    private static final class UnknownCondition implements ExecutionInterceptor {

        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            SdkHttpRequest request = context.httpRequest();
            return request.firstMatchingHeader("If-None-Match").isEmpty()
                    ? request
                    : request.copy(
                            changed -> changed.removeHeader("If-None-Match").putHeader("x-amz-unknown-condition", "*"));
        }
    }
}
