package io.reverie.train;

import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.signal.Analyses;

/** Events for tests. */
final class Events {

    /** A coarse analysis: 32 bands and 108 frames in 5 s, so that training takes seconds. */
    static final StftParameters COARSE_STFT = new StftParameters(22_050, 1024, 1024, 1024, true, PadMode.REFLECT);

    static final MelParameters COARSE_MEL = new MelParameters(32, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);

    private Events() {}

    static Analysis coarse() {
        return Analyses.of(COARSE_STFT, COARSE_MEL);
    }

    static Artifact artifact(String key) {
        return new Artifact(key, "application/x-npy", 1L, "ab".repeat(32));
    }

    /** A track whose spectrogram is described and not there. */
    static SpectrogramReady track(String key, String dataset, String label, Analysis analysis) {
        return track(
                key,
                dataset,
                label,
                analysis,
                new ArrayArtifact(
                        artifact("spectrograms/" + key + ".npy"),
                        "<f4",
                        StoredLayout.of(analysis).shape(500),
                        StoredLayout.of(analysis).axes()));
    }

    static SpectrogramReady track(
            String key, String dataset, String label, Analysis analysis, ArrayArtifact spectrogram) {
        return SpectrogramReady.newBuilder()
                .setTrackKey(key)
                .setDataset(dataset)
                .setLabel(label)
                .setAnalysis(analysis)
                .setSpectrogram(spectrogram)
                .setMeanPower(1)
                .setAudio(artifact("spectrograms/" + key + ".wav"))
                .setSeconds(5)
                .setSource(new AudioSource("inputs/" + key + ".wav"))
                .build();
    }

    /** The smallest request. */
    static TrainRequest.Builder request() {
        return TrainRequest.newBuilder().setTrainId("t-1").setModel("genres").setDataset("music");
    }
}
