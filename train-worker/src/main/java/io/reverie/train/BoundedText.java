package io.reverie.train;

/**
 * Text that can be read a limited number of times: a regular expression of a request may backtrack without end, and one
 * request must not hold up the others.
 */
final class BoundedText implements CharSequence {

    private final String text;
    private int readsLeft;

    BoundedText(String text, int reads) {
        this.text = text;
        this.readsLeft = reads;
    }

    @Override
    public char charAt(int index) {
        if (readsLeft-- <= 0) {
            throw new ReadsExhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The text was read more often than allowed. */
    static final class ReadsExhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReadsExhausted() {
            super("the text was read more often than allowed", null, false, false);
        }
    }
}
