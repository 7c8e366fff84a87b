package io.reverie.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.reverie.audio.file.UnreadableAudioException;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.Stage;
import io.reverie.schemas.TrainProgress;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
class JobRunnerTest {

    private static final String TOPIC = "reverie.dream.requests";

    @TempDir
    private Path folder;

    private FolderStore store;
    private final List<JobFailed> failures = new ArrayList<>();
    private final Map<String, JobCancelled> cancellations = new ConcurrentHashMap<>();
    private final WorkerStates states = new WorkerStates();
    private final EventCodec codec =
            new EventCodec(new SingleObjectAvroSerializer(), new SingleObjectAvroDeserializer());
    private final BackOff backOff = new BackOff(Duration.ofMillis(1), Duration.ofMillis(4));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(meters, states);
    private final JobTraces traces = new JobTraces(OpenTelemetry.noop());
    private final ActiveJobs active = new ActiveJobs();
    private final FakeHandler handler = new FakeHandler();
    private JobRunner runner;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
        runner = runner(store, backOff, Duration.ofMillis(100));
    }

    private JobRunner runner(ArtifactStore store, BackOff backOff, Duration finishWithin) {
        return new JobRunner(
                store,
                codec,
                (failed, request) -> failures.add(failed),
                this::cancellation,
                states,
                metrics,
                traces,
                active,
                backOff,
                finishWithin);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void doesAJobWhoseReservationACrashOfTheMachineLeftBlank(int zeros) throws IOException {
        // Given what a file system may leave of a file that was not made durable
        String key = Reservation.key(handler.prefix(), "dream-1");
        store.put(key, "application/json", out -> out.write(new byte[zeros]));

        // When
        runner.run(record(Requests.dream("dream-1")), handler);

        // Then
        assertThat(Reservation.read(store, key))
                .get()
                .extracting(Reservation::job)
                .isEqualTo("dream-1");
        assertThat(failures).isEmpty();
    }

    @Test
    void doesAJobAndKeepsItsManifest() throws IOException {
        // Given a request that says who asks
        DreamRequest request = DreamRequest.newBuilder(Requests.dream("dream-1"))
                .setRequester("somebody")
                .setCorrelationId("42")
                .build();

        // When it is run
        Record<String, TrainProgress> result = runner.run(record(request), handler);

        // Then the finished event carries it on, and lies beside the artifacts
        TrainProgress event = result.value();
        assertThat(result.key()).isEqualTo("dream-1");
        assertThat(event.getRequester()).isEqualTo("somebody");
        assertThat(event.getCorrelationId()).isEqualTo("42");
        assertThat(event.getCreatedAt()).isAfter(request.getCreatedAt());
        Job job = handler.jobs.get(0);
        assertThat(event.getId()).isEqualTo(job.eventId()).isEqualTo("dreams-" + job.hash());
        assertThat(job.artifactKey("a.npy")).isEqualTo("dreams/" + job.hash() + "/a.npy");
        assertThat(EventArtifacts.read(store, job.artifactKey("manifest.avro"), TrainProgress.class))
                .isEqualTo(event);
        assertThat(store.list("dreams/"))
                .containsExactlyInAnyOrder(
                        "dreams/by-id/" + Sha256.of("dream-1") + ".json",
                        job.artifactKey("result.txt"),
                        job.artifactKey("manifest.avro"));
        assertThat(failures).isEmpty();
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(WorkerStates.Status.READY);
    }

    @Test
    void aSecondDeliveryRepublishesTheSameEvent() {
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        handler.models.put("genres", "retrained");

        TrainProgress second =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        assertThat(second).isEqualTo(first);
        assertThat(handler.jobs).hasSize(1);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of("missing", null),
                Arguments.of("cut off", new byte[0]),
                Arguments.of("another", new byte[] {2}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void aJobWhoseArtifactIsDamagedIsDoneAgainAndItsEventStays(String name, byte[] content) throws IOException {
        // Given a finished job whose artifact is not what its event says any more
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        Path artifact = folder.resolve(first.getCurves().getKey());
        Files.delete(artifact);
        if (content != null) {
            Files.write(artifact, content);
        }

        // When it is asked for again
        TrainProgress second =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        // Then the artifact is there again, and the event is the same, for it describes the same bytes
        assertThat(second).isEqualTo(first);
        assertThat(artifact).hasBinaryContent(new byte[] {1});
        assertThat(handler.jobs).hasSize(2);
        assertThat(handler.cleared).containsExactly(true, true);
        assertThat(failures).isEmpty();
    }

    @Test
    void aNewEventReplacesTheEarlierWhereADamagedArtifactBecomesAnother() throws IOException {
        // Given a finished job whose artifact is gone
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        store.delete(first.getCurves().getKey());

        // When a machine that computes other bytes does it again
        handler.content = 3;
        TrainProgress second =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        // Then its event describes them, and goes on to do so
        assertThat(second.getCurves().getSha256()).isEqualTo(Sha256.of(new byte[] {3}));
        assertThat(second.getCurves()).isNotEqualTo(first.getCurves());
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(second);
        assertThat(handler.jobs).hasSize(2);
    }

    @Test
    void aDamagedJobIsDoneAgainByTheNewAlgorithmUnderItsOwnHash() throws IOException {
        // Given
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        store.delete(first.getCurves().getKey());

        // When
        handler.version = "2";
        TrainProgress second =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        // Then
        assertThat(second.getId()).isNotEqualTo(first.getId());
        assertThat(store.exists(second.getCurves().getKey())).isTrue();
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(second);
    }

    @Test
    void aDamagedJobThatCannotBeDoneAgainKeepsItsId() throws IOException {
        // Given a damaged job whose input is gone as well
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        store.delete(first.getCurves().getKey());
        handler.failWith(new ArtifactNotFoundException("inputs/a.wav"));

        // When
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("inputs/a.wav");

        // Then it can be done once the input is back
        handler.failWith(null);
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(first);
    }

    @Test
    void aJobWhoseManifestIsDamagedIsDoneAgain() throws IOException {
        // Given a manifest that was cut off
        runner.run(record(Requests.dream("dream-1")), handler);
        Path manifest = folder.resolve(handler.jobs.get(0).artifactKey("manifest.avro"));
        Files.write(manifest, new byte[0]);

        // When
        TrainProgress second =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        // Then
        assertThat(handler.jobs).hasSize(2);
        assertThat(EventArtifacts.read(store, handler.jobs.get(0).artifactKey("manifest.avro"), TrainProgress.class))
                .isEqualTo(second);
    }

    @Test
    void whoeverAsksAgainIsAnsweredByName() {
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        DreamRequest again = DreamRequest.newBuilder(Requests.dream("dream-1"))
                .setRequester("somebody else")
                .setCorrelationId("43")
                .build();

        TrainProgress second = runner.run(record(again), handler).value();

        assertThat(second.getRequester()).isEqualTo("somebody else");
        assertThat(second.getCorrelationId()).isEqualTo("43");
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getCreatedAt()).isEqualTo(first.getCreatedAt());
    }

    @Test
    void theHandlerSaysWhatTheIdentityIsOf() {
        // Given a handler that leaves the seed out
        handler.identity =
                request -> DreamRequest.newBuilder(request).clearSeed().build();
        runner.run(record(Requests.dream("dream-1")), handler);

        DreamRequest otherSeed =
                DreamRequest.newBuilder(Requests.dream("dream-1")).setSeed(7).build();

        assertThat(runner.run(record(otherSeed), handler).key()).isEqualTo("dream-1");
        assertThat(handler.jobs).hasSize(1);
    }

    @Test
    void theSameIdWithOtherContentIsRefusedAndTheFirstJobStays() {
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        DreamRequest other =
                DreamRequest.newBuilder(Requests.dream("dream-1")).setSeed(7).build();

        assertThatThrownBy(() -> runner.run(record(other), handler)).isInstanceOf(JobRejectedException.class);

        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.getCode()).isEqualTo(FailureCodes.ID_ALREADY_USED);
            assertThat(failed.getJobId()).isEqualTo("dream-1");
            assertThat(failed.getMessage()).contains("'dream-1' is already used");
        });
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(first);
    }

    @Test
    void aJobThatIsTakenUpAgainReadsWhatWasPinned() {
        // Given a job that was interrupted before its manifest was written
        handler.failWith(new JobInterruptedException("dream-1"));
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobInterruptedException.class);

        // When the model's name resolves otherwise by the time of its second delivery
        handler.failWith(null);
        handler.models.put("genres", "retrained");
        runner.run(record(Requests.dream("dream-1")), handler);

        // Then both runs are the same job
        assertThat(handler.jobs).hasSize(2);
        assertThat(handler.jobs.get(1).inputs()).isEqualTo(Map.of("model.genres", "trained"));
        assertThat(handler.jobs.get(1).hash()).isEqualTo(handler.jobs.get(0).hash());
        assertThat(failures).isEmpty();
    }

    @Test
    void aFinishedJobStaysFinishedWhereTheAlgorithmHasChanged() {
        TrainProgress first =
                runner.run(record(Requests.dream("dream-1")), handler).value();
        handler.version = "2";
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(first);
        assertThat(handler.jobs).hasSize(1);
    }

    @Test
    void anUnfinishedJobIsDoneByTheNewAlgorithmUnderItsOwnHash() {
        handler.failWith(new JobInterruptedException("dream-1"));
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobInterruptedException.class);
        handler.failWith(null);
        handler.version = "2";

        TrainProgress done =
                runner.run(record(Requests.dream("dream-1")), handler).value();

        assertThat(handler.jobs.get(1).hash()).isNotEqualTo(handler.jobs.get(0).hash());
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).value())
                .isEqualTo(done);
        assertThat(handler.jobs).hasSize(2);
    }

    @Test
    void aRejectionSaysWhatIsAllowedAndFreesTheId() {
        // Given a job that is refused while it runs
        handler.failWith(JobRejectedException.invalidValue("step", 3.0, "above 0 and at most 1"));
        DreamRequest wrong = DreamRequest.newBuilder(Requests.dream("dream-1"))
                .setStep(3.0)
                .setCorrelationId("42")
                .build();
        assertThatThrownBy(() -> runner.run(record(wrong), handler)).isInstanceOf(JobRejectedException.class);

        // Then whoever asked is told
        JobFailed failed = failures.get(0);
        assertThat(failed.getStage()).isEqualTo(Stage.DREAM);
        assertThat(failed.getCode()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(failed.getField()).isEqualTo("step");
        assertThat(failed.getMessage()).isEqualTo("step is 3.0; allowed: above 0 and at most 1");
        assertThat(failed.getAllowed()).isEqualTo("above 0 and at most 1");
        assertThat(failed.getRetryable()).isFalse();
        assertThat(failed.getCorrelationId()).isEqualTo("42");
        assertThat(failed.getTopic()).isEqualTo(TOPIC);
        assertThat(failed.getPartition()).isEqualTo(1);
        assertThat(failed.getOffset()).isEqualTo(17L);

        // And the corrected request may have the same id
        handler.failWith(null);
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).key()).isEqualTo("dream-1");
        assertThat(failures).hasSize(1);
    }

    @Test
    void aLateFailureDoesNotFreeTheIdOfAJobThatAnotherWorkerHasFinished() {
        // Given two workers on one job, one of which fails after the other has finished
        handler.work = job -> {
            handler.work = other -> {};
            runner.run(record(Requests.dream("dream-1")), handler);
            handler.failWith(JobRejectedException.invalidValue("step", 3.0, "above 0 and at most 1"));
        };
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobRejectedException.class);
        handler.failWith(null);

        // When the id is used for something else, then it still stands for the finished job
        DreamRequest other =
                DreamRequest.newBuilder(Requests.dream("dream-1")).setSeed(7).build();
        assertThatThrownBy(() -> runner.run(record(other), handler))
                .isInstanceOfSatisfying(JobRejectedException.class, rejected -> assertThat(rejected.code())
                        .isEqualTo(FailureCodes.ID_ALREADY_USED));
    }

    @Test
    void aDamagedReservationIsAnsweredAndNotTriedAgain() throws IOException {
        String key = "dreams/by-id/" + Sha256.of("dream-1") + ".json";
        store.put(key, "application/json", out -> out.write("{\"job\" : ".getBytes()));

        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining(key);

        assertThat(failures).singleElement().satisfies(failed -> assertThat(failed.getRetryable())
                .isTrue());
        assertThat(folder.resolve(key)).hasContent("{\"job\" : ");
    }

    @Test
    void aFailureHasABoundWhateverTheRequestSays() {
        String huge = "x\n".repeat(1 << 20);
        DreamRequest request = DreamRequest.newBuilder(Requests.dream(huge))
                .setRequester(huge)
                .setCorrelationId(huge)
                .build();

        assertThatThrownBy(() -> runner.run(new ConsumerRecord<>(TOPIC, 1, 17, huge, encoded(request)), handler))
                .isInstanceOf(JobRejectedException.class);

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getJobId()).startsWith("x\nx").hasSize(1001);
        assertThat(encoded(failures.get(0))).hasSizeLessThan(10_000);
    }

    @Test
    void aSecondDeliveryOfAFailureHasTheSameId() {
        handler.failWith(JobRejectedException.invalidValue("step", 3.0, "above 0 and at most 1"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                    .isInstanceOf(JobRejectedException.class);
        }
        assertThat(failures)
                .hasSize(2)
                .extracting(JobFailed::getId)
                .containsOnly(failures.get(0).getId());
    }

    static Stream<Arguments> recordsThatAreNoRequest() {
        byte[] other = new SingleObjectAvroSerializer()
                .serialize(null, JobCancelled.newBuilder().setJobId("a").build());
        byte[] request = new SingleObjectAvroSerializer().serialize(null, Requests.dream("dream-1"));
        return Stream.of(
                Arguments.of("key", null, "has no value"),
                Arguments.of(null, null, "has no value"),
                Arguments.of("key", new byte[0], "Not Avro single-object encoding"),
                Arguments.of("key", "{}".getBytes(), "Not Avro single-object encoding"),
                Arguments.of("key", java.util.Arrays.copyOf(request, request.length - 2), "Truncated"),
                Arguments.of("key", other, "is a JobCancelled"));
    }

    @ParameterizedTest
    @MethodSource("recordsThatAreNoRequest")
    void anUndecodableRecordIsAnsweredByItsKey(String key, byte[] value, String reason) throws IOException {
        assertThatThrownBy(() -> runner.run(new ConsumerRecord<>(TOPIC, 1, 17, key, value), handler))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining(reason);

        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.getJobId()).isEqualTo(key == null ? "" : key);
            assertThat(failed.getCode()).isEqualTo(FailureCodes.UNDECODABLE);
            assertThat(failed.getAllowed()).isEqualTo("a DreamRequest event");
        });
        assertThat(store.list("")).isEmpty();
    }

    static Stream<Arguments> exceptionsAboutContent() {
        return Stream.of(
                Arguments.of(new UnreadableAudioException("not a RIFF/WAVE file"), FailureCodes.UNREADABLE_AUDIO),
                Arguments.of(new ArtifactNotFoundException("inputs/a.wav"), FailureCodes.UNKNOWN_ARTIFACT),
                Arguments.of(new InvalidArtifactKeyException("../a", "has a '..' part"), FailureCodes.INVALID_VALUE),
                Arguments.of(
                        new UnreadableArtifactException("inputs/a.wav", new AccessDeniedException("a.wav")),
                        FailureCodes.UNKNOWN_ARTIFACT),
                Arguments.of(new EOFException("after 3 bytes"), FailureCodes.UNKNOWN_ARTIFACT));
    }

    @ParameterizedTest
    @MethodSource("exceptionsAboutContent")
    void whatIsWrongWithTheContentIsNotTriedAgain(IOException problem, String code) {
        handler.failWith(problem);
        JobRejectedException rejected = catchThrowableOfType(
                JobRejectedException.class, () -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected).hasMessageContaining(problem.getMessage());
        assertThat(handler.jobs).hasSize(1);
        assertThat(failures.get(0).getRetryable()).isEqualTo(code.equals(FailureCodes.UNKNOWN_ARTIFACT));
    }

    @Test
    void anUnexpectedExceptionIsAnInternalError() {
        handler.failWith(new IllegalStateException("a bug\n  in two lines" + "!".repeat(2000)));
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobRejectedException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.getCode()).isEqualTo(FailureCodes.INTERNAL_ERROR);
            assertThat(failed.getMessage())
                    .contains("IllegalStateException: a bug in two lines!")
                    .hasSize(1001);
        });
    }

    @Test
    void whatMaySucceedLaterIsTriedAgain() throws IOException {
        // Given a store that cannot be reached for a while
        handler.failures.addAll(List.of(new IOException("no route"), new IOException("no route")));

        // When the job runs, then it succeeds in the end and nobody is told
        assertThat(runner.run(record(Requests.dream("dream-1")), handler).key()).isEqualTo("dream-1");
        assertThat(handler.jobs)
                .hasSize(3)
                .extracting(Job::hash)
                .containsOnly(handler.jobs.get(0).hash());
        assertThat(failures).isEmpty();
    }

    @Test
    void theIdIsFreeWhenTheFailureIsSent() {
        // Given
        List<Boolean> freed = new ArrayList<>();
        JobRunner runner = new JobRunner(
                store,
                codec,
                (failed, request) -> freed.add(isRejected(failed.getJobId())),
                this::cancellation,
                states,
                metrics,
                traces,
                active,
                backOff,
                Duration.ZERO);
        handler.failWith(JobRejectedException.invalidValue("step", 3.0, "above 0 and at most 1"));

        // When
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-1")), handler))
                .isInstanceOf(JobRejectedException.class);

        // Then whoever hears of it can ask again with the same id
        assertThat(freed).containsExactly(true);
    }

    private boolean isRejected(String id) {
        try {
            return Reservation.read(store, Reservation.key(handler.prefix(), id))
                    .orElseThrow()
                    .rejected();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStopInterruptsTheJobAtItsNextCheckAndTellsNobody() throws Exception {
        // Given a job that runs until it is stopped
        CountDownLatch running = new CountDownLatch(1);
        handler.work = job -> {
            running.countDown();
            while (true) {
                job.checkActive();
                Thread.onSpinWait();
            }
        };
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(states.all().get(Stage.DREAM))
                .isEqualTo(new WorkerStates.State(WorkerStates.Status.BUSY, "job dream-1"));

        // When the worker stops
        runner.onShutdown(null);

        // Then the job ends, and further records are not begun
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
        assertThatThrownBy(() -> runner.run(record(Requests.dream("dream-2")), handler))
                .isInstanceOf(JobInterruptedException.class);
        assertThat(failures).isEmpty();
        assertThat(handler.jobs).hasSize(1);
    }

    @Test
    void aStopLetsAJobFinishForAWhileButBeginsNoOther() throws Exception {
        // Given a job in work
        JobRunner patient = runner(store, backOff, Duration.ofSeconds(20));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        handler.work = job -> {
            running.countDown();
            while (job.id().equals("dream-1") && end.getCount() > 0) {
                job.checkActive();
                Thread.onSpinWait();
            }
        };
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> patient.run(record(Requests.dream("dream-1")), handler));
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        // When the worker stops, then the next job is left alone
        CompletableFuture<?> stop = CompletableFuture.runAsync(() -> patient.onShutdown(null));
        while (catchThrowableOfType(
                        JobInterruptedException.class, () -> patient.run(record(Requests.dream("dream-2")), handler))
                == null) {
            Thread.onSpinWait();
        }
        assertThat(stop).isNotDone();

        // And the one in work is finished, and nobody waits any longer
        end.countDown();
        run.get(10, TimeUnit.SECONDS);
        stop.get(10, TimeUnit.SECONDS);
        assertThat(failures).isEmpty();
    }

    @Test
    void aJobWaitsForSpaceOnTheDisk() throws Exception {
        // Given a store that wants more than any disk has
        FolderStore greedy = new FolderStore(folder, Long.MAX_VALUE);
        JobRunner runner = runner(greedy, backOff, Duration.ZERO);

        // When
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));

        // Then the job is not begun, and health says why
        while (states.all().get(Stage.DREAM) == null
                || !states.all().get(Stage.DREAM).reason().contains("reverie.store.least-free-megabytes")) {
            Thread.onSpinWait();
        }
        assertThat(handler.jobs).isEmpty();
        assertThat(failures).isEmpty();
        runner.onShutdown(null);
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
    }

    @Test
    void logRecordsOfAJobSayWhichItIs() {
        // Given
        List<Map<String, String>> seen = new ArrayList<>();
        Logger logger = LogContext.getLogContext().getLogger("io.reverie");
        Handler watch = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord logged) {
                seen.add(logged.getMdcCopy());
            }
        };
        logger.addHandler(watch);
        ConsumerRecord<String, byte[]> request = record(Requests.dream("dream-1"));
        String trace = "00-" + "ab".repeat(16) + "-00f067aa0ba902b7-01";
        request.headers().add("traceparent", trace.getBytes());

        // When
        try {
            runner.run(request, handler);
        } finally {
            logger.removeHandler(watch);
        }

        // Then
        assertThat(seen).isNotEmpty().allSatisfy(context -> assertThat(context)
                .containsEntry("job", "dream-1")
                .containsEntry("stage", "dream")
                .containsEntry("topic", request.topic())
                .containsEntry("partition", Integer.toString(request.partition()))
                .containsEntry("offset", Long.toString(request.offset()))
                .containsEntry("traceparent", trace));

        // And later ones do not
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void jobsAreCountedByWhatTheyCameTo() {
        // When a job is done, asked again, and another one refused
        runner.run(sent(Instant.now().minusSeconds(40), encoded(Requests.dream("dream-1"))), handler);
        runner.run(record(Requests.dream("dream-1")), handler);
        handler.failWith(JobRejectedException.invalidValue("step", 3.0, "above 0 and at most 1"));
        catchThrowableOfType(JobRejectedException.class, () -> runner.run(record(Requests.dream("dream-2")), handler));

        // Then
        assertThat(jobs("done", "")).isEqualTo(1);
        assertThat(jobs("repeated", "")).isEqualTo(1);
        assertThat(jobs("failed", "invalid-value")).isEqualTo(1);
        assertThat(meters.get("reverie.request.wait")
                        .tag("stage", "dream")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isBetween(40.0, 60.0);

        // And of what no job has come to yet, that it is none
        metrics.watch(Stage.DREAM);
        assertThat(jobs("failed", "unknown-model")).isZero();
        assertThat(jobs("handed-back", "")).isZero();
        assertThat(meters.get("reverie.stage.state")
                        .tag("state", "ready")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("reverie.stage.state")
                        .tag("state", "busy")
                        .gauge()
                        .value())
                .isZero();
    }

    private long jobs(String outcome, String code) {
        return meters.get("reverie.job")
                .tags("stage", "dream", "outcome", outcome, "code", code)
                .timer()
                .count();
    }

    @Test
    void aJobWhosePartitionGoesToAnotherWorkerIsDroppedAndTellsNobody() throws Exception {
        // Given a job in work
        CountDownLatch running = new CountDownLatch(1);
        handler.work = job -> {
            running.countDown();
            while (true) {
                job.checkActive();
                Thread.onSpinWait();
            }
        };
        ConsumerRecord<String, byte[]> record = record(Requests.dream("dream-1"));
        CompletableFuture<?> run = CompletableFuture.runAsync(() -> runner.run(record, handler));
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        // When another partition goes, then it goes on
        active.onPartitionsRevoked(null, List.of(new TopicPartition(TOPIC, record.partition() + 1)));
        Thread.sleep(50);
        assertThat(run).isNotDone();

        // When its own goes
        active.onPartitionsRevoked(null, List.of(new TopicPartition(TOPIC, record.partition())));

        // Then it ends, and its record can be done anew, by this worker too
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
        assertThat(failures).isEmpty();
        handler.work = job -> {};
        assertThat(runner.run(record, handler).value()).isNotNull();
    }

    @Test
    void aStopEndsTheWaitForWhatMaySucceedLater() throws Exception {
        BackOff slow = new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(1));
        JobRunner runner = runner(store, slow, Duration.ZERO);
        handler.failures.addAll(List.of(new IOException("no route")));
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        while (handler.jobs.isEmpty() || !states.all().get(Stage.DREAM).reason().contains("no route")) {
            Thread.onSpinWait();
        }
        assertThat(states.all().get(Stage.DREAM).reason()).startsWith("job dream-1 cannot go on and is tried again");
        runner.onShutdown(null);
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
    }

    @Test
    void aStopEndsTheWaitForInputs() throws Exception {
        // Given a job whose inputs are never there
        CountDownLatch waiting = new CountDownLatch(1);
        handler.waiting = pause -> {
            waiting.countDown();
            while (true) {
                pause.accept(Duration.ofMinutes(1));
            }
        };
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        runner.onShutdown(null);

        // Then
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
        assertThat(failures).isEmpty();
    }

    @Test
    void inputsAreWaitedForOnce() {
        // Given a job that failed once after its inputs were pinned
        List<String> waits = new ArrayList<>();
        handler.waiting = pause -> waits.add("wait");
        handler.failures.add(new IOException("no route"));

        // When
        runner.run(record(Requests.dream("dream-1")), handler);
        runner.run(record(Requests.dream("dream-1")), handler);

        // Then
        assertThat(waits).hasSize(1);
    }

    @Test
    void clearsAFinishedJobAndAgainWhereItIsAskedForAgain() throws IOException {
        // When
        runner.run(record(Requests.dream("dream-1")), handler);

        // Then the manifest was there by then
        assertThat(handler.cleared).containsExactly(true);

        // When
        runner.run(record(Requests.dream("dream-1")), handler);

        // Then
        assertThat(handler.cleared).containsExactly(true, true);
    }

    @Test
    void aCancelledJobIsNotBegun() throws IOException {
        // Given
        cancel("dream-1", "no longer needed");

        // When
        JobRejectedException cancelled = catchThrowableOfType(
                JobRejectedException.class, () -> runner.run(record(Requests.dream("dream-1")), handler));

        // Then it is answered, and nothing is left of it
        assertThat(cancelled).isInstanceOf(JobCancelledException.class);
        assertThat(handler.jobs).isEmpty();
        assertThat(store.list("")).isEmpty();
        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.getJobId()).isEqualTo("dream-1");
            assertThat(failed.getCode()).isEqualTo("cancelled");
            assertThat(failed.getMessage()).isEqualTo("The job was cancelled: no longer needed");
            assertThat(failed.getRetryable()).isFalse();
        });
        assertThat(runner.run(record(Requests.dream("dream-2")), handler).key()).isEqualTo("dream-2");
    }

    @Test
    void aCancellationEndsTheJobAtItsNextCheckAndClearsIt() throws Exception {
        // Given a job that runs until it is stopped
        CountDownLatch running = new CountDownLatch(1);
        handler.work = job -> {
            running.countDown();
            while (true) {
                job.checkActive();
                Thread.onSpinWait();
            }
        };
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        cancel("dream-1", null);

        // Then
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(JobCancelledException.class)
                .hasMessageEndingWith("The job was cancelled");
        assertThat(handler.cleared).containsExactly(false);
        assertThat(failures).singleElement().extracting(JobFailed::getCode).isEqualTo(FailureCodes.CANCELLED);
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(WorkerStates.Status.READY);

        // When it is asked for again, with other content
        handler.work = job -> {};
        DreamRequest again =
                DreamRequest.newBuilder(Requests.dream("dream-1")).setSeed(7).build();
        cancellations.get("dream-1").setCreatedAt(again.getCreatedAt().minusMillis(1));

        // Then it is done
        assertThat(runner.run(record(again), handler).key()).isEqualTo("dream-1");
    }

    @Test
    void aRecordThatWasSentAfterTheCancellationAsksAgain() {
        // Given an event of an earlier stage that is published again with its first date
        Instant made = Requests.dream("dream-1").getCreatedAt();
        cancel("dream-1", null);
        cancellations.get("dream-1").setCreatedAt(made.plusSeconds(10));
        byte[] request = encoded(Requests.dream("dream-1"));

        // When
        assertThatThrownBy(() -> runner.run(sent(made.plusSeconds(9), request), handler))
                .isInstanceOf(JobCancelledException.class);

        // Then
        assertThat(runner.run(sent(made.plusSeconds(11), request), handler).key())
                .isEqualTo("dream-1");
    }

    @Test
    void aCancellationThatCameTooLateLeavesAFinishedJobAlone() {
        DreamRequest request = Requests.dream("dream-1");
        TrainProgress first = runner.run(record(request), handler).value();
        cancel("dream-1", null);
        assertThat(runner.run(record(request), handler).value()).isEqualTo(first);
        assertThat(failures).isEmpty();
    }

    @Test
    void aCancellationEndsTheWaitForWhatMaySucceedLater() throws Exception {
        BackOff slow = new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(1));
        JobRunner runner = runner(store, slow, Duration.ZERO);
        handler.failures.add(new IOException("no route"));
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        while (handler.jobs.isEmpty()) {
            Thread.onSpinWait();
        }
        cancel("dream-1", null);
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobCancelledException.class);
        assertThat(failures).hasSize(1);
    }

    @Test
    void aCancellationEndsTheWaitForInputs() throws Exception {
        // Given a job whose inputs are never there
        CountDownLatch waiting = new CountDownLatch(1);
        handler.waiting = pause -> {
            waiting.countDown();
            while (true) {
                pause.accept(Duration.ofMinutes(1));
            }
        };
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        cancel("dream-1", null);

        // Then
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobCancelledException.class);
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void aStageThatStartsTakesNoJobYet() throws Exception {
        states.starting(Stage.DREAM, "tests the device");
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        assertThatThrownBy(() -> run.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(handler.jobs).isEmpty();

        states.ready(Stage.DREAM);

        run.get(10, TimeUnit.SECONDS);
        assertThat(handler.jobs).hasSize(1);
    }

    @Test
    void aStageThatHasFailedLeavesItsRecordForTheNextStart() {
        states.failed(Stage.DREAM, "the self-test found another result");
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> runner.run(record(Requests.dream("dream-1")), handler));
        runner.onShutdown(null);
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
        assertThat(handler.jobs).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(WorkerStates.Status.FAILED);
    }

    @Test
    void theReservationIsReadable() throws IOException {
        runner.run(record(Requests.dream("dream-1")), handler);
        Path reservation = folder.resolve("dreams/by-id/" + Sha256.of("dream-1") + ".json");
        assertThat(Files.readString(reservation))
                .contains("\"job\" : \"dream-1\"", "\"model.genres\" : \"trained\"", "\"rejected\" : false");
    }

    private ConsumerRecord<String, byte[]> record(SpecificRecord request) {
        return new ConsumerRecord<>(TOPIC, 1, 17, "some key", encoded(request));
    }

    private static ConsumerRecord<String, byte[]> sent(Instant time, byte[] value) {
        return new ConsumerRecord<>(
                TOPIC,
                1,
                17,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                "some key",
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private void cancel(String id, String reason) {
        cancellations.put(
                id,
                JobCancelled.newBuilder()
                        .setJobId(id)
                        .setReason(reason)
                        .setCreatedAt(Instant.now())
                        .build());
    }

    private Optional<JobCancelled> cancellation(String id, Instant asked) {
        return Optional.ofNullable(cancellations.get(id))
                .filter(cancellation -> !cancellation.getCreatedAt().isBefore(asked));
    }

    private static byte[] encoded(SpecificRecord event) {
        return new SingleObjectAvroSerializer().serialize(TOPIC, event);
    }

    /** A stage whose work is one small file. */
    private final class FakeHandler implements JobHandler<DreamRequest, TrainProgress> {

        private final List<Job> jobs = java.util.Collections.synchronizedList(new ArrayList<>());
        private final Map<String, String> models = new TreeMap<>(Map.of("genres", "trained"));
        private final List<Exception> failures = new ArrayList<>();
        private Exception always;
        private String version = "1";
        private int content = 1;
        private java.util.function.Consumer<Job> work = job -> {};
        private UnaryOperator<DreamRequest> identity = request -> request;
        private java.util.function.Consumer<java.util.function.Consumer<Duration>> waiting = pause -> {};
        private final List<Boolean> cleared = new ArrayList<>();

        void failWith(Exception problem) {
            always = problem;
        }

        @Override
        public Stage stage() {
            return Stage.DREAM;
        }

        @Override
        public String prefix() {
            return "dreams";
        }

        @Override
        public String algorithmVersion() {
            return version;
        }

        @Override
        public Class<DreamRequest> requestType() {
            return DreamRequest.class;
        }

        @Override
        public Class<TrainProgress> resultType() {
            return TrainProgress.class;
        }

        @Override
        public String jobId(DreamRequest request) {
            return Names.check(request.getDreamId(), "dreamId");
        }

        @Override
        public DreamRequest identity(DreamRequest request) {
            return identity.apply(request);
        }

        @Override
        public void awaitInputs(DreamRequest request, java.util.function.Consumer<Duration> pause) {
            waiting.accept(pause);
        }

        @Override
        public void clear(Job job) throws IOException {
            cleared.add(store.exists(job.artifactKey("manifest.avro")));
        }

        @Override
        public SortedMap<String, String> inputs(DreamRequest request) {
            SortedMap<String, String> inputs = new TreeMap<>();
            request.getModels().forEach(name -> inputs.put("model." + name, models.get(name)));
            return inputs;
        }

        @Override
        public TrainProgress execute(DreamRequest request, Job job) throws IOException {
            jobs.add(job);
            work.accept(job);
            Exception problem = failures.isEmpty() ? always : failures.remove(0);
            if (problem instanceof IOException io) {
                throw io;
            }
            if (problem instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            Artifact result = store.put(job.artifactKey("result.txt"), "text/plain", out -> out.write(content));
            return TrainProgress.newBuilder()
                    .setTrainId(job.id())
                    .setStep(1)
                    .setOf(1)
                    .setEpoch(1)
                    .setLoss(0.5)
                    .setCurves(result)
                    .build();
        }

        @Override
        public String key(TrainProgress result) {
            return result.getTrainId();
        }
    }
}
