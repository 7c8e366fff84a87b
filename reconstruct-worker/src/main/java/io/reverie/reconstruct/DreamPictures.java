package io.reverie.reconstruct;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelGains;
import io.reverie.audio.picture.SpectrogramAnimation;
import io.reverie.audio.picture.SpectrogramPicture;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.ContentWriter;
import io.reverie.worker.Job;

/** The pictures of a dream, as PNG files and an animated GIF in the store. */
final class DreamPictures {

    private static final String CONTENT_TYPE = "image/png";
    /** Of more snapshots every second, third and so on is shown. */
    private static final int MOST_FRAMES = 100;

    private static final Duration FRAME_TIME = Duration.ofMillis(400);

    private final ArtifactStore store;

    DreamPictures(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Writes {@code dream.gif}, the spectrogram growing from the input to the last snapshot.
     *
     * @param before the spectrum of the input
     */
    Artifact animate(Job job, Dream dream, ComplexSpectrogram before, Snapshots snapshots) throws IOException {
        MelGains gains = new MelGains(snapshots.filters());
        int every = (snapshots.gains().count() + MOST_FRAMES - 1) / MOST_FRAMES;
        Iterator<SpectrogramAnimation.Frame> frames = IntStream.rangeClosed(
                        0, snapshots.gains().count() / every)
                .mapToObj(index -> frame(job, gains, before, snapshots, index * every))
                .iterator();
        return store.put(
                job.artifactKey("dream.gif"),
                "image/gif",
                out -> SpectrogramAnimation.write(out, "Dream " + dream.summary(), frames, dream.stft(), FRAME_TIME));
    }

    private static SpectrogramAnimation.Frame frame(
            Job job, MelGains gains, ComplexSpectrogram before, Snapshots snapshots, int number) {
        job.checkActive();
        return number == 0
                ? new SpectrogramAnimation.Frame("Input", before)
                : new SpectrogramAnimation.Frame(
                        "Iteration " + number * snapshots.every(),
                        gains.apply(before, snapshots.gains().gains(number - 1)));
    }

    /**
     * Writes {@code before.png}, {@code after.png} and {@code comparison.png}.
     *
     * @return in this order
     */
    List<Artifact> write(Job job, Dream dream, ComplexSpectrogram before, ComplexSpectrogram after) throws IOException {
        return List.of(
                picture(
                        job,
                        "before.png",
                        out -> SpectrogramPicture.write(out, "Before " + dream.summary(), before, dream.stft())),
                picture(
                        job,
                        "after.png",
                        out -> SpectrogramPicture.write(out, "After " + dream.summary(), after, dream.stft())),
                picture(
                        job,
                        "comparison.png",
                        out -> SpectrogramPicture.writeComparison(
                                out, "Dream " + dream.summary(), before, after, dream.stft())));
    }

    /** Writes {@code activations.png}, the activation of every label over the iterations. */
    Artifact plot(Job job, DreamReady event, Dream dream, Trajectory trajectory) throws IOException {
        return picture(job, "activations.png", out -> ActivationChart.write(out, event, dream, trajectory));
    }

    private Artifact picture(Job job, String name, ContentWriter writer) throws IOException {
        return store.put(job.artifactKey(name), CONTENT_TYPE, writer);
    }
}
