package io.reverie.reconstruct;

import java.io.IOException;
import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.picture.SpectrogramPicture;
import io.reverie.schemas.Artifact;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Job;

/** The pictures of a dream, as PNG files in the store. */
final class DreamPictures {

    private static final String CONTENT_TYPE = "image/png";

    private final ArtifactStore store;

    DreamPictures(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Writes {@code before.png}, {@code after.png} and {@code comparison.png}.
     *
     * @return in this order
     */
    List<Artifact> write(Job job, Dream dream, ComplexSpectrogram before, ComplexSpectrogram after) throws IOException {
        return List.of(
                store.put(
                        job.artifactKey("before.png"),
                        CONTENT_TYPE,
                        out -> SpectrogramPicture.write(out, "Before " + dream.summary(), before, dream.stft())),
                store.put(
                        job.artifactKey("after.png"),
                        CONTENT_TYPE,
                        out -> SpectrogramPicture.write(out, "After " + dream.summary(), after, dream.stft())),
                store.put(
                        job.artifactKey("comparison.png"),
                        CONTENT_TYPE,
                        out -> SpectrogramPicture.writeComparison(
                                out, "Dream " + dream.summary(), before, after, dream.stft())));
    }
}
