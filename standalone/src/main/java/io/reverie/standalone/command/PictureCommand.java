package io.reverie.standalone.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.picture.SpectrogramPicture;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A picture of an audio file's spectrogram; here and now, without Kafka. */
@Command(
        name = "picture",
        description = "Draws the spectrogram of an audio file as a PNG. Needs no running system.",
        footer = {
            "%nExamples:",
            "  reverie picture song.flac --out song.png                     mel spectrogram",
            "  reverie picture song.flac --analysis stft --out song.png     magnitudes of the STFT",
            "  reverie picture song.flac --parts --out song.png             its real and imaginary part",
            "  reverie picture before.wav --with after.wav --out both.png   both and their difference"
        })
final class PictureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json;

    @Mixin
    private AnalysisOptions analysis;

    @Parameters(paramLabel = "FILE", description = "The audio.")
    private Path file;

    @Option(names = "--parts", description = "Draw the real and the imaginary part of the STFT.")
    private boolean parts;

    @Option(names = "--with", paramLabel = "FILE", description = "Draw this audio below it, and the difference.")
    private Path other;

    @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "Where the picture goes.")
    private Path out;

    private final Console console;

    PictureCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (parts && other != null) {
            throw new ParameterException(spec.commandLine(), "--parts draws one file; it cannot be used with --with");
        }
        StftParameters stft = analysis.stft();
        MelParameters mel = parts ? null : analysis.mel();
        ComplexSpectrogram first = spectrogram(file, stft);
        ComplexSpectrogram second = other == null ? null : spectrogram(other, stft);
        OutputFiles.write(out, png -> draw(png, first, second, stft, mel));
        if (json.json()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("event", "PictureDrawn");
            node.putObject("picture")
                    .put("path", out.toAbsolutePath().normalize().toString());
            console.result(EventJson.write(node));
        } else {
            console.result("Picture   " + out);
        }
        return ExitCode.DONE;
    }

    private void draw(
            OutputStream png,
            ComplexSpectrogram first,
            ComplexSpectrogram second,
            StftParameters stft,
            MelParameters mel)
            throws IOException {
        String title = file.getFileName().toString();
        if (parts) {
            SpectrogramPicture.writeParts(png, title, first, stft);
        } else if (mel == null) {
            if (second == null) {
                SpectrogramPicture.write(png, title, first, stft);
            } else {
                SpectrogramPicture.writeComparison(png, title + ", " + other.getFileName(), first, second, stft);
            }
        } else {
            MelFilterBank filters = new MelFilterBank(stft, mel);
            if (second == null) {
                SpectrogramPicture.write(png, title, filters.apply(first), stft, mel);
            } else {
                SpectrogramPicture.writeComparison(
                        png,
                        title + ", " + other.getFileName(),
                        filters.apply(first),
                        filters.apply(second),
                        stft,
                        mel);
            }
        }
    }

    private static ComplexSpectrogram spectrogram(Path audio, StftParameters stft) throws IOException {
        return new Stft(stft).forward(LocalAudio.read(audio, stft.sampleRate()));
    }
}
