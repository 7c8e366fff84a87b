package io.reverie.worker;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.Stage;

/** What each stage in this process is doing, for health; {@link JobRunner} begins no job of a stage that cannot work. */
@ApplicationScoped
public class WorkerStates {

    /** What a stage can be doing. */
    public enum Status {
        /** Catching up or testing itself; takes no jobs yet. */
        STARTING,
        /** Waits for a job. */
        READY,
        /** Works on a job. */
        BUSY,
        /** Cannot work and takes no jobs; the reason says why. */
        FAILED
    }

    /** A status and its reason: what it waits for, the job it works on, what failed. */
    public record State(Status status, String reason) {

        /** Refuses null. */
        public State {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Stands in the reason of a stage whose job cannot go on for now, between the job and what is in its way. */
    public static final String CANNOT_GO_ON = " cannot go on and is tried again: ";

    private final Map<Stage, State> states = new EnumMap<>(Stage.class);
    /** What each stage is busy with, by job; some stages do several at once. */
    private final Map<Stage, Map<Object, String>> jobs = new EnumMap<>(Stage.class);

    /** The stage catches up or tests itself. A job that is on its way stays what the stage does. */
    public synchronized void starting(Stage stage, String reason) {
        putUnlessBusy(stage, new State(Status.STARTING, reason));
    }

    /** The stage waits for a job, unless one is on its way. */
    public synchronized void ready(Stage stage) {
        putUnlessBusy(stage, new State(Status.READY, ""));
    }

    /** The stage cannot work. */
    public synchronized void failed(Stage stage, String reason) {
        states.put(stage, new State(Status.FAILED, reason));
    }

    /** A copy of all states by stage. */
    public synchronized Map<Stage, State> all() {
        return Map.copyOf(states);
    }

    /**
     * The stage works.
     *
     * @param job tells jobs of one stage apart until {@link #idle}
     * @param reason what it does; several jobs' are told together
     */
    synchronized void busy(Stage stage, Object job, String reason) {
        Map<Object, String> present = jobs.computeIfAbsent(stage, key -> new LinkedHashMap<>());
        present.put(job, reason);
        states.put(stage, busyWith(present));
    }

    /** A job is over, which the stage may or may not have been busy with. */
    synchronized void idle(Stage stage, Object job) {
        Map<Object, String> left = jobs.getOrDefault(stage, new LinkedHashMap<>());
        left.remove(job);
        states.computeIfPresent(
                stage,
                (key, state) -> state.status() != Status.BUSY
                        ? state
                        : left.isEmpty() ? new State(Status.READY, "") : busyWith(left));
    }

    /** Whether the stage may begin a job; a stage that never said otherwise may. */
    synchronized boolean takesJobs(Stage stage) {
        State state = states.get(stage);
        return state == null || state.status() == Status.READY || state.status() == Status.BUSY;
    }

    private void putUnlessBusy(Stage stage, State next) {
        states.compute(stage, (key, state) -> state != null && state.status() == Status.BUSY ? state : next);
    }

    private static State busyWith(Map<Object, String> reasons) {
        return new State(Status.BUSY, String.join("; ", reasons.values()));
    }
}
