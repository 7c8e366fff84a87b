package io.reverie.standalone.demo;

/**
 * Music by rule: pieces in a handful of genres, each a pure function of its genre and its seed. Two seeds give two
 * pieces of one genre in different keys, tempos, progressions and instruments.
 */
public final class DemoCorpus {
    /** Samples a second of every piece, in Hz. */
    public static final int SAMPLE_RATE = Tape.SAMPLE_RATE;

    private static final long GENRE_STRIDE = 0x9E3779B97F4A7C15L;

    private DemoCorpus() {}

    /**
     * Composes and plays a piece.
     *
     * @param genre its genre
     * @param seed which piece of the genre
     * @param seconds its length, above 0
     * @return mono samples at {@link #SAMPLE_RATE}, the largest at -1 dB of full scale
     */
    public static float[] piece(Genre genre, long seed, double seconds) {
        Tape tape = new Tape(seconds);
        Choices choices = new Choices(seed + (genre.ordinal() + 1) * GENRE_STRIDE);
        genre.style().perform(tape, choices);
        new Equaliser(choices.forPart()).apply(tape);
        return Master.finish(tape, choices.forPart());
    }
}
