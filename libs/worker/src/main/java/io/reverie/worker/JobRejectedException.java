package io.reverie.worker;

import java.util.Objects;

/**
 * The request can never succeed as it is. It is answered by a {@code JobFailed} with these fields and goes to the
 * dead-letter topic at once.
 */
public class JobRejectedException extends RuntimeException {

    private final String code;
    private final String field;
    private final String allowed;

    /**
     * Rejects a request. The texts may quote what others wrote: they become one line of at most 1000 characters.
     *
     * @param code one of {@link FailureCodes}
     * @param field the field of the request that is wrong, with dots between its parts; null where it is none
     * @param message what was wrong, one line
     * @param allowed what is allowed instead; null where nothing can be said
     */
    public JobRejectedException(String code, String field, String message, String allowed) {
        this(code, field, message, allowed, null);
    }

    /** Rejects a request because of another exception. */
    public JobRejectedException(String code, String field, String message, String allowed, Throwable cause) {
        // No stack trace: it is an answer to whoever asked, and the connector logs every exception whole.
        super(Printable.line(message), cause, false, false);
        this.code = Objects.requireNonNull(code, "code");
        this.field = Printable.line(field);
        this.allowed = Printable.line(allowed);
    }

    /** A field with a value that is not allowed. */
    public static JobRejectedException invalidValue(String field, Object value, String allowed) {
        return new JobRejectedException(
                FailureCodes.INVALID_VALUE, field, field + " is " + value + "; allowed: " + allowed, allowed);
    }

    /** A value that the schema names and this build cannot do. */
    public static JobRejectedException notSupported(String field, Object value, String allowed) {
        return new JobRejectedException(
                FailureCodes.NOT_SUPPORTED,
                field,
                field + " " + value + " is not supported yet; supported: " + allowed,
                allowed);
    }

    /** The same without the cause. */
    JobRejectedException withoutCause() {
        return new JobRejectedException(code, field, getMessage(), allowed);
    }

    /** One of {@link FailureCodes}. */
    public String code() {
        return code;
    }

    /** The field of the request that is wrong; null where it is none. */
    public String field() {
        return field;
    }

    /** What is allowed instead; null where nothing can be said. */
    public String allowed() {
        return allowed;
    }
}
