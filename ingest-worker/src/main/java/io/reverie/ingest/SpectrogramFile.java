package io.reverie.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.NpyWriter;
import io.reverie.audio.SampleSource;
import io.reverie.audio.Stft;
import io.reverie.audio.StftReader;
import io.reverie.worker.Stopwatch;
import io.reverie.worker.signal.ArrayArtifacts;

/** A spectrogram on its way into a {@code .npy} file, block after block of frames. */
final class SpectrogramFile {

    private static final int BLOCK_VALUES = 1 << 17;

    private final WantedAnalysis analysis;
    private final long samples;
    private final Stopwatch stopwatch;
    private final Runnable checkActive;
    private double energy;
    private long frames;

    /**
     * @param samples length of the signal
     * @param stopwatch gets the time of the transform as {@code transform}, and that of writing as {@code store}
     * @param checkActive called for every block; raises where the worker stops
     */
    SpectrogramFile(WantedAnalysis analysis, long samples, Stopwatch stopwatch, Runnable checkActive) {
        this.analysis = analysis;
        this.samples = samples;
        this.stopwatch = stopwatch;
        this.checkActive = checkActive;
    }

    long[] shape() {
        return analysis.shape(samples);
    }

    List<String> axes() {
        return analysis.mel() == null ? ArrayArtifacts.STFT_AXES : ArrayArtifacts.MEL_AXES;
    }

    /** The mean over bins and frames of the squared magnitude of what was written. */
    double meanPower() {
        return energy / frames / analysis.stft().bins();
    }

    /** Analyses a signal of as many samples as were announced. */
    void write(OutputStream out, SampleSource signal) throws IOException {
        energy = 0;
        frames = 0;
        NpyWriter file = NpyWriter.float32(out, true, shape());
        StftReader reader = new StftReader(new Stft(analysis.stft()), signal);
        MelFilterBank filters = analysis.mel() == null ? null : new MelFilterBank(analysis.stft(), analysis.mel());
        int blockFrames = Math.max(1, BLOCK_VALUES / analysis.stft().bins());
        while (true) {
            checkActive.run();
            ComplexSpectrogram block = reader.read(blockFrames);
            if (block.frames() == 0) {
                break;
            }
            energy += block.meanPower() * block.frames() * block.bins();
            frames += block.frames();
            float[] values =
                    filters == null ? block.values() : filters.apply(block).values();
            stopwatch.lap("transform");
            file.write(values, 0, values.length);
            stopwatch.lap("store");
        }
        file.finish();
    }
}
