package io.reverie.dream.engine;

/** A setting of a dream is out of range. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * A setting out of range.
     *
     * @param field the request's field, with dots between its parts
     * @param value its value
     * @param allowed what is allowed
     */
    public SettingException(String field, String value, String allowed) {
        super(field + " must be " + allowed + ", but is " + value);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    /** The request's field, with dots between its parts. */
    public String field() {
        return field;
    }

    /** Its value. */
    public String value() {
        return value;
    }

    /** What is allowed. */
    public String allowed() {
        return allowed;
    }
}
