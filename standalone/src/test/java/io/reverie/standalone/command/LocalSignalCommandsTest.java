package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.audio.Audio;
import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.NpyFile;
import io.reverie.audio.PadMode;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.Sweep;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.SampleFormat;
import io.reverie.audio.file.WavFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code reverie reconstruct} and {@code reverie picture}, which need no running system. */
class LocalSignalCommandsTest {

    private static final StftParameters STFT = StftParameters.defaults();
    private static final int SAMPLES = 22_050;

    @TempDir
    private Path folder;

    private float[] sweep;
    private ComplexSpectrogram stft;
    private Path out;

    @BeforeEach
    void makeSignal() {
        sweep = Sweep.linear(100, 8000, 1, SAMPLES);
        stft = new Stft(STFT).forward(sweep);
        out = folder.resolve("made/out.wav");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aComplexSpectrogramComesBackAsItWas(boolean partsFirst) throws IOException {
        // Given real and imaginary part first, as Reverie writes them, or last, as torch.view_as_real has them
        Path npy = partsFirst
                ? npy(NpyArray.of(stft.values(), true, 2, 513, stft.frames()))
                : npy(NpyArray.of(partsLast(), false, 513, stft.frames(), 2));

        // When
        CommandRun run = CommandRun.of(
                "reconstruct", npy.toString(), "--analysis", "stft", "--samples", "22050", "--out", out.toString());

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("phase known");
        float[] sound = read(out).mono();
        assertThat(sound).hasSize(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(Math.abs(sound[i] - sweep[i])).isLessThan(1f / 32_768);
        }
    }

    @ParameterizedTest
    @CsvSource({"pghi, -20", "pghi+fgla, -25", "fgla, -15", "griffin-lim, -10"})
    void magnitudesBecomeSound(String phase, double convergence) throws IOException {
        // Given
        Path npy = npy(NpyArray.of(MagnitudeSpectrogram.of(stft).values(), true, 513, stft.frames()));

        // When
        CommandRun run = CommandRun.of(
                "reconstruct",
                npy.toString(),
                "--analysis",
                "stft",
                "--phase",
                phase,
                "--bits",
                "24",
                "--json",
                "--out",
                out.toString());

        // Then
        assertThat(run.status()).isZero();
        JsonNode line = new ObjectMapper().readTree(run.out());
        assertThat(line.get("event").textValue()).isEqualTo("Reconstructed");
        assertThat(line.get("phaseMethod").textValue()).isEqualTo(phase);
        assertThat(line.get("spectralConvergenceDb").doubleValue()).isLessThan(convergence);
        assertThat(line.get("bitsPerSample").intValue()).isEqualTo(24);
        assertThat(Path.of(line.get("wav").get("path").textValue())).isEqualTo(out.toAbsolutePath());
        // As long as the frames reach
        assertThat(read(out).samples()).isEqualTo((stft.frames() - 1) * 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pghi", "pghi+fgla", "fgla", "griffin-lim"})
    void magnitudesThatAreNotCentredMakeNoClickAtTheEnds(String phase) throws IOException {
        // Given noise, of which no method meets the magnitudes exactly, with frames that begin at the first sample
        float[] noise = new float[SAMPLES];
        Random random = new Random(1);
        for (int i = 0; i < SAMPLES; i++) {
            noise[i] = (float) (0.1 * random.nextGaussian());
        }
        StftParameters parameters = new StftParameters(22_050, 800, 600, 200, false, PadMode.REFLECT);
        ComplexSpectrogram spectrum = new Stft(parameters).forward(noise);
        Path npy = npy(NpyArray.of(MagnitudeSpectrogram.of(spectrum).values(), true, 401, spectrum.frames()));

        // When
        CommandRun run = CommandRun.of(
                "reconstruct",
                npy.toString(),
                "--analysis",
                "stft",
                "--n-fft",
                "800",
                "--win-length",
                "600",
                "--hop",
                "200",
                "--not-centered",
                "--phase",
                phase,
                "--samples",
                "22050",
                "--out",
                out.toString());

        // Then it is as loud as the noise, at the ends too
        assertThat(run.status()).isZero();
        assertThat(Samples.peak(read(out).mono())).isBetween(0.2, 0.99);
        assertThat(run.out()).doesNotContain("turned down");
    }

    @Test
    void aMelSpectrogramBecomesSoundWithItsInputsPhase() throws IOException {
        // Given
        MelSpectrogram mel = new MelFilterBank(STFT, MelParameters.defaults()).apply(stft);
        Path npy = npy(NpyArray.of(mel.values(), true, 128, mel.frames()));
        Path input = wav("input.wav", sweep);

        // When
        CommandRun run = CommandRun.of(
                "reconstruct",
                npy.toString(),
                "--phase",
                "input",
                "--input",
                input.toString(),
                "--out",
                out.toString());

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("phase input");
        assertThat(read(out).samples()).isEqualTo(SAMPLES);
    }

    @Test
    void arraysOfAnotherAnalysisAreRefused() throws IOException {
        // Given
        Path npy = npy(NpyArray.of(new float[80 * 20], true, 80, 20));

        // When
        CommandRun run = CommandRun.of("reconstruct", npy.toString(), "--out", out.toString());

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("[128, frames] (--mels 128)", "[80, 20]");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bits 20", "--hop 0", "--phase input", "--iterations -1", "--mels 0", "--phase nothing"})
    void wrongOptionsAreWrongUsage(String options) throws IOException {
        // When
        String[] words = ("reconstruct x.npy --out x.wav " + options).split(" ");
        CommandRun run = CommandRun.of(words);

        // Then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--analysis stft", "--parts", "--with other.wav", "--with other.wav --analysis stft"})
    void picturesAreDrawn(String options) throws IOException {
        // Given
        Path audio = wav("tone.wav", sweep);
        wav("other.wav", Sweep.linear(4000, 200, 1, SAMPLES));
        Path png = folder.resolve("picture.png");

        // When
        CommandRun run = CommandRun.of(("picture " + audio + " --out " + png + " " + options)
                .replace("other.wav", folder.resolve("other.wav").toString())
                .strip()
                .split(" "));

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1280);
    }

    @Test
    void whatIsNoAudioIsNamed() throws IOException {
        // Given
        Path text = Files.writeString(folder.resolve("text.wav"), "not audio");

        // When
        CommandRun run = CommandRun.of("picture", text.toString(), "--out", folder + "/p.png");

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(text.toString(), "supported are WAV");
        assertThat(folder.resolve("p.png")).doesNotExist();
    }

    @Test
    void silenceIsTold() {
        // Given no sample, half a step of 16 bits at most, and one that is heard
        Path file = Path.of("x.wav");

        // When, then
        assertThat(ScoreCommand.silence(file, new float[10]))
                .contains("reverie score: x.wav is silent; what a network hears in it means nothing");
        assertThat(ScoreCommand.silence(file, new float[] {0, 1e-5f})).isPresent();
        assertThat(ScoreCommand.silence(file, new float[] {0, -1e-4f})).isEmpty();
        assertThat(ScoreCommand.silence(file, sweep)).isEmpty();
    }

    private float[] partsLast() {
        int frames = stft.frames();
        float[] values = new float[stft.values().length];
        for (int frame = 0; frame < frames; frame++) {
            for (int bin = 0; bin < 513; bin++) {
                for (int part = 0; part < 2; part++) {
                    values[(bin * frames + frame) * 2 + part] = stft.values()[2 * (frame * 513 + bin) + part];
                }
            }
        }
        return values;
    }

    private Path npy(NpyArray array) throws IOException {
        Path file = folder.resolve("array.npy");
        try (OutputStream stream = Files.newOutputStream(file)) {
            NpyFile.write(stream, array);
        }
        return file;
    }

    private Path wav(String name, float[] samples) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream stream = Files.newOutputStream(file)) {
            WavFile.write(stream, samples, SAMPLES, SampleFormat.PCM_16);
        }
        return file;
    }

    private static Audio read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return AudioFile.read(in, ReadLimits.defaults());
        }
    }
}
