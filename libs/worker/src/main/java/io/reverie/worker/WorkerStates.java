package io.reverie.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.Stage;

/** What each stage in this process is doing, for health. */
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
        /** Cannot work; the reason says why. */
        FAILED
    }

    /** A status and its reason: what it waits for, the job it works on, what failed. */
    public record State(Status status, String reason) {}

    private final Map<Stage, State> states = new ConcurrentSkipListMap<>();

    /** The stage catches up or tests itself. */
    public void starting(Stage stage, String reason) {
        states.put(stage, new State(Status.STARTING, reason));
    }

    /** The stage waits for a job. */
    public void ready(Stage stage) {
        states.put(stage, new State(Status.READY, ""));
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
}
