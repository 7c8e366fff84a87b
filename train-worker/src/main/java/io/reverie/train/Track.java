package io.reverie.train;

import java.util.Objects;

/**
 * A labelled track of a data set and the exact spectrogram that stands for it.
 *
 * @param key identity of the track in the log
 * @param label what the network is to hear in it
 * @param artifactKey key of its spectrogram in the artifact store
 * @param sha256 SHA-256 of that artifact: 64 lower-case hexadecimal digits
 * @param frames frames of the spectrogram, at least 1
 */
record Track(String key, String label, String artifactKey, String sha256, int frames) {

    Track {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(artifactKey, "artifactKey");
        Objects.requireNonNull(sha256, "sha256");
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, but is " + frames);
        }
    }
}
