package io.reverie.dream.engine;

/** Follows a dream while it is dreamed. */
public interface DreamListener {

    /** Called before each iteration; an exception ends the dream. */
    void beforeIteration();

    /** Whether a report is wanted now; it costs about as much as half an iteration. */
    boolean wantsReport();

    /** A report that was wanted. */
    void report(DreamReport report);
}
