package io.reverie.train;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.reverie.audio.MelSpectrogram;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.FolderStore;
import io.reverie.worker.signal.ArrayArtifacts;

/** Six tracks each of two labels, in a store and in a log: noise that is louder in the low or in the high bands. */
final class SyntheticTracks {

    static final int BANDS = 32;

    final ArrayArtifacts arrays;
    final List<SpectrogramReady> log = new ArrayList<>();

    SyntheticTracks(FolderStore store) throws IOException {
        arrays = new ArrayArtifacts(store);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 6; i++) {
            add("low/" + i, "low", mel(BANDS / 4, i == 0 ? 60 : 250, random));
            add("high/" + i, "high", mel(3 * BANDS / 4, 250, random));
        }
    }

    void add(String key, String label, MelSpectrogram mel) throws IOException {
        log.add(Events.track(key, "music", label, Events.coarse(), arrays.write("spectrograms/" + key + ".npy", mel)));
    }

    /** Exponentially distributed power, as of noise, a hundred times louder around one band. */
    static MelSpectrogram mel(int loudBand, int frames, SplittableRandom random) {
        float[] values = new float[BANDS * frames];
        for (int i = 0; i < values.length; i++) {
            double gain = Math.abs(i % BANDS - loudBand) < 4 ? 1 : 0.01;
            values[i] = (float) (-gain * Math.log(1 - random.nextDouble()));
        }
        return new MelSpectrogram(BANDS, frames, values);
    }

    /** No waiting, and a checkpoint every so many steps. */
    static TrainConfig config(int checkpointSteps) {
        return config(checkpointSteps, TrainConfig.LARGEST_STEPS);
    }

    static TrainConfig config(int checkpointSteps, int mostSteps) {
        return new TrainConfig() {
            @Override
            public Duration longestWait() {
                return Duration.ZERO;
            }

            @Override
            public int checkpointSteps() {
                return checkpointSteps;
            }

            @Override
            public int mostSteps() {
                return mostSteps;
            }
        };
    }
}
