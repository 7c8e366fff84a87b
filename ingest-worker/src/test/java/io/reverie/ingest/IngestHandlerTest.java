package io.reverie.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.NpyFile;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.PadMode;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

class IngestHandlerTest {

    private static final int SAMPLE_RATE = 22_050;
    private static final int LONGEST_SECONDS = 20;
    private static final int LARGEST_MEGABYTES = 8;
    private static final String KEY = "inputs/tone.wav";
    private static final String TRACK = "tones/a/tone.wav/stft";

    @TempDir
    Path folder;

    private FolderStore store;
    private ArrayArtifacts arrays;
    private IngestHandler handler;

    @BeforeEach
    void setUp() throws IOException {
        store = new FolderStore(folder);
        arrays = new ArrayArtifacts(store);
        handler = new IngestHandler(
                store, new AudioInputs(store, 1), arrays, new IngestLimits(LONGEST_SECONDS, 1, LARGEST_MEGABYTES));
    }

    @Test
    void aSineHasItsEnergyInItsBin() throws IOException {
        // Given a tone in the middle of bin 64
        double hz = 64.0 * SAMPLE_RATE / 1024;
        put16(sine(hz, 0.5, 2));

        // When
        SpectrogramReady ready = ingest(request().build());

        // Then all but the Hann window's main lobe of five bins is quiet, in each frame that no padding touches
        ComplexSpectrogram stft = arrays.readStft(ready.getSpectrogram(), "spectrogram");
        float[] power = stft.power();
        for (int frame = 2; frame < stft.frames() - 2; frame++) {
            float[] spectrum = Arrays.copyOfRange(power, frame * 513, (frame + 1) * 513);
            assertThat(share(spectrum, 62, 67)).isGreaterThan(0.999_999);
            assertThat(loudest(spectrum)).isEqualTo(64);
        }
    }

    @Test
    void aSineHasItsEnergyInItsMelBand() throws IOException {
        // Given a tone in the centre of a band
        MelFilterBank filters = new MelFilterBank(StftParameters.defaults(), MelParameters.defaults());
        int band = 60;
        put16(sine(filters.centreHz(band), 0.5, 2));

        // When
        SpectrogramReady ready = ingest(request().setAnalysis(mel()).build());

        // Then
        MelSpectrogram mel = arrays.readMel(ready.getSpectrogram(), "spectrogram");
        assertThat(mel.bands()).isEqualTo(128);
        for (int frame = 2; frame < mel.frames() - 2; frame++) {
            assertThat(loudest(Arrays.copyOfRange(mel.values(), frame * 128, (frame + 1) * 128)))
                    .isEqualTo(band);
        }
    }

    @Test
    void theEventSaysWhatWasMade() throws IOException {
        // Given
        float[] tone = sine(440, 0.5, 2);
        put16(tone);
        IngestRequest request =
                request().setDataset("tones").setLabel("a").setId("job-7").build();

        // When
        SpectrogramReady ready = ingest(request);

        // Then
        assertThat(ready.getRequestId()).isEqualTo("job-7");
        assertThat(ready.getTrackKey()).isEqualTo(TRACK);
        assertThat(handler.key(ready)).isEqualTo(TRACK);
        assertThat(ready.getDataset()).isEqualTo("tones");
        assertThat(ready.getLabel()).isEqualTo("a");
        assertThat(ready.getAnalysis()).isEqualTo(request.getAnalysis());
        assertThat(ready.getSource()).isEqualTo(request.getSource());
        assertThat(ready.getSeconds()).isEqualTo(2);
        assertThat(ready.getSpectrogram().getShape()).containsExactly(2L, 513L, 173L);
        assertThat(ready.getSpectrogram().getAxes()).containsExactly("part", "bins", "frames");
        assertThat(ready.getSpectrogram().getDtype()).isEqualTo("<f4");
        assertThat(ready.getAudio().getContentType()).isEqualTo("audio/wav");
        assertThat(ready.getAudio()).isEqualTo(store.describe(ready.getAudio().getKey()));
        // Parseval: a one-sided spectrum has half of the window's energy times the tone's power.
        double windowEnergy = 1024 * 3.0 / 8;
        double expected = windowEnergy * 1024 * 0.5 * 0.5 / 2 / 2 / 513;
        assertThat(ready.getMeanPower()).isCloseTo(expected, within(0.02 * expected));
    }

    @Test
    void arraysAreFloat32InFortranOrder() throws IOException {
        // Given
        put16(sine(440, 0.5, 1));

        // When
        SpectrogramReady stft = ingest(request().build());
        SpectrogramReady mel = ingest(request().setAnalysis(mel()).build());

        // Then the headers are those that numpy writes
        assertThat(npyHeader(stft)).startsWith("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 513, 87), }");
        assertThat(npyHeader(mel)).startsWith("{'descr': '<f4', 'fortran_order': True, 'shape': (128, 87), }");
    }

    @Test
    void theSpectrogramIsThatOfTheStoredAudio() throws IOException {
        // Given loud, quiet, two-channel audio at another rate
        float[] left = noise(44_100, 1.4f);
        float[] right = sine(1000, 0.01, 44_100, 1);
        put(FloatWav.of(44_100, left, right));

        // When
        SpectrogramReady ready = ingest(request().build());

        // Then whoever analyses the stored file gets the very array
        float[] stored = storedAudio(ready);
        assertThat(stored).hasSize(SAMPLE_RATE);
        assertThat(ready.getSeconds()).isEqualTo(1);
        ComplexSpectrogram expected = new Stft(StftParameters.defaults()).forward(stored);
        assertThat(arrays.readStft(ready.getSpectrogram(), "spectrogram").values())
                .isEqualTo(expected.values());
        assertThat(ready.getMeanPower()).isCloseTo(expected.meanPower(), within(1e-9 * expected.meanPower()));
    }

    @Test
    void sixteenBitsAtTheRightRateAreKeptAsTheyAre() throws IOException {
        // Given every step of 16 bits, full scale included
        float[] ramp = new float[65_536];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (i - 32_768) / 32_768f;
        }
        put16(ramp);

        // When
        SpectrogramReady ready = ingest(request().build());

        // Then
        assertThat(storedAudio(ready)).isEqualTo(ramp);
    }

    @Test
    void aSweepNeedsNoFile() throws IOException {
        // Given
        SweepSource sweep = new SweepSource(100.0, 8000.0, 2.0, SweepCurve.LINEAR);

        // When
        SpectrogramReady ready = ingest(request().setSource(sweep).build());

        // Then the loudest bin rises from 100 Hz to 8000 Hz at 3950 Hz a second
        ComplexSpectrogram stft = arrays.readStft(ready.getSpectrogram(), "spectrogram");
        float[] power = stft.power();
        for (int frame = 4; frame < stft.frames() - 4; frame++) {
            double hz = 100 + 3950 * frame * 256.0 / SAMPLE_RATE;
            int bin = loudest(Arrays.copyOfRange(power, frame * 513, (frame + 1) * 513));
            assertThat(bin * SAMPLE_RATE / 1024.0).isCloseTo(hz, within(2.0 * SAMPLE_RATE / 1024));
        }
        assertThat(ready.getSource()).isEqualTo(sweep);
    }

    @Test
    void anotherAnalysisIsDoneAsAsked() throws IOException {
        // Given
        put16(sine(440, 0.5, 1));
        Analysis analysis = Analysis.newBuilder()
                .setSampleRate(16_000)
                .setNFft(512)
                .setWinLength(400)
                .setHop(160)
                .setCentered(false)
                .build();

        // When
        SpectrogramReady ready = ingest(request().setAnalysis(analysis).build());

        // Then 1 + (16000 - 512) / 160 frames
        assertThat(ready.getSpectrogram().getShape()).containsExactly(2L, 257L, 97L);
        assertThat(ready.getAnalysis()).isEqualTo(analysis);
    }

    @Test
    void theSameJobGivesTheSameBytes() throws IOException {
        // Given
        put16(sine(440, 0.5, 1));

        // When it is done twice, as after a crash
        SpectrogramReady first = ingest(request().build());
        SpectrogramReady second = ingest(request().build());

        // Then only how long it took may differ
        first.setSecondsByStage(Map.of());
        second.setSecondsByStage(Map.of());
        assertThat(second).isEqualTo(first);
    }

    @Test
    void theTrackKeyStandsForAnEmptyId() {
        assertThat(handler.jobId(request().build())).isEqualTo(TRACK);
        assertThat(handler.jobId(request().setId("job-7").build())).isEqualTo("job-7");
    }

    @Test
    void realMusicEqualsTorchaudio() throws IOException {
        // Given
        String shared = System.getenv("REVERIE_TEST_SHARED");
        assumeThat(shared)
                .as("REVERIE_TEST_SHARED names no folder with reference spectrograms")
                .isNotBlank();
        Path reference = Path.of(shared, "reference");
        put(Files.readAllBytes(reference.resolve("disco.wav")));

        // When
        ComplexSpectrogram stft = arrays.readStft(ingest(request().build()).getSpectrogram(), "spectrogram");
        MelSpectrogram mel =
                arrays.readMel(ingest(request().setAnalysis(mel()).build()).getSpectrogram(), "spectrogram");

        // Then
        NpyArray expectedStft = npy(reference.resolve("disco.stft.npy"));
        NpyArray expectedMel = npy(reference.resolve("disco.mel.npy"));
        assertThat(expectedStft.shape()).containsExactly(513, stft.frames(), 2);
        assertThat(expectedMel.shape()).containsExactly(128, mel.frames());
        double stftError = 0;
        for (int frame = 0; frame < stft.frames(); frame++) {
            for (int bin = 0; bin < 513; bin++) {
                for (int part = 0; part < 2; part++) {
                    float actual = stft.values()[2 * (frame * 513 + bin) + part];
                    stftError = Math.max(stftError, Math.abs(actual - at(expectedStft, bin, frame, part)));
                }
            }
        }
        double melError = 0;
        for (int frame = 0; frame < mel.frames(); frame++) {
            for (int band = 0; band < 128; band++) {
                float actual = mel.values()[frame * 128 + band];
                melError = Math.max(melError, Math.abs(actual - at(expectedMel, band, frame)));
            }
        }
        assertThat(stftError / Samples.peak(expectedStft.floats())).isLessThan(1e-5);
        assertThat(melError / Samples.peak(expectedMel.floats())).isLessThan(1e-4);
    }

    static Stream<Arguments> badAudio() {
        float[] notANumber = noise(SAMPLE_RATE, 0.5f);
        notANumber[1000] = Float.NaN;
        float[] tone = sine(440, 0.5, 1);
        float[] opposite = new float[tone.length];
        for (int i = 0; i < tone.length; i++) {
            opposite[i] = -tone[i];
        }
        float[] halfAStep = new float[SAMPLE_RATE];
        Arrays.fill(halfAStep, 0.4f / 32_768);
        return Stream.of(
                Arguments.of(
                        "text",
                        "This is not music.".getBytes(StandardCharsets.UTF_8),
                        FailureCodes.UNREADABLE_AUDIO,
                        "source.key"),
                Arguments.of("empty file", new byte[0], FailureCodes.UNREADABLE_AUDIO, "source.key"),
                Arguments.of(
                        "no samples",
                        FloatWav.of(SAMPLE_RATE, new float[0]),
                        FailureCodes.UNREADABLE_AUDIO,
                        "source.key"),
                Arguments.of("NaN", FloatWav.of(SAMPLE_RATE, notANumber), FailureCodes.UNREADABLE_AUDIO, "source.key"),
                Arguments.of(
                        "truncated",
                        Arrays.copyOf(FloatWav.of(SAMPLE_RATE, tone), 1000),
                        FailureCodes.UNREADABLE_AUDIO,
                        "source.key"),
                Arguments.of(
                        "too short", FloatWav.of(SAMPLE_RATE, new float[512]), FailureCodes.INVALID_VALUE, "source"),
                Arguments.of(
                        "too long",
                        FloatWav.of(1000, new float[(LONGEST_SECONDS + 1) * 1000]),
                        FailureCodes.INVALID_VALUE,
                        "source"),
                Arguments.of(
                        "silence",
                        FloatWav.of(SAMPLE_RATE, new float[SAMPLE_RATE]),
                        FailureCodes.INVALID_VALUE,
                        "source"),
                Arguments.of(
                        "less than half a step of 16 bits",
                        FloatWav.of(SAMPLE_RATE, halfAStep),
                        FailureCodes.INVALID_VALUE,
                        "source"),
                Arguments.of(
                        "channels that cancel each other",
                        FloatWav.of(SAMPLE_RATE, tone, opposite),
                        FailureCodes.INVALID_VALUE,
                        "source"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAudio")
    void badAudioIsRefused(String what, byte[] file, String code, String field) throws IOException {
        // Given
        put(file);

        // When
        JobRejectedException rejection = rejection(request().build());

        // Then it says why, and nothing is left behind
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.allowed()).isNotBlank();
        assertThat(rejection.getMessage()).doesNotContain("\n");
        assertThat(store.list("")).containsExactly(KEY);
    }

    @Test
    void theShortestAudioIsAccepted() throws IOException {
        // Given as many samples as reflecting half a transform needs
        put16(Arrays.copyOf(sine(440, 0.5, 1), 513));

        // When
        SpectrogramReady ready = ingest(request().build());

        // Then
        assertThat(ready.getSpectrogram().getShape()).containsExactly(2L, 513L, 3L);
    }

    @Test
    void zeroPaddingAcceptsShorterAudio() throws IOException {
        // Given
        put16(Arrays.copyOf(sine(440, 0.5, 1), 100));
        Analysis analysis = Analysis.newBuilder().setPadMode(PadMode.ZERO).build();

        // When
        SpectrogramReady ready = ingest(request().setAnalysis(analysis).build());

        // Then
        assertThat(ready.getSpectrogram().getShape()).containsExactly(2L, 513L, 1L);
    }

    static Stream<Arguments> badAnalyses() {
        return Stream.of(
                Arguments.of("analysis.sampleRate", Analysis.newBuilder().setSampleRate(0)),
                Arguments.of("analysis.nFft", Analysis.newBuilder().setNFft(1023)),
                Arguments.of("analysis.winLength", Analysis.newBuilder().setWinLength(2048)),
                Arguments.of("analysis.hop", Analysis.newBuilder().setHop(0)),
                Arguments.of("analysis.bands", melBuilder().setBands(0)),
                Arguments.of("analysis.power", melBuilder().setPower(Double.NaN)),
                Arguments.of("analysis.minHz", melBuilder().setMinHz(-1)),
                Arguments.of("analysis.maxHz", melBuilder().setMaxHz(12_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnalyses")
    void anAnalysisOutOfRangeIsRefused(String field, Analysis.Builder analysis) throws IOException {
        // Given
        put16(sine(440, 0.5, 1));

        // When
        JobRejectedException rejection =
                rejection(request().setAnalysis(analysis.build()).build());

        // Then
        assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.allowed()).isNotBlank();
    }

    @Test
    void aSpectrogramThatIsTooLargeIsRefused() throws IOException {
        // Given a frame for every sample
        put16(sine(440, 0.5, 1));

        // When
        JobRejectedException rejection = rejection(
                request().setAnalysis(Analysis.newBuilder().setHop(1).build()).build());

        // Then 2 * 513 * 22051 values of 4 bytes
        assertThat(rejection.field()).isEqualTo("analysis");
        assertThat(rejection).hasMessageContaining("87 MB");
        assertThat(rejection.allowed()).contains("at most 8 MB");
    }

    @Test
    void audioThatWouldBecomeTooLargeAtItsNewRateIsRefused() throws IOException {
        // Given a second, which has 1.4 MB at 768 kHz, where 1 MB is allowed
        put16(sine(440, 0.5, 1));
        Analysis analysis = Analysis.newBuilder()
                .setSampleRate(768_000)
                .setNFft(65_536)
                .setWinLength(65_536)
                .setHop(65_536)
                .build();

        // When
        JobRejectedException rejection =
                rejection(request().setAnalysis(analysis).build());

        // Then
        assertThat(rejection.field()).isEqualTo("source");
        assertThat(rejection.allowed())
                .isEqualTo("at most 524288 samples at the sample rate of the analysis"
                        + " (reverie.ingest.largest-audio-megabytes)");
        assertThat(store.list("")).containsExactly(KEY);
    }

    @Test
    void audioThatWouldClipIsTurnedDownByOneGain() throws IOException {
        // Given
        float[] loud = sine(440, 4, 1);
        put(FloatWav.of(SAMPLE_RATE, loud));

        // When
        SpectrogramReady ready = ingest(request().build());

        // Then
        assertThat(ready.getGain()).isCloseTo(1 / Samples.peak(loud), within(1e-4));
        assertThat(Samples.peak(storedAudio(ready))).isCloseTo(1, within(1e-4));
    }

    static Stream<Arguments> badSources() {
        return Stream.of(
                Arguments.of(audio("inputs/absent.wav"), FailureCodes.UNKNOWN_ARTIFACT, "source.key"),
                Arguments.of(audio("../outside.wav"), FailureCodes.INVALID_VALUE, "source.key"),
                Arguments.of(audio("/etc/passwd"), FailureCodes.INVALID_VALUE, "source.key"),
                Arguments.of(audio("file:///etc/passwd"), FailureCodes.INVALID_VALUE, "source.key"),
                Arguments.of(audio(""), FailureCodes.INVALID_VALUE, "source.key"),
                Arguments.of(sweep(50, 11_026, 5), FailureCodes.INVALID_VALUE, "source.toHz"),
                Arguments.of(sweep(0, 9000, 5), FailureCodes.INVALID_VALUE, "source.fromHz"),
                Arguments.of(sweep(50, Double.NaN, 5), FailureCodes.INVALID_VALUE, "source.toHz"),
                Arguments.of(sweep(50, 9000, 0), FailureCodes.INVALID_VALUE, "source.seconds"),
                Arguments.of(sweep(50, 9000, Double.NaN), FailureCodes.INVALID_VALUE, "source.seconds"),
                Arguments.of(sweep(50, 9000, LONGEST_SECONDS + 1), FailureCodes.INVALID_VALUE, "source.seconds"),
                Arguments.of(sweep(50, 9000, 0.01), FailureCodes.INVALID_VALUE, "source"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSources")
    void aSourceThatCannotBeIsRefused(Object source, String code, String field) {
        // When
        JobRejectedException rejection = rejection(request().setSource(source).build());

        // Then
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.allowed()).isNotBlank();
    }

    @Test
    void audioThatChangedAfterTheJobWasTakenIsRefused() throws IOException {
        // Given
        put16(sine(440, 0.5, 1));
        IngestRequest request = request().build();
        Job job = job(request);
        put16(sine(880, 0.5, 1));

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.execute(request, job));

        // Then
        assertThat(rejection.code()).isEqualTo(FailureCodes.UNKNOWN_ARTIFACT);
        assertThat(rejection.field()).isEqualTo("source.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "line\nbreak", "\u0000"})
    void textThatNamesNothingIsRefused(String text) throws IOException {
        // Given
        put16(sine(440, 0.5, 1));
        List<IngestRequest> requests = List.of(
                request().setTrackKey(text).build(),
                request().setDataset(text).build(),
                request().setLabel(text).build());
        List<String> fields = List.of("trackKey", "dataset", "label");

        for (int i = 0; i < fields.size(); i++) {
            // When
            JobRejectedException rejection = rejection(requests.get(i));

            // Then
            assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
            assertThat(rejection.field()).isEqualTo(fields.get(i));
            assertThat(rejection.allowed()).startsWith("1 to 512 characters");
        }
    }

    @Test
    void anEndlessTrackKeyIsNotRepeated() {
        assertThat(rejection(request().setTrackKey("x".repeat(100_000)).build()))
                .hasMessageContaining("100000 characters long");
    }

    @Test
    void aLimitThatCannotBeIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new IngestLimits(LONGEST_SECONDS, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.ingest.largest-spectrogram-megabytes must be 1 to 8191, but is 0");
        assertThatThrownBy(() -> new IngestLimits(0, 1, LARGEST_MEGABYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.ingest.longest-seconds must be 1 to 86400, but is 0");
    }

    private SpectrogramReady ingest(IngestRequest request) throws IOException {
        return handler.execute(request, job(request));
    }

    private JobRejectedException rejection(IngestRequest request) {
        JobRejectedException rejection = catchThrowableOfType(JobRejectedException.class, () -> ingest(request));
        assertThat(rejection).isNotNull();
        return rejection;
    }

    private Job job(IngestRequest request) throws IOException {
        String id = handler.jobId(request);
        return new Job(handler.prefix(), id, Sha256.of(request.toString()), handler.inputs(request));
    }

    private void put16(float[] samples) throws IOException {
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        WavFile.write16(wav, samples, SAMPLE_RATE);
        put(wav.toByteArray());
    }

    private void put(byte[] file) throws IOException {
        store.put(KEY, "audio/wav", out -> out.write(file));
    }

    private float[] storedAudio(SpectrogramReady ready) throws IOException {
        try (InputStream in = store.open(ready.getAudio().getKey())) {
            return WavFile.read(in).mono();
        }
    }

    private String npyHeader(SpectrogramReady ready) throws IOException {
        try (InputStream in = store.open(ready.getSpectrogram().getArtifact().getKey())) {
            return new String(in.readNBytes(128), 10, 118, StandardCharsets.US_ASCII);
        }
    }

    private static NpyArray npy(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return NpyFile.read(in);
        }
    }

    /** An element in either order. */
    private static float at(NpyArray array, int... index) {
        long[] shape = array.shape();
        int position = 0;
        for (int i = 0; i < index.length; i++) {
            int axis = array.fortranOrder() ? index.length - 1 - i : i;
            position = position * (int) shape[axis] + index[axis];
        }
        return array.floats()[position];
    }

    private static IngestRequest.Builder request() {
        return IngestRequest.newBuilder().setSource(audio(KEY)).setTrackKey(TRACK);
    }

    private static AudioSource audio(String key) {
        return new AudioSource(key);
    }

    private static SweepSource sweep(double fromHz, double toHz, double seconds) {
        return new SweepSource(fromHz, toHz, seconds, SweepCurve.EXPONENTIAL);
    }

    private static Analysis mel() {
        return melBuilder().build();
    }

    private static Analysis.Builder melBuilder() {
        return Analysis.newBuilder().setKind(AnalysisKind.MEL);
    }

    private static float[] sine(double hz, double amplitude, int seconds) {
        return sine(hz, amplitude, SAMPLE_RATE, seconds);
    }

    private static float[] sine(double hz, double amplitude, int sampleRate, int seconds) {
        float[] samples = new float[sampleRate * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / sampleRate));
        }
        return samples;
    }

    private static float[] noise(int samples, float amplitude) {
        Random random = new Random(1);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = amplitude * (2 * random.nextFloat() - 1);
        }
        return noise;
    }

    private static double share(float[] values, int from, int to) {
        double part = 0;
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            all += values[i];
            part += i >= from && i < to ? values[i] : 0;
        }
        return part / all;
    }

    private static int loudest(float[] values) {
        int loudest = 0;
        for (int i = 1; i < values.length; i++) {
            loudest = values[i] > values[loudest] ? i : loudest;
        }
        return loudest;
    }
}
