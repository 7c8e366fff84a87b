package io.reverie.standalone.output;

import java.util.Locale;

/** One line on a terminal that shows how far a job is; nothing where there is no terminal. */
public final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 28;
    static final String ERASE_TO_END = "\u001b[K";

    private final Console console;
    private final String name;
    private boolean drawn;

    /**
     * @param console where to draw
     * @param name what goes on, for example {@code train}
     */
    public ProgressBar(Console console, String name) {
        this.console = console;
        this.name = name;
    }

    /**
     * Draws the state of the work.
     *
     * @param done steps done
     * @param of steps in all; 0: not known yet
     * @param note what else there is to say, short
     */
    public synchronized void show(long done, long of, String note) {
        if (!console.terminal()) {
            return;
        }
        double part = of <= 0 ? 0 : Math.min(1, (double) done / of);
        int filled = (int) Math.round(part * WIDTH);
        console.err()
                .print(String.format(
                        Locale.ROOT,
                        "\r%-7s [%s%s] %d/%d  %s%s",
                        name,
                        "#".repeat(filled),
                        ".".repeat(WIDTH - filled),
                        done,
                        of,
                        note,
                        ERASE_TO_END));
        console.err().flush();
        drawn = true;
    }

    /** Writes a line above the bar. */
    public synchronized void notice(String line) {
        erase();
        console.notice(line);
    }

    /** Removes the bar from the terminal. */
    @Override
    public synchronized void close() {
        erase();
    }

    private void erase() {
        if (drawn) {
            console.err().print("\r" + ERASE_TO_END);
            console.err().flush();
            drawn = false;
        }
    }
}
