package io.reverie.dream;

import java.io.IOException;
import java.util.List;

import io.reverie.audio.NpyArray;
import io.reverie.audio.file.WavFile;
import io.reverie.audio.image.ImageScale;
import io.reverie.audio.image.SeedImage;
import io.reverie.audio.image.SpectrogramImage;
import io.reverie.dream.engine.Dreamed;
import io.reverie.dream.engine.DreamedSpectrogram;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamedImage;
import io.reverie.schemas.SeedTransform;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Job;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;

/** Writes what a dream leaves in the store, and tells of it in the event. */
final class DreamArtifacts {

    private static final int COLUMNS_BEFORE_LABELS = 4;
    private static final List<String> IMAGE_AXES = List.of("channels", "rows", "columns");

    private final ArtifactStore store;
    private final ArrayArtifacts arrays;

    DreamArtifacts(ArtifactStore store, ArrayArtifacts arrays) {
        this.store = store;
        this.arrays = arrays;
    }

    /** What tells of a dream beside its spectrogram; snapshots are null where there are none. */
    record Account(Artifact audio, ArrayArtifact trajectory, ArrayArtifact snapshots) {}

    /** Writes the input and how the dream went, which no bound changes any more. */
    Account writeAccount(Job job, PreparedDream prepared, Dreamed dreamed) throws IOException {
        Ground ground = prepared.ground();
        Artifact audio = input(job, prepared);
        ArrayArtifact trajectory = arrays.writeTable(
                job.artifactKey("trajectory.npy"),
                dreamed.trajectory(),
                COLUMNS_BEFORE_LABELS + ground.labels().size(),
                "rows");
        ArrayArtifact snapshots = snapshots(
                job,
                dreamed,
                ground.mel().bands(),
                prepared.input().spectrogram().frames());
        return new Account(audio, trajectory, snapshots);
    }

    /** Sets the event's fields that name what was written, and say how to read it. */
    static void describe(
            Account account,
            ArrayArtifact written,
            PreparedDream prepared,
            DreamedSpectrogram spectrogram,
            DreamReady.Builder ready) {
        Ground ground = prepared.ground();
        Analysis mel = Analyses.of(ground.stft(), ground.mel());
        ready.setDreamed(written)
                .setImage(image(spectrogram.image()))
                .setAnalysis(spectrogram.mel() == null ? Analyses.of(ground.stft()) : mel)
                .setAudio(account.audio())
                .setTrajectory(account.trajectory())
                .setSnapshots(account.snapshots())
                .setSnapshotAnalysis(account.snapshots() == null ? null : mel);
    }

    /** Writes what was dreamed. */
    ArrayArtifact writeSpectrogram(Job job, DreamedSpectrogram dreamed) throws IOException {
        String key = job.artifactKey("dreamed.npy");
        if (dreamed.image() != null) {
            SpectrogramImage image = dreamed.image().image();
            return arrays.write(
                    key,
                    NpyArray.of(image.values(), false, SpectrogramImage.CHANNELS, image.rows(), image.columns()),
                    IMAGE_AXES);
        }
        return dreamed.mel() == null ? arrays.write(key, dreamed.stft()) : arrays.write(key, dreamed.mel());
    }

    private static DreamedImage image(SeedImage image) {
        if (image == null) {
            return null;
        }
        ImageScale scale = image.scale();
        return DreamedImage.newBuilder()
                .setTransform(SeedTransform.valueOf(image.transform().name()))
                .setMinimum(List.of(
                        (double) scale.red().minimum(), (double) scale.green().minimum()))
                .setMaximum(List.of(
                        (double) scale.red().maximum(), (double) scale.green().maximum()))
                .setFirstFrame(image.crop().firstFrame())
                .build();
    }

    private Artifact input(Job job, PreparedDream prepared) throws IOException {
        return store.put(
                job.artifactKey("input.wav"),
                "audio/wav",
                out -> WavFile.write16(
                        out,
                        prepared.input().samples(),
                        prepared.ground().stft().sampleRate()));
    }

    /** [snapshots, bands, frames]; in Fortran order snapshots move fastest, then bands. */
    private ArrayArtifact snapshots(Job job, Dreamed dreamed, int bands, int frames) throws IOException {
        List<float[]> snapshots = dreamed.snapshots();
        if (snapshots.isEmpty()) {
            return null;
        }
        float[] values = new float[snapshots.size() * bands * frames];
        for (int snapshot = 0; snapshot < snapshots.size(); snapshot++) {
            float[] gains = snapshots.get(snapshot);
            for (int i = 0; i < gains.length; i++) {
                values[i * snapshots.size() + snapshot] = gains[i];
            }
        }
        return arrays.write(
                job.artifactKey("snapshots.npy"),
                NpyArray.of(values, true, snapshots.size(), bands, frames),
                List.of("snapshots", "bands", "frames"));
    }
}
