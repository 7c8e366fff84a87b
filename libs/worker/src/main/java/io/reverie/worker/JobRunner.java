package io.reverie.worker;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.reverie.audio.UnreadableArrayException;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.UnreadableAudioException;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Stage;
import io.reverie.worker.JobMetrics.Outcome;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Turns a request's record into the finished event's, the same way for every stage.
 *
 * <ul>
 *   <li>Identity: the job id is reserved together with the request's content and inputs; the finished event is kept
 *       as the manifest beside the artifacts, written last. A job whose manifest exists is not done again, its event is
 *       published again. An id that stands for another request is refused.
 *   <li>Damage: before an event is published again, the job's own artifacts are read and compared with it. Where one is
 *       missing or is not what the event says, the job is done again. That mostly gives the same bytes: then the earlier
 *       event stays as it was. Where it gives others (another instruction set), the new event replaces it.
 *   <li>Cancellation: a job that {@link Cancellations} names is not begun, or ends at its next check or within a wait.
 *       That is answered by a {@code JobFailed} too; what an interrupted job needs is removed, its id is free. A finished
 *       job stays finished. What counts as asking again is a record that came after the cancellation.
 *   <li>What can never succeed is answered by a {@code JobFailed}; then the exception is passed on, so that the
 *       connector moves the record to the dead-letter topic.
 *   <li>A stage that starts, or failed to, takes no record: it waits.
 *   <li>What may succeed later is tried again in place with growing delays, while the channel is paused.
 *   <li>Where the record's partition goes to another worker, the job is dropped at its next check: nothing is published, the
 *       other worker does it.
 *   <li>When the worker stops, jobs in work may finish for a while ({@link ShutdownConfig}); the record of what is not
 *       finished is left to be delivered again.
 * </ul>
 *
 * <p>Made at the start, as its settings may be wrong.
 */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
public class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final Duration START_CHECK = Duration.ofMillis(200);
    /** File name of a job's finished event. */
    static final String MANIFEST = "manifest.avro";

    private final ArtifactStore store;
    private final EventCodec codec;
    private final JobFailures failures;
    private final Cancellations cancellations;
    private final WorkerStates states;
    private final JobMetrics metrics;
    private final JobTraces traces;
    private final ActiveJobs active;
    private final BackOff backOff;
    private final Duration finishWithin;

    @Inject
    JobRunner(
            ArtifactStore store,
            EventCodec codec,
            JobFailures failures,
            Cancellations cancellations,
            WorkerStates states,
            JobMetrics metrics,
            JobTraces traces,
            @Identifier(ActiveJobs.LISTENER) ActiveJobs active,
            RetryConfig retry,
            ShutdownConfig shutdown) {
        this(
                store,
                codec,
                failures,
                cancellations,
                states,
                metrics,
                traces,
                active,
                new BackOff(retry.firstDelay(), retry.longestDelay()),
                shutdown.finishWithin());
    }

    JobRunner(
            ArtifactStore store,
            EventCodec codec,
            JobFailures failures,
            Cancellations cancellations,
            WorkerStates states,
            JobMetrics metrics,
            JobTraces traces,
            ActiveJobs active,
            BackOff backOff,
            Duration finishWithin) {
        if (finishWithin.isNegative()) {
            throw new IllegalArgumentException(
                    "reverie.shutdown.finish-within must be 0 or more, but is " + finishWithin);
        }
        this.store = store;
        this.codec = codec;
        this.failures = failures;
        this.cancellations = cancellations;
        this.states = states;
        this.metrics = metrics;
        this.traces = traces;
        this.active = active;
        this.backOff = backOff;
        this.finishWithin = finishWithin;
    }

    /**
     * Does the job that a record asks for, or finds it done.
     *
     * @return the finished event with its key
     * @throws JobRejectedException where the job can never succeed, or was cancelled; a {@code JobFailed} has been sent
     * @throws JobInterruptedException where the worker stops
     */
    public <Q extends SpecificRecord, R extends SpecificRecord> Record<String, R> run(
            ConsumerRecord<String, byte[]> record, JobHandler<Q, R> handler) {
        try (JobTraces.JobSpan span = traces.open(record, handler.stage());
                JobLogContext context = JobLogContext.open(record, handler.stage())) {
            return run(new Attempt<>(record, handler, context, span));
        }
    }

    private <Q extends SpecificRecord, R extends SpecificRecord> Record<String, R> run(Attempt<Q, R> attempt) {
        JobHandler<Q, R> handler = attempt.handler;
        try {
            attempt.begin();
            attempt.requireWaiting();
            awaitStart(attempt);
            R result = backOff.retry(attempt::description, attempt::requireWaiting, attempt::run);
            attempt.over(attempt.repeated ? Outcome.REPEATED : Outcome.DONE, "");
            return Record.of(handler.key(result), result);
        } catch (JobInterruptedException e) {
            LOG.info(e.getMessage());
            attempt.over(Outcome.HANDED_BACK, "");
            throw e;
        } catch (JobCancelledException e) {
            LOG.infof("%s %s", attempt.description(), e.getMessage());
            attempt.fail(e);
            attempt.over(Outcome.CANCELLED, "");
            throw e;
        } catch (JobRejectedException e) {
            LOG.warnf("%s code=%s %s", attempt.description(), e.code(), e.getMessage());
            attempt.fail(e);
            attempt.over(Outcome.FAILED, e.code());
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
            LOG.errorf(e, "%s failed unexpectedly", attempt.description());
            JobRejectedException internal = new JobRejectedException(
                    FailureCodes.INTERNAL_ERROR, null, "Unexpected " + e + "; the worker's log has more", null, e);
            attempt.fail(internal);
            attempt.over(Outcome.FAILED, internal.code());
            throw internal;
        } finally {
            states.idle(handler.stage(), attempt);
            attempt.activity.close();
        }
    }

    void onShutdown(@Observes ShutdownEvent event) {
        if (!active.drain(finishWithin)) {
            LOG.infof("jobs in work are handed back, not finished within %s", finishWithin);
        }
        backOff.stop();
    }

    /** A stage that has not passed its self-test, or never will, keeps its records for a worker that has. */
    private void awaitStart(Attempt<?, ?> attempt) {
        Stage stage = attempt.handler.stage();
        if (!states.takesJobs(stage)) {
            LOG.infof(
                    "%s waits: the stage is %s",
                    attempt.description(), states.all().get(stage));
        }
        while (!states.takesJobs(stage)) {
            backOff.pause(attempt::description, attempt::requireWaiting, START_CHECK);
        }
    }

    /** One record's way through the runner; what is known of it grows. */
    private final class Attempt<Q extends SpecificRecord, R extends SpecificRecord> {

        private final ConsumerRecord<String, byte[]> record;
        private final JobHandler<Q, R> handler;
        private final JobLogContext context;
        private final JobTraces.JobSpan span;
        private final ActiveJobs.Activity activity;
        private final long start;
        private Q request;
        private String id;
        private Reservation reservation;
        private boolean repeated;

        Attempt(
                ConsumerRecord<String, byte[]> record,
                JobHandler<Q, R> handler,
                JobLogContext context,
                JobTraces.JobSpan span) {
            this.record = record;
            this.handler = handler;
            this.context = context;
            this.span = span;
            this.start = System.nanoTime();
            this.activity = active.begin(record);
            // Until the request is read; requests are keyed by job.
            this.id = record.key() == null ? "" : record.key();
            name();
        }

        private void name() {
            context.job(id);
            span.job(id);
        }

        String description() {
            return "job=" + ArtifactKeys.printable(id) + " stage=" + Printable.name(handler.stage());
        }

        R run() throws IOException {
            try {
                return complete();
            } catch (UnusableArtifactException e) {
                throw VerifiedContent.rejection(e, null);
            } catch (UnreadableAudioException e) {
                throw new JobRejectedException(
                        FailureCodes.UNREADABLE_AUDIO,
                        null,
                        e.getMessage(),
                        "an undamaged audio file: " + AudioFile.FORMAT_NAMES,
                        e);
            } catch (UnreadableArrayException e) {
                throw new JobRejectedException(
                        FailureCodes.INVALID_VALUE, null, e.getMessage(), "a NumPy .npy file", e);
            } catch (EOFException e) {
                throw new JobRejectedException(
                        FailureCodes.UNKNOWN_ARTIFACT, null, "An artifact ends too early: " + e.getMessage(), null, e);
            } catch (IOException e) {
                states.busy(
                        handler.stage(), this, activity() + WorkerStates.CANNOT_GO_ON + Printable.line(e.toString()));
                metrics.retried(handler.stage());
                throw e;
            }
        }

        /** Raises {@link JobInterruptedException} where what is waited for would be of no use any more. */
        void requireWaiting() {
            if (activity.isNotToWait() || backOff.isStopped()) {
                throw new JobInterruptedException(description());
            }
            requireWanted();
        }

        /**
         * Raises {@link JobCancelledException} where somebody asked for the job's end after it was asked for, and
         * {@link JobInterruptedException} where another worker is to do it.
         */
        void requireWanted() {
            if (activity.isDropped()) {
                throw new JobInterruptedException(description());
            }
            if (request != null) {
                cancellations.of(id, asked()).ifPresent(cancellation -> {
                    throw new JobCancelledException(cancellation);
                });
            }
        }

        private void checkIteration() {
            metrics.iteration(handler.stage());
            requireWanted();
        }

        void begin() {
            if (record.timestamp() != ConsumerRecord.NO_TIMESTAMP) {
                Duration waited = Duration.ofMillis(System.currentTimeMillis() - record.timestamp());
                // Clocks of two machines may differ.
                metrics.begun(handler.stage(), waited.isNegative() ? Duration.ZERO : waited);
            }
        }

        void over(Outcome outcome, String code) {
            metrics.over(handler.stage(), outcome, code, Duration.ofNanos(System.nanoTime() - start));
            span.over(outcome, code);
        }

        /**
         * When the record was sent, not when its event was made: an earlier stage publishes a finished event again with
         * its first date, though somebody asks for it now.
         */
        private Instant asked() {
            return record.timestamp() == ConsumerRecord.NO_TIMESTAMP
                    ? EventHeaders.createdAt(request)
                    : Instant.ofEpochMilli(record.timestamp());
        }

        private String activity() {
            return "job " + ArtifactKeys.printable(id);
        }

        private R complete() throws IOException {
            request = codec.decode(record.topic(), record.value(), handler.requestType());
            id = handler.jobId(request);
            name();
            states.busy(handler.stage(), this, activity());
            reservation = null;
            reservation = reserve();
            Job job = job();
            Optional<R> earlier = finishedEvent(job);
            if (earlier.isPresent() && isIntact(job, earlier.get())) {
                LOG.infof("%s is done already; its event is published again", description());
                handler.clear(job);
                repeated = true;
                return EventHeaders.address(earlier.get(), request);
            }
            if (!reservation.algorithm().equals(handler.algorithmVersion())) {
                reservation = reservation.withAlgorithm(handler.algorithmVersion());
                reservation.write(store, reservationKey());
                job = job();
            }
            requireWanted();
            store.requireSpace();
            R kept;
            try (SideWork<Void> durable = SideWork.start(this::persistReservation)) {
                long begin = System.nanoTime();
                LOG.infof("%s begins", description());
                R result = EventHeaders.fill(handler.execute(request, job), request, job.eventId());
                LOG.infof("%s done in %.1f s", description(), (System.nanoTime() - begin) / 1e9);
                metrics.parts(handler.stage(), result);
                requireWanted();
                durable.result();
                kept = keep(job, result);
            }
            handler.clear(job);
            return EventHeaders.address(kept, request);
        }

        /** Beside the work, but before anybody is told of a result that could be another one next time. */
        private Void persistReservation() throws IOException {
            store.persist(reservationKey());
            return null;
        }

        /** What a manifest says; empty where there is none, or one that cannot be read as an event. */
        private Optional<R> finishedEvent(Job job) throws IOException {
            String manifest = job.artifactKey(MANIFEST);
            if (!store.exists(manifest)) {
                return Optional.empty();
            }
            try {
                return Optional.of(EventArtifacts.read(store, manifest, handler.resultType()));
            } catch (JobRejectedException e) {
                LOG.warnf("%s has a damaged manifest: %s", description(), e.getMessage());
                return Optional.empty();
            }
        }

        /**
         * The SHA-256 is compared too, not only the size: those who read the artifacts refuse other content, and reading
         * a file costs little beside making it.
         */
        private boolean isIntact(Job job, R event) throws IOException {
            List<String> damages = JobOutputs.of(job, event).damages(store);
            damages.forEach(damage -> LOG.warnf("%s is done again: %s", description(), damage));
            return damages.isEmpty();
        }

        /**
         * Keeps the result as the job's manifest, unless an earlier one describes the artifacts as they are now.
         *
         * <p>Two workers may do one job where a partition moved in the middle of it. On machines of one kind both write
         * the same bytes, and the first event stands for both. On others the later files may lie beside the earlier
         * event; whoever reads them is refused, and asking for the job again mends it.
         */
        private R keep(Job job, R result) throws IOException {
            String manifest = job.artifactKey(MANIFEST);
            Optional<R> earlier = finishedEvent(job);
            if (earlier.isEmpty()) {
                return store.exists(manifest)
                        ? replace(manifest, result)
                        : EventArtifacts.writeIfAbsent(store, manifest, result, handler.resultType());
            }
            boolean same = JobOutputs.of(job, earlier.get()).equals(JobOutputs.of(job, result));
            return same ? earlier.get() : replace(manifest, result);
        }

        private R replace(String manifest, R result) throws IOException {
            EventArtifacts.write(store, manifest, result);
            return result;
        }

        private Job job() {
            return new Job(
                    handler.prefix(),
                    id,
                    reservation.hash(),
                    reservation.inputs(),
                    backOff::isStopped,
                    this::checkIteration);
        }

        private String reservationKey() {
            return Reservation.key(handler.prefix(), id);
        }

        private Reservation reserve() throws IOException {
            String hash = CanonicalRequest.hash(id, handler.identity(request));
            String key = reservationKey();
            boolean free = true;
            if (store.exists(key)) {
                Optional<Reservation> earlier = Reservation.read(store, key);
                if (earlier.isPresent() && !earlier.get().rejected()) {
                    return sameRequest(earlier.get(), hash);
                }
                free = false;
            }
            requireWanted();
            handler.awaitInputs(request, delay -> backOff.pause(this::description, this::requireWaiting, delay));
            Reservation mine = new Reservation(id, hash, handler.algorithmVersion(), handler.inputs(request), false);
            if (!free) {
                mine.write(store, key);
                return mine;
            }
            if (mine.tryWrite(store, key)) {
                return mine;
            }
            Optional<Reservation> other = Reservation.read(store, key);
            if (other.isEmpty()) {
                mine.write(store, key);
            }
            return sameRequest(other.orElse(mine), hash);
        }

        private Reservation sameRequest(Reservation earlier, String hash) {
            if (!earlier.request().equals(hash)) {
                throw new JobRejectedException(
                        FailureCodes.ID_ALREADY_USED,
                        null,
                        "The job id '" + id + "' is already used by a request with other content",
                        "a new id, or the same request again");
            }
            return earlier;
        }

        /** Frees the id, unless it stands for a finished job, and tells whoever asked. */
        void fail(JobRejectedException reason) {
            backOff.retry(this::description, () -> {}, () -> {
                if (reservation != null && reason instanceof JobCancelledException) {
                    handler.clear(job());
                }
                if (reservation != null && !isFinished()) {
                    reservation.asRejected().write(store, reservationKey());
                }
                return null;
            });
            failures.send(failed(reason), record.headers());
        }

        private boolean isFinished() throws IOException {
            try {
                return store.exists(job().artifactKey(MANIFEST));
            } catch (UnusableArtifactException e) {
                // There is a manifest, though nobody may look at it.
                return true;
            }
        }

        private JobFailed failed(JobRejectedException reason) {
            JobFailed failed = JobFailed.newBuilder()
                    .setJobId(Printable.shortened(id, Printable.LONGEST))
                    .setStage(handler.stage())
                    .setCode(reason.code())
                    .setField(reason.field())
                    .setMessage(reason.getMessage())
                    .setAllowed(reason.allowed())
                    .setRetryable(FailureCodes.isRetryable(reason.code()))
                    .setTopic(record.topic())
                    .setPartition(record.partition())
                    .setOffset(record.offset())
                    .build();
            String source = record.topic() + "/" + record.partition() + "/" + record.offset();
            EventHeaders.fill(failed, request, "failures-" + Sha256.of(source));
            failed.setRequester(Printable.shortened(failed.getRequester(), Printable.LONGEST));
            failed.setCorrelationId(Printable.shortened(failed.getCorrelationId(), Printable.LONGEST));
            return failed;
        }
    }
}
