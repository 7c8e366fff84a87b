package io.reverie.worker;

import java.util.List;
import java.util.Set;

/** Machine-readable reasons of {@code JobFailed}. */
public final class FailureCodes {

    /** A field of the request has a value that is not allowed. */
    public static final String INVALID_VALUE = "invalid-value";

    /** The store has no artifact with the key that the request names, or not the content that was described. */
    public static final String UNKNOWN_ARTIFACT = "unknown-artifact";

    /** The artifact is not audio that can be read. */
    public static final String UNREADABLE_AUDIO = "unreadable-audio";

    /** No model has the name that the request names. */
    public static final String UNKNOWN_MODEL = "unknown-model";

    /** The model does not have the label that the request names. */
    public static final String UNKNOWN_LABEL = "unknown-label";

    /** Another request with the same job id was accepted before. */
    public static final String ID_ALREADY_USED = "id-already-used";

    /** The record is not an event of the kind that the topic carries. */
    public static final String UNDECODABLE = "undecodable";

    /** The schema names it, but this build cannot do it. */
    public static final String NOT_SUPPORTED = "not-supported";

    /** The data set has no tracks to train on, or fewer than are expected. */
    public static final String EMPTY_DATASET = "empty-dataset";

    /** The gradient is zero or not finite. */
    public static final String NO_GRADIENT = "no-gradient";

    /** Somebody asked that the job be stopped. */
    public static final String CANCELLED = "cancelled";

    /** A fault of the worker itself; its log has the stack trace. */
    public static final String INTERNAL_ERROR = "internal-error";

    /** All of them that a job may fail with; a cancelled one did not fail. */
    static final List<String> OF_FAILED_JOBS = List.of(
            INVALID_VALUE,
            UNKNOWN_ARTIFACT,
            UNREADABLE_AUDIO,
            UNKNOWN_MODEL,
            UNKNOWN_LABEL,
            ID_ALREADY_USED,
            UNDECODABLE,
            NOT_SUPPORTED,
            EMPTY_DATASET,
            NO_GRADIENT,
            INTERNAL_ERROR);

    /** What may be otherwise by the time that the same request comes again. */
    private static final Set<String> RETRYABLE = Set.of(UNKNOWN_ARTIFACT, UNKNOWN_MODEL, EMPTY_DATASET, INTERNAL_ERROR);

    private FailureCodes() {}

    /** Whether the same request may succeed later. */
    static boolean isRetryable(String code) {
        return RETRYABLE.contains(code);
    }
}
