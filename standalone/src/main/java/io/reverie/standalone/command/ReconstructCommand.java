package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.audio.MelParameters;
import io.reverie.audio.SpectralConvergence;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.SampleFormat;
import io.reverie.audio.file.WavFile;
import io.reverie.audio.phase.PhaseSettings;
import io.reverie.reconstruct.Resynthesis;
import io.reverie.schemas.PhaseMethod;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a spectrogram in a NumPy file to a WAV; here and now, without Kafka. */
@Command(
        name = "reconstruct",
        description = "Makes sound of a spectrogram in a NumPy file. Needs no running system.",
        footer = {
            "%nThe array: float32, float64, complex64 or complex128, in C or Fortran order:",
            "  [2, bins, frames], [bins, frames, 2] or complex [bins, frames]",
            "                     --analysis stft: its phase is taken unless --phase is given",
            "  [bins, frames]     --analysis stft: magnitudes, not in dB",
            "  [bands, frames]    --analysis mel: mel spectrogram of the magnitudes to the power of --power, not in dB",
            "Spectral convergence is that of the sound, at the best gain, against the array's magnitudes, or against",
            "those that the inversion of a mel spectrogram finds.",
            "%nExamples:",
            "  reverie reconstruct mel.npy --analysis mel --out out.wav",
            "  reverie reconstruct magnitudes.npy --analysis stft --hop 128 --phase pghi --bits 24 --out out.wav"
        })
final class ReconstructCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json;

    @Mixin
    private AnalysisOptions analysis;

    @Parameters(paramLabel = "FILE.npy", description = "The spectrogram.")
    private Path file;

    @Option(
            names = "--phase",
            paramLabel = "NAME",
            defaultValue = "automatic",
            description = "automatic, pghi+fgla, fgla, griffin-lim, pghi or input (automatic: the array's own phase, "
                    + "or pghi+fgla where it has none).")
    private PhaseMethod phase;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Most iterations of phase retrieval; it stops where it no longer improves (${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--input",
            paramLabel = "AUDIO",
            description = "Audio that the spectrogram was made of, for its length and, with --phase input, its phase.")
    private Path input;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Length of the sound (that of --input, or what the frames cover). Give it where you know it: "
                    + "the last frames depend on it.")
    private Integer samples;

    @Option(
            names = "--bits",
            paramLabel = "16|24",
            defaultValue = "16",
            description = "Bits of a sample (${DEFAULT-VALUE}).")
    private int bits;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the random phase where the spectrogram is silent (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.wav", required = true, description = "Where the sound goes.")
    private Path out;

    private final Console console;

    ReconstructCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        StftParameters stft = analysis.stft();
        MelParameters mel = analysis.mel();
        SampleFormat format = format();
        if (iterations < 0 || iterations > PhaseSettings.MOST_ITERATIONS) {
            throw wrong("--iterations must be 0 to " + PhaseSettings.MOST_ITERATIONS + ", but is " + iterations);
        }
        if (phase == PhaseMethod.INPUT && input == null) {
            throw wrong("--phase input needs --input, the audio whose phase it takes");
        }
        StoredSpectrogram stored = StoredSpectrogram.read(file, stft, mel);
        float[] recorded = input == null ? null : audio(stft.sampleRate());
        int length = length(stft, stored.frames(), recorded);
        Resynthesis.Sound sound = sound(stored, stft, mel, length, recorded);
        WavFile.WrittenWav level = write(sound.samples(), stft.sampleRate(), format);
        double convergence =
                SpectralConvergence.decibelsAtBestGain(new Stft(stft).forward(sound.samples()), sound.target());
        report(sound, level, convergence, stft.sampleRate());
        return ExitCode.DONE;
    }

    private Resynthesis.Sound sound(
            StoredSpectrogram stored, StftParameters stft, MelParameters mel, int length, float[] recorded) {
        Resynthesis resynthesis = new Resynthesis(stft, phase, iterations, seed);
        if (mel != null) {
            return resynthesis.of(stored.mel(), mel, length, recorded);
        }
        return stored.isComplex()
                ? resynthesis.of(stored.complex(), length, recorded)
                : resynthesis.of(stored.magnitudes(), length, recorded);
    }

    private float[] audio(int sampleRate) throws IOException {
        return LocalAudio.read(input, sampleRate);
    }

    private int length(StftParameters stft, int frames, float[] recorded) {
        if (recorded != null && samples != null && samples != recorded.length) {
            throw wrong("--samples must be " + recorded.length + ", the length of --input, but is " + samples);
        }
        long covered = (long) (frames - 1) * stft.hop() + (stft.centered() ? 0 : stft.nFft());
        long most = covered + stft.hop() - 1;
        if (most < stft.minimumSamples()) {
            throw new IllegalArgumentException(file + ": the array has only " + frames + " frames; this analysis needs "
                    + stft.frames(stft.minimumSamples()) + " or more");
        }
        long length = Math.max(covered, stft.minimumSamples());
        if (recorded != null) {
            length = recorded.length;
        } else if (samples != null) {
            length = samples;
        }
        if (length < covered || length > most || most > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    file + ": the " + frames + " frames of the array are those of " + covered + " to " + most
                            + " samples, but " + (recorded != null ? "--input has " : "--samples is ") + length);
        }
        return (int) length;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private SampleFormat format() {
        return switch (bits) {
            case 16 -> SampleFormat.PCM_16;
            case 24 -> SampleFormat.PCM_24;
            default -> throw wrong("--bits must be 16 or 24, but is " + bits);
        };
    }

    private WavFile.WrittenWav write(float[] sound, int sampleRate, SampleFormat format) throws IOException {
        AtomicReference<WavFile.WrittenWav> written = new AtomicReference<>();
        OutputFiles.write(out, wav -> written.set(WavFile.write(wav, sound, sampleRate, format)));
        return written.get();
    }

    private void report(Resynthesis.Sound sound, WavFile.WrittenWav level, double convergence, int sampleRate) {
        if (json.json()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("event", "Reconstructed");
            node.putObject("wav").put("path", out.toAbsolutePath().normalize().toString());
            node.put("sampleRate", sampleRate);
            node.put("seconds", (double) sound.samples().length / sampleRate);
            node.put("bitsPerSample", bits);
            node.put("phaseMethod", sound.phaseMethod());
            node.put("iterations", sound.iterations());
            if (Double.isFinite(convergence)) {
                node.put("spectralConvergenceDb", convergence);
            } else {
                node.putNull("spectralConvergenceDb");
            }
            node.put("peak", level.peak());
            node.put("gain", level.gain());
            console.result(EventJson.write(node));
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%s: %.2f s, phase %s%s, %s%s",
                out,
                (double) sound.samples().length / sampleRate,
                sound.phaseMethod(),
                sound.iterations() == 0 ? "" : " (" + sound.iterations() + " iterations)",
                convergence == Double.NEGATIVE_INFINITY
                        ? "nothing differs"
                        : String.format(Locale.ROOT, "spectral convergence %.1f dB", convergence),
                turnedDown(level.gain(), ", ")));
    }

    /**
     * How far a recording was turned down so that it fits.
     *
     * @param before put before the words; where it was hardly turned down there are none
     */
    static String turnedDown(double gain, String before) {
        String decibels = String.format(Locale.ROOT, "%.1f", -20 * Math.log10(gain));
        return decibels.equals("0.0") || decibels.equals("-0.0")
                ? ""
                : before + "turned down by " + decibels + " dB so that nothing clips";
    }
}
