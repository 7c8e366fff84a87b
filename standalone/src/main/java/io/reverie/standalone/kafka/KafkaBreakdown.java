package io.reverie.standalone.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import org.apache.kafka.common.utils.Exit;

/**
 * Says why the process ends where Kafka ends it. A broker that cannot write its data ends its process at once, without
 * an exception that anybody could catch, and its reason is only in the log, which a full disk does not take either.
 */
public final class KafkaBreakdown implements AutoCloseable {

    /** Kafka gives up long before the last byte is gone. */
    private static final long FULL_BYTES = 1 << 20;

    private KafkaBreakdown() {}

    /**
     * Watches the Kafka of this process until it is closed.
     *
     * @param folder where Kafka's data lies
     * @param log where the log lies
     * @param lastWords is given one line before the process ends
     */
    public static KafkaBreakdown watch(Path folder, Path log, Consumer<String> lastWords) {
        Exit.setHaltProcedure((status, message) -> end(status, folder, log, lastWords));
        Exit.setExitProcedure((status, message) -> end(status, folder, log, lastWords));
        return new KafkaBreakdown();
    }

    // Without shutdown hooks in either case: they would wait for the thread that ends the process.
    private static void end(int status, Path folder, Path log, Consumer<String> lastWords) {
        try {
            lastWords.accept(reason(folder, log, usableBytes(folder)));
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    static String reason(Path folder, Path log, long usableBytes) {
        return usableBytes < FULL_BYTES
                ? "reverie: Kafka stopped: no space left on the device of " + folder
                        + ". Jobs in its log are done when the system runs again"
                : "reverie: Kafka stopped: see " + log;
    }

    private static long usableBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            // Gone or unreadable: not a matter of space.
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        Exit.resetHaltProcedure();
        Exit.resetExitProcedure();
    }
}
