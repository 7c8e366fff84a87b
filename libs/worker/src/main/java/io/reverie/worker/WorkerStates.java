package io.reverie.worker;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
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

    private final Map<Stage, State> states = new ConcurrentSkipListMap<>();

    /** The stage catches up or tests itself. A job that is on its way stays what the stage does. */
    public void starting(Stage stage, String reason) {
        putUnlessBusy(stage, new State(Status.STARTING, reason));
    }

    /** The stage waits for a job, unless one is on its way. */
    public void ready(Stage stage) {
        putUnlessBusy(stage, new State(Status.READY, ""));
    }

    /** The stage works. */
    public void busy(Stage stage, String reason) {
        states.put(stage, new State(Status.BUSY, reason));
    }

    /** The stage cannot work. */
    public void failed(Stage stage, String reason) {
        states.put(stage, new State(Status.FAILED, reason));
    }

    /** A copy of all states by stage. */
    public Map<Stage, State> all() {
        return Map.copyOf(states);
    }

    /** The job that the stage was busy with is over. */
    void idle(Stage stage) {
        states.computeIfPresent(
                stage, (key, state) -> state.status() == Status.BUSY ? new State(Status.READY, "") : state);
    }

    /** Whether the stage may begin a job; a stage that never said otherwise may. */
    boolean takesJobs(Stage stage) {
        State state = states.get(stage);
        return state == null || state.status() == Status.READY || state.status() == Status.BUSY;
    }

    private void putUnlessBusy(Stage stage, State next) {
        states.compute(stage, (key, state) -> state != null && state.status() == Status.BUSY ? state : next);
    }
}
