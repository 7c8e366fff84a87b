package io.reverie.standalone.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The folder that a standalone system lives in: {@code kafka/}, {@code store/}, {@code logs/}, and {@code system.json},
 * which says where the running system answers.
 *
 * <p>A lock on {@code system.lock} is held while a system runs. The operating system releases it however the process
 * ends, so that the {@code system.json} of a killed process is known to be stale.
 */
public final class DataDirectory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    /** @param root the folder; need not exist */
    public DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path store() {
        return root.resolve("store");
    }

    public Path logFile() {
        return root.resolve("logs").resolve("reverie.log");
    }

    /**
     * Claims the folder for a system of this process.
     *
     * @return empty where a system runs on it already
     * @throws IOException where the folder cannot be written
     */
    public Optional<Claim> claim() throws IOException {
        Files.createDirectories(root);
        FileChannel channel =
                FileChannel.open(root.resolve("system.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM: as good as held by another one.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            return Optional.empty();
        }
        Files.deleteIfExists(description());
        return Optional.of(new Claim(channel));
    }

    /** The system that runs on this folder, where there is one and it is ready. */
    public Optional<RunningSystem> running() throws IOException {
        if (!isClaimed() || !Files.exists(description())) {
            return Optional.empty();
        }
        return Optional.of(JSON.readValue(Files.readAllBytes(description()), RunningSystem.class));
    }

    /** Whether a system runs, starts or stops on this folder. */
    public boolean isClaimed() throws IOException {
        Path file = root.resolve("system.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private Path description() {
        return root.resolve("system.json");
    }

    /** The right to run a system on the folder; given back by closing it. */
    public final class Claim implements AutoCloseable {

        private final FileChannel channel;

        private Claim(FileChannel channel) {
            this.channel = channel;
        }

        /** Tells other processes where the system answers. */
        public void announce(RunningSystem system) throws IOException {
            Path partial = root.resolve("system.json.partial");
            Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(system));
            Files.move(partial, description(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                Files.deleteIfExists(description());
                channel.close();
            }
        }
    }
}
