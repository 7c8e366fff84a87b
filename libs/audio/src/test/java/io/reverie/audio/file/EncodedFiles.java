package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import io.reverie.audio.Audio;

/** The files that other programs encoded. */
final class EncodedFiles {

    private EncodedFiles() {}

    static byte[] bytes(String name) {
        try (InputStream in = EncodedFiles.class.getResourceAsStream("/encoded/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Audio read(byte[] file) throws IOException {
        return AudioFile.read(new ByteArrayInputStream(file), ReadLimits.defaults());
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
