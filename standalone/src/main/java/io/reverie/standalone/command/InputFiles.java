package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

import io.reverie.audio.file.AudioFile;
import io.reverie.schemas.Artifact;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Sha256;

/** Brings files of this machine into the artifact store. */
public final class InputFiles {

    private static final int PREFIX_DIGITS = 32;

    private InputFiles() {}

    /** A key for a file that is not stored. */
    static String placeholder(Path file) {
        return "inputs/" + file.getFileName();
    }

    /**
     * Stores a file as {@code inputs/<first digits of its SHA-256>/<name>}, unless it is there already. The same
     * content under the same name has the same key every time.
     *
     * @return the key
     */
    public static String store(ArtifactStore store, Path file) throws IOException {
        String name = safeName(file);
        String key = "inputs/" + digest(file).substring(0, PREFIX_DIGITS) + "/" + name;
        if (!store.exists(key)) {
            store.put(key, contentType(name), out -> Files.copy(file, out));
        }
        return key;
    }

    /** Stores a file as {@link #store} does and describes it. */
    static Artifact describe(ArtifactStore store, Path file) throws IOException {
        return store.describe(store(store, file));
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    // Keys have no colons, backslashes, control characters nor leading dots; see ArtifactStore.
    private static String safeName(Path file) {
        String name = file.getFileName().toString().replaceAll("[\\\\:\\p{Cntrl}]", "_");
        return name.startsWith(".") ? "_" + name.substring(1) : name;
    }

    private static String contentType(String name) {
        return AudioFile.contentType(name).orElse("application/octet-stream");
    }
}
