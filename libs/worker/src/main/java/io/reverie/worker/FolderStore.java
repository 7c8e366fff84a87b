package io.reverie.worker;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.reverie.schemas.Artifact;
import org.jboss.logging.Logger;

/**
 * A store that is a folder of this machine, or of a file system that several machines mount.
 *
 * <p>Content goes to a temporary file beside its destination, is forced to the disk and moved into place atomically;
 * what a crash leaves behind is never listed nor opened, except of a {@link #claim} that was not {@link #persist}ed. Symbolic links inside the store may point anywhere inside it;
 * links that leave it are refused.
 */
public final class FolderStore implements ArtifactStore {

    private static final Logger LOG = Logger.getLogger(FolderStore.class);
    private static final String TEMPORARY_PREFIX = ".unfinished-";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final long leastFreeBytes;

    /**
     * Opens a store and makes its folder where there is none.
     *
     * @throws IOException where the folder cannot be made
     */
    public FolderStore(Path folder) throws IOException {
        this(folder, 0);
    }

    /**
     * Opens a store and makes its folder where there is none.
     *
     * @param leastFreeBytes free space that its disk must have for a job to begin
     * @throws IOException where the folder cannot be made
     */
    public FolderStore(Path folder, long leastFreeBytes) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder.toRealPath();
        this.leastFreeBytes = leastFreeBytes;
    }

    @Override
    public void requireSpace() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < leastFreeBytes) {
            throw new IOException("The disk of the store " + folder + " has " + (free >> 20) + " MB free, and "
                    + (leastFreeBytes >> 20) + " MB must be (reverie.store.least-free-megabytes)");
        }
    }

    /** The folder, without links. */
    public Path folder() {
        return folder;
    }

    @Override
    public InputStream open(String key) throws IOException {
        try {
            return Files.newInputStream(existing(key));
        } catch (NoSuchFileException e) {
            throw missing(key);
        } catch (AccessDeniedException e) {
            throw unreadable(key, e);
        }
    }

    @Override
    public long size(String key) throws IOException {
        try {
            return Files.size(existing(key));
        } catch (NoSuchFileException e) {
            throw missing(key);
        } catch (AccessDeniedException e) {
            throw unreadable(key, e);
        }
    }

    @Override
    public Artifact put(String key, String contentType, ContentWriter writer) throws IOException {
        Path destination = destination(key);
        Publication publication = temporary -> {
            Files.move(temporary, destination, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        };
        return write(destination, key, contentType, writer, publication, true);
    }

    @Override
    public Optional<Artifact> putIfAbsent(String key, String contentType, ContentWriter writer) throws IOException {
        return writeIfAbsent(key, contentType, writer, true);
    }

    @Override
    public Optional<Artifact> claim(String key, String contentType, ContentWriter writer) throws IOException {
        return writeIfAbsent(key, contentType, writer, false);
    }

    @Override
    public void persist(String key) throws IOException {
        try {
            Path path = existing(key);
            force(path);
            forceFolder(path.getParent());
        } catch (ArtifactNotFoundException | NoSuchFileException e) {
            // Whoever removed it does not want it to last.
        }
    }

    private Optional<Artifact> writeIfAbsent(String key, String contentType, ContentWriter writer, boolean durably)
            throws IOException {
        Path destination = destination(key);
        if (Files.exists(destination)) {
            return Optional.empty();
        }
        Publication publication = temporary -> {
            try {
                // A hard link, unlike a move, fails where the destination exists, and does so atomically.
                Files.createLink(destination, temporary);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (UnsupportedOperationException | FileSystemException e) {
                return moveIfAbsent(temporary, destination);
            }
        };
        return Optional.ofNullable(write(destination, key, contentType, writer, publication, durably));
    }

    @Override
    public boolean exists(String key) throws IOException {
        try {
            existing(key);
            return true;
        } catch (ArtifactNotFoundException e) {
            return false;
        }
    }

    @Override
    public List<StoredFile> files(String prefix) throws IOException {
        requireFolder();
        String parent = prefix.contains("/") ? prefix.substring(0, prefix.lastIndexOf('/')) : "";
        Path start = folder;
        if (!parent.isEmpty()) {
            start = resolve(parent);
            if (!Files.isDirectory(start)) {
                return List.of();
            }
            requireInside(parent, start.toRealPath());
        }
        List<StoredFile> files = new ArrayList<>();
        Path first = start;
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                boolean hidden = !visited.equals(first)
                        && visited.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                StoredFile stored = stored(file, attributes);
                if (attributes.isRegularFile()
                        && stored.key().startsWith(prefix)
                        && !file.getFileName().toString().startsWith(".")) {
                    files.add(stored);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        files.sort(Comparator.comparing(StoredFile::key));
        return List.copyOf(files);
    }

    @Override
    public Optional<Path> localPath(String key) throws IOException {
        return Optional.of(existing(key));
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            // The name itself: what a symbolic link points at is another artifact.
            existing(key);
            Path file = resolve(key);
            Files.deleteIfExists(file);
            removeIfEmpty(file.getParent());
        } catch (ArtifactNotFoundException e) {
            // As it should be.
        }
    }

    @Override
    public List<StoredFile> unfinished(Duration age) throws IOException {
        requireFolder();
        Instant latest = Instant.now().minus(age);
        List<StoredFile> unfinished = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && isUnfinished(file)
                        && attributes.lastModifiedTime().toInstant().isBefore(latest)) {
                    unfinished.add(stored(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return unfinished;
    }

    @Override
    public void removeUnfinished(StoredFile unfinished) throws IOException {
        Path file = folder.resolve(unfinished.key());
        if (!isUnfinished(file)) {
            throw new IllegalArgumentException(unfinished.key() + " is no unfinished write");
        }
        Files.deleteIfExists(file);
        LOG.infof("Removed the unfinished write %s", file);
    }

    private static boolean isUnfinished(Path file) {
        return file.getFileName().toString().startsWith(TEMPORARY_PREFIX);
    }

    private StoredFile stored(Path file, BasicFileAttributes attributes) {
        String key =
                folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        return new StoredFile(
                key, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /** For file systems without hard links. */
    private static boolean moveIfAbsent(Path temporary, Path destination) throws IOException {
        try {
            Files.move(temporary, destination);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Folders under a prefix go with their last file; the prefixes stay. */
    private void removeIfEmpty(Path parent) {
        if (folder.relativize(parent).getNameCount() < 2) {
            return;
        }
        try {
            Files.delete(parent);
        } catch (IOException e) {
            // Something is in it, or came into it just now.
        }
    }

    private Path resolve(String key) throws InvalidArtifactKeyException {
        try {
            return folder.resolve(ArtifactKeys.check(key));
        } catch (InvalidPathException e) {
            throw new InvalidArtifactKeyException(key, "cannot be a file name on this machine");
        }
    }

    private Path existing(String key) throws IOException {
        Path path = resolve(key);
        Path real;
        BasicFileAttributes attributes;
        try {
            real = path.toRealPath();
            attributes = Files.readAttributes(real, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw missing(key);
        } catch (AccessDeniedException e) {
            throw unreadable(key, e);
        } catch (FileSystemException e) {
            throw liesUnderAFile(path) ? missing(key) : e;
        }
        requireInside(key, real);
        if (!attributes.isRegularFile()) {
            throw new ArtifactNotFoundException(key);
        }
        return real;
    }

    /** Nothing is missing from a store that is itself away, for example because it is not mounted. */
    private IOException missing(String key) throws IOException {
        requireFolder();
        return new ArtifactNotFoundException(key);
    }

    private IOException unreadable(String key, IOException cause) throws IOException {
        requireFolder();
        return new UnreadableArtifactException(key, cause);
    }

    private boolean liesUnderAFile(Path path) {
        for (Path above = path.getParent(); !above.equals(folder); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    private void requireFolder() throws IOException {
        if (!Files.isDirectory(folder) || !Files.isExecutable(folder)) {
            throw new IOException("The store's folder " + folder + " cannot be reached");
        }
    }

    private Path destination(String key) throws IOException {
        Path path = resolve(key);
        requireFolder();
        // Before any folder is made: the nearest part that exists must be a folder of the store, not a link out of it.
        Path nearest = path.getParent();
        while (!nearest.equals(folder) && !Files.exists(nearest, LinkOption.NOFOLLOW_LINKS)) {
            nearest = nearest.getParent();
        }
        if (!nearest.equals(folder)) {
            if (!Files.isDirectory(nearest)) {
                throw new InvalidArtifactKeyException(key, "lies under something that is not a folder of the store");
            }
            requireInside(key, nearest.toRealPath());
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidArtifactKeyException(key, "is a folder of the store");
        }
        Files.createDirectories(path.getParent());
        return path;
    }

    private void requireInside(String key, Path real) throws InvalidArtifactKeyException {
        if (!real.startsWith(folder)) {
            throw new InvalidArtifactKeyException(key, "leaves the store by a symbolic link");
        }
    }

    private interface Publication {
        boolean publish(Path temporary) throws IOException;
    }

    private static Artifact write(
            Path destination,
            String key,
            String contentType,
            ContentWriter writer,
            Publication publication,
            boolean durably)
            throws IOException {
        Path temporary = destination.resolveSibling(TEMPORARY_PREFIX + UUID.randomUUID());
        MessageDigest digest = Sha256.digest();
        long bytes;
        boolean published = false;
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                try (OutputStream out = new BufferedOutputStream(
                        new DigestOutputStream(new Uncloseable(Channels.newOutputStream(channel)), digest),
                        BUFFER_BYTES)) {
                    writer.writeTo(out);
                }
                if (durably) {
                    channel.force(true);
                }
                bytes = channel.size();
            }
            // Closed first: of a file system of several machines the others see what a closed file holds.
            published = publication.publish(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (durably) {
            forceFolder(destination.getParent());
        }
        return published ? artifact(key, contentType, bytes, digest) : null;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Another user's; whoever may read it may force it too, except on Windows.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (AccessDeniedException unforced) {
                LOG.debugf("%s cannot be forced to the disk: %s", file, unforced.getMessage());
            }
        }
    }

    /** Makes the move itself durable, where the operating system lets a folder be opened. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open folders; the content itself has been forced.
        }
    }

    private static Artifact artifact(String key, String contentType, long bytes, MessageDigest digest) {
        return new Artifact(key, contentType, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Keeps the channel open until it has been forced. */
    private static final class Uncloseable extends FilterOutputStream {

        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
