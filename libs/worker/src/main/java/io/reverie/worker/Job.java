package io.reverie.worker;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One job: who it is, what it reads, where its artifacts lie. */
public final class Job {

    private final String prefix;
    private final String id;
    private final String hash;
    private final SortedMap<String, String> inputs;
    private final BooleanSupplier stopping;
    private final Runnable cancellation;

    /**
     * Describes a job that can be stopped.
     *
     * @param prefix first part of the artifacts' keys, for example {@code dreams}
     * @param id identity of the job
     * @param hash 64 lower-case hexadecimal digits, see {@link CanonicalRequest}
     * @param inputs pinned inputs, see {@link JobHandler#inputs}
     * @param stopping whether the worker stops
     */
    public Job(String prefix, String id, String hash, SortedMap<String, String> inputs, BooleanSupplier stopping) {
        this(prefix, id, hash, inputs, stopping, () -> {});
    }

    /** Describes a job that can be cancelled too: {@code cancellation} raises {@link JobCancelledException} then. */
    Job(
            String prefix,
            String id,
            String hash,
            SortedMap<String, String> inputs,
            BooleanSupplier stopping,
            Runnable cancellation) {
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.id = Objects.requireNonNull(id, "id");
        this.hash = Objects.requireNonNull(hash, "hash");
        this.inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        this.stopping = Objects.requireNonNull(stopping, "stopping");
        this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
    }

    /** Describes a job that nothing stops, for tests and local commands. */
    public Job(String prefix, String id, String hash, SortedMap<String, String> inputs) {
        this(prefix, id, hash, inputs, () -> false);
    }

    /** Identity of the job, as the request gives it. */
    public String id() {
        return id;
    }

    /** SHA-256 of the canonical request, the inputs and the algorithm's version, 64 hexadecimal digits. */
    public String hash() {
        return hash;
    }

    /** Key of a file of this job: {@code prefix/hash/fileName}. */
    public String artifactKey(String fileName) {
        return prefix + "/" + hash + "/" + fileName;
    }

    /** The inputs as they were resolved when the job was first seen. */
    public SortedMap<String, String> inputs() {
        return inputs;
    }

    /** One pinned input. */
    public String input(String name) {
        String value = inputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The job has no input '" + name + "', only " + inputs.keySet());
        }
        return value;
    }

    /** Id of the finished event: the same whenever the same job is done again. */
    public String eventId() {
        return prefix + "-" + hash;
    }

    /** Id of the job's n-th progress event. */
    public String progressId(int number) {
        return eventId() + "-" + number;
    }

    /**
     * To be called at every iteration of long work.
     *
     * @throws JobInterruptedException where the worker stops
     * @throws JobCancelledException where somebody asked that the job be stopped
     */
    public void checkActive() {
        if (stopping.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new JobInterruptedException(id);
        }
        cancellation.run();
    }
}
