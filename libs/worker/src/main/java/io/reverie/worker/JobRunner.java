package io.reverie.worker;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.reverie.audio.UnreadableArrayException;
import io.reverie.audio.UnreadableAudioException;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Stage;
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
 *   <li>What can never succeed is answered by a {@code JobFailed}; then the exception is passed on, so that the
 *       connector moves the record to the dead-letter topic.
 *   <li>What may succeed later is tried again in place with growing delays, while the channel is paused.
 *   <li>When the worker stops, the record is left to be delivered again.
 * </ul>
 */
@ApplicationScoped
public class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final int LONGEST_MESSAGE = 1000;
    private static final String MANIFEST = "manifest.avro";

    private final ArtifactStore store;
    private final EventCodec codec;
    private final JobFailures failures;
    private final WorkerStates states;
    private final BackOff backOff;

    @Inject
    JobRunner(ArtifactStore store, EventCodec codec, JobFailures failures, WorkerStates states, RetryConfig retry) {
        this(store, codec, failures, states, new BackOff(retry.firstDelay(), retry.longestDelay()));
    }

    JobRunner(ArtifactStore store, EventCodec codec, JobFailures failures, WorkerStates states, BackOff backOff) {
        this.store = store;
        this.codec = codec;
        this.failures = failures;
        this.states = states;
        this.backOff = backOff;
    }

    /**
     * Does the job that a record asks for, or finds it done.
     *
     * @return the finished event with its key
     * @throws JobRejectedException where the job can never succeed; a {@code JobFailed} has been sent
     * @throws JobInterruptedException where the worker stops
     */
    public <Q extends SpecificRecord, R extends SpecificRecord> Record<String, R> run(
            ConsumerRecord<String, byte[]> record, JobHandler<Q, R> handler) {
        Attempt<Q, R> attempt = new Attempt<>(record, handler);
        try {
            backOff.requireRunning(attempt::description);
            R result = backOff.retry(attempt::description, attempt::run);
            return Record.of(handler.key(result), result);
        } catch (JobInterruptedException e) {
            LOG.info(e.getMessage());
            throw e;
        } catch (JobRejectedException e) {
            LOG.warnf("job=%s stage=%s code=%s %s", attempt.id, stage(handler.stage()), e.code(), e.getMessage());
            attempt.fail(e);
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
            LOG.errorf(e, "job=%s stage=%s failed unexpectedly", attempt.id, stage(handler.stage()));
            JobRejectedException internal = new JobRejectedException(
                    FailureCodes.INTERNAL_ERROR, null, "Unexpected " + e + "; the worker's log has more", null, e);
            attempt.fail(internal);
            throw internal;
        } finally {
            if (attempt.request != null) {
                states.ready(handler.stage());
            }
        }
    }

    void onShutdown(@Observes ShutdownEvent event) {
        backOff.stop();
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("\\s*\\R\\s*", " ");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }

    private static String stage(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** One record's way through the runner; what is known of it grows. */
    private final class Attempt<Q extends SpecificRecord, R extends SpecificRecord> {

        private final ConsumerRecord<String, byte[]> record;
        private final JobHandler<Q, R> handler;
        private Q request;
        private String id;
        private Reservation reservation;

        Attempt(ConsumerRecord<String, byte[]> record, JobHandler<Q, R> handler) {
            this.record = record;
            this.handler = handler;
            // Until the request is read; requests are keyed by job.
            this.id = record.key() == null ? "" : record.key();
        }

        String description() {
            return "job=" + id + " stage=" + stage(handler.stage());
        }

        R run() throws IOException {
            try {
                return complete();
            } catch (InvalidArtifactKeyException e) {
                throw new JobRejectedException(
                        FailureCodes.INVALID_VALUE, null, e.getMessage(), ArtifactKeys.ALLOWED, e);
            } catch (ArtifactNotFoundException e) {
                throw new JobRejectedException(
                        FailureCodes.UNKNOWN_ARTIFACT, null, e.getMessage(), "the key of an artifact in the store", e);
            } catch (UnreadableAudioException e) {
                throw new JobRejectedException(
                        FailureCodes.UNREADABLE_AUDIO, null, e.getMessage(), "a RIFF WAVE file", e);
            } catch (UnreadableArrayException e) {
                throw new JobRejectedException(
                        FailureCodes.INVALID_VALUE, null, e.getMessage(), "a NumPy .npy file", e);
            } catch (EOFException e) {
                throw new JobRejectedException(
                        FailureCodes.UNKNOWN_ARTIFACT, null, "An artifact ends too early: " + e.getMessage(), null, e);
            }
        }

        private R complete() throws IOException {
            request = codec.decode(record.topic(), record.value(), handler.requestType());
            id = handler.jobId(request);
            states.busy(handler.stage(), "job " + id);
            reservation = null;
            reservation = reserve();
            Job job = job();
            if (store.exists(job.artifactKey(MANIFEST))) {
                LOG.infof("%s is done already; its event is published again", description());
                return EventArtifacts.read(store, job.artifactKey(MANIFEST), handler.resultType());
            }
            if (!reservation.algorithm().equals(handler.algorithmVersion())) {
                reservation = reservation.withAlgorithm(handler.algorithmVersion());
                reservation.write(store, reservationKey());
                job = job();
            }
            long start = System.nanoTime();
            LOG.infof("%s begins", description());
            R result = EventHeaders.fill(handler.execute(request, job), request, job.eventId());
            LOG.infof("%s done in %.1f s", description(), (System.nanoTime() - start) / 1e9);
            // Two workers may do one job where a partition moved in the middle of it; the first event stands for both.
            return EventArtifacts.writeIfAbsent(store, job.artifactKey(MANIFEST), result, handler.resultType());
        }

        private Job job() {
            return new Job(handler.prefix(), id, reservation.hash(), reservation.inputs(), backOff::isStopped);
        }

        private String reservationKey() {
            return Reservation.key(handler.prefix(), id);
        }

        private Reservation reserve() throws IOException {
            String hash = CanonicalRequest.hash(id, request);
            String key = reservationKey();
            boolean free = true;
            if (store.exists(key)) {
                Reservation earlier = Reservation.read(store, key);
                if (!earlier.rejected()) {
                    return sameRequest(earlier, hash);
                }
                free = false;
            }
            Reservation mine = new Reservation(id, hash, handler.algorithmVersion(), handler.inputs(request), false);
            if (!free) {
                mine.write(store, key);
                return mine;
            }
            return mine.tryWrite(store, key) ? mine : sameRequest(Reservation.read(store, key), hash);
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

        /** Frees the id and tells whoever asked. */
        void fail(JobRejectedException reason) {
            backOff.retry(this::description, () -> {
                if (reservation != null) {
                    reservation.asRejected().write(store, reservationKey());
                }
                failures.send(failed(reason));
                return null;
            });
        }

        private JobFailed failed(JobRejectedException reason) {
            JobFailed failed = JobFailed.newBuilder()
                    .setJobId(id)
                    .setStage(handler.stage())
                    .setCode(reason.code())
                    .setField(reason.field())
                    .setMessage(oneLine(reason.getMessage()))
                    .setAllowed(reason.allowed())
                    .setRetryable(false)
                    .setTopic(record.topic())
                    .setPartition(record.partition())
                    .setOffset(record.offset())
                    .build();
            String source = record.topic() + "/" + record.partition() + "/" + record.offset();
            return EventHeaders.fill(failed, request, "failures-" + Sha256.of(source));
        }
    }
}
