package io.reverie.benchmarks.audio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.SpectralConvergence;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.audio.phase.MelInversion;
import io.reverie.audio.phase.PhaseMethod;
import io.reverie.audio.phase.PhaseRetrieval;
import io.reverie.audio.phase.PhaseSettings;
import io.reverie.audio.phase.StopRule;

/**
 * Runs operations on request, a line on stdin each, and answers with a line on stdout: the time in nanoseconds, or what
 * was asked for. {@code compare.py} is the other end; {@code torchaudio_worker.py} speaks the same lines.
 */
public final class AudioBenchmark {

    private static final StftParameters STFT = StftParameters.defaults();
    private static final MelParameters MEL = MelParameters.defaults();

    private final Stft stft = new Stft(STFT);
    private final MelFilterBank filters = new MelFilterBank(STFT, MEL);
    private final MelInversion inversion = new MelInversion(STFT, MEL);
    private final PhaseRetrieval griffinLim = retrieval(PhaseMethod.FGLA, 32);
    private final PhaseRetrieval heapIntegration = retrieval(PhaseMethod.PGHI, 0);

    private float[] samples;
    private ComplexSpectrogram spectrogram;

    /** Is written again and again, as torch is told to take the same memory again and again. */
    private ComplexSpectrogram kept;

    private MagnitudeSpectrogram magnitudes;
    private float[] result;

    private AudioBenchmark() {}

    /** Answers line by line until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        AudioBenchmark benchmark = new AudioBenchmark();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            System.out.println(benchmark.answer(words[0], words.length > 1 ? Path.of(words[1]) : null));
        }
    }

    private String answer(String command, Path path) throws IOException {
        switch (command) {
            case "generate":
                take(Track.generate(30, STFT.sampleRate()));
                write(path, samples);
                return "ok";
            case "wav":
                try (InputStream in = Files.newInputStream(path)) {
                    take(WavFile.read(in).mono());
                }
                return "ok";
            case "raw":
                write(path, samples);
                return "ok";
            case "save":
                write(path, result);
                return "ok";
            case "convergence":
                return String.format("%.2f", SpectralConvergence.decibels(stft.forward(result), spectrogram));
            case "quality":
                return quality(PhaseMethod.PGHI, 0) + " " + quality(PhaseMethod.PGHI_FGLA, 32) + " "
                        + quality(PhaseMethod.PGHI_FGLA, 100);
            default:
                long start = System.nanoTime();
                result = run(command);
                return Long.toString(System.nanoTime() - start);
        }
    }

    private float[] run(String operation) {
        switch (operation) {
            case "stft":
                stft.forward(samples, kept.values());
                return kept.values();
            case "stft-new":
                return stft.forward(samples).values();
            case "mel":
                stft.forward(samples, kept.values());
                return filters.apply(kept).values();
            case "istft":
                return stft.inverse(spectrogram, samples.length);
            case "griffinlim":
                return griffinLim.retrieve(magnitudes, samples.length).samples();
            case "pghi":
                return heapIntegration.retrieve(magnitudes, samples.length).samples();
            case "invert-mel":
                return inversion.invert(filters.apply(spectrogram)).values();
            default:
                throw new IllegalArgumentException("no such operation: " + operation);
        }
    }

    private void take(float[] signal) {
        samples = signal;
        spectrogram = stft.forward(signal);
        kept = stft.forward(signal);
        magnitudes = MagnitudeSpectrogram.of(spectrogram);
    }

    private String quality(PhaseMethod method, int iterations) {
        result = retrieval(method, iterations)
                .retrieve(magnitudes, samples.length)
                .samples();
        return String.format("%.2f", SpectralConvergence.decibels(stft.forward(result), spectrogram));
    }

    private static PhaseRetrieval retrieval(PhaseMethod method, int iterations) {
        return new PhaseRetrieval(STFT, PhaseSettings.of(method, iterations).withStopRule(StopRule.never()));
    }

    private static void write(Path path, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(path, bytes.array());
    }
}
