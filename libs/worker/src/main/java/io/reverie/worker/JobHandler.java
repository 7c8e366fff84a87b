package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.function.Consumer;

import io.reverie.schemas.Stage;
import org.apache.avro.specific.SpecificRecord;

/**
 * The craft of one stage, apart from Kafka: from a request to a finished event. {@link JobRunner} does the rest.
 *
 * <p>Methods that are given a request may raise {@link JobRejectedException} where it can never succeed. An {@link
 * IOException} of {@link #inputs} or {@link #execute} says that it may succeed later: the whole job is tried again
 * after a while, without end. Exceptions to that are the ones about content, which reject the request though they are
 * IOExceptions: {@link UnusableArtifactException}, unreadable audio, unreadable arrays and {@link
 * java.io.EOFException}. Other formats' parsing exceptions are the handler's to turn into a rejection.
 *
 * @param <Q> the request
 * @param <R> the finished event
 */
public interface JobHandler<Q extends SpecificRecord, R extends SpecificRecord> {

    /** Names the stage in {@code JobFailed}, health and logs. */
    Stage stage();

    /** First part of the artifacts' keys, for example {@code dreams}. */
    String prefix();

    /** Changes whenever the same request would give other bytes; part of the job's hash. */
    String algorithmVersion();

    /** Class of the request. */
    Class<Q> requestType();

    /** Class of the finished event. */
    Class<R> resultType();

    /** Identity of the job. Asked again with the same content it gives the same event, with other content an error. */
    String jobId(Q request);

    /**
     * What the identity of a request is computed from: the request, or a copy of it without what was measured rather
     * than asked for. The same job asked for again must give the same.
     */
    default SpecificRecord identity(Q request) {
        return request;
    }

    /**
     * Waits until what the request reads is there, before {@link #inputs} is asked for the first time; by default not at
     * all. A request that can be seen to be wrong is rejected at once.
     *
     * @param pause is given how long to wait; raises {@link JobInterruptedException} where the worker stops meanwhile
     *     and {@link JobCancelledException} where the job is cancelled
     */
    default void awaitInputs(Q request, Consumer<Duration> pause) throws IOException {
        // Most stages take what is there.
    }

    /**
     * Validates the request and resolves what it reads: a name (for example {@code model.genres}) and the identity of
     * its content (a SHA-256, or key and SHA-256). The first answer is pinned by the job's reservation: a job that is
     * taken up again gets that answer by {@link Job#inputs()}, even where a name would resolve otherwise by then.
     */
    SortedMap<String, String> inputs(Q request) throws IOException;

    /**
     * Does the work: writes artifacts under {@link Job#artifactKey} and returns the finished event. Id, time of
     * creation, requester and correlation id are filled in by the caller. Long work calls {@link Job#checkActive}
     * at every iteration. May be called again for the same job; artifacts are then written again.
     */
    R execute(Q request, Job job) throws IOException;

    /**
     * Removes what only an interrupted job needs, such as its checkpoint. Called when the manifest is there, and again
     * whenever the finished job is asked for again, for a worker may be killed in between; also when the job is cancelled.
     */
    default void clear(Job job) throws IOException {
        // Most stages leave nothing behind.
    }

    /** Kafka key of the finished event. */
    String key(R result);
}
