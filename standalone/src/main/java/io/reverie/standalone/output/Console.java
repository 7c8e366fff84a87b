package io.reverie.standalone.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}.
 *
 * @param out results only
 * @param err progress, notices, errors
 * @param terminal whether {@code err} is a terminal, so that progress bars can be drawn
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

    private static final String TERMINAL_PROPERTY = "reverie.terminal";

    /**
     * Takes standard output for results: what libraries print there afterwards (ND4J does, past every logger) goes to
     * the log instead.
     */
    public static Console takeStandardOutput() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(new LogStream("stdout"), true, StandardCharsets.UTF_8));
        return new Console(out, err, isTerminal());
    }

    // System.console() says whether standard input AND output are terminals; only the launcher can ask for stderr
    // alone.
    private static boolean isTerminal() {
        String told = System.getProperty(TERMINAL_PROPERTY);
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }

    /** Writes a line of result. */
    public void result(String line) {
        out.println(line);
    }

    /** Writes a line for whoever watches, in the place of a progress bar, which draws itself again. */
    public void interject(String line) {
        notice(terminal ? "\r" + ProgressBar.ERASE_TO_END + line : line);
    }

    /** Writes a line for whoever watches. */
    public void notice(String line) {
        err.println(line);
    }
}
