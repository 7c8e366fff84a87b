package io.reverie.worker.signal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.reverie.audio.Sweep;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

class AudioInputsTest {

    private static final int RATE = 22050;

    @TempDir
    private Path folder;

    private FolderStore store;
    private AudioInputs inputs;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
        inputs = new AudioInputs(store, 10);
    }

    @Test
    void audioOfTheStoreIsResampled() throws IOException {
        // Given half a second at another rate
        Artifact wav = wav("inputs/a.wav", Sweep.linear(440, 440, 0.5, 44100), 44100);
        AudioSource source = new AudioSource("inputs/a.wav");

        // When it is read at the analysis's rate
        float[] samples = inputs.samples(source, inputs.identity(source, "source"), RATE, "source");

        // Then it is the same tone there
        assertThat(inputs.identity(source, "source")).isEqualTo(wav.getSha256());
        assertThat(samples).hasSize(RATE / 2);
        float[] expected = Sweep.linear(440, 440, 0.5, RATE);
        for (int i = 500; i < samples.length - 500; i++) {
            assertThat(samples[i]).isCloseTo(expected[i], within(1e-3f));
        }
        assertThat(inputs.samples(wav, RATE, "audio")).isEqualTo(samples);
    }

    @Test
    void sweepsAreMade() throws IOException {
        SweepSource linear = new SweepSource(50.0, 9000.0, 2.0, SweepCurve.LINEAR);
        SweepSource exponential = new SweepSource(50.0, 9000.0, 2.0, SweepCurve.EXPONENTIAL);
        assertThat(inputs.samples(linear, inputs.identity(linear, "source"), RATE, "source"))
                .isEqualTo(Sweep.linear(50, 9000, 2, RATE));
        assertThat(inputs.samples(exponential, inputs.identity(exponential, "source"), RATE, "source"))
                .isEqualTo(Sweep.exponential(50, 9000, 2, RATE));
        assertThat(inputs.identity(linear, "source"))
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(inputs.identity(exponential, "source"));
    }

    static Stream<Arguments> wrongSweeps() {
        return Stream.of(
                Arguments.of("fromHz", new SweepSource(0.0, 9000.0, 5.0, SweepCurve.LINEAR)),
                Arguments.of("fromHz", new SweepSource(Double.NaN, 9000.0, 5.0, SweepCurve.LINEAR)),
                Arguments.of("toHz", new SweepSource(50.0, 12000.0, 5.0, SweepCurve.EXPONENTIAL)),
                Arguments.of("toHz", new SweepSource(50.0, -1.0, 5.0, SweepCurve.EXPONENTIAL)),
                Arguments.of("seconds", new SweepSource(50.0, 9000.0, 0.0, SweepCurve.LINEAR)),
                Arguments.of("seconds", new SweepSource(50.0, 9000.0, Double.NaN, SweepCurve.LINEAR)),
                Arguments.of("seconds", new SweepSource(50.0, 9000.0, 10.5, SweepCurve.LINEAR)),
                Arguments.of("seconds", new SweepSource(50.0, 9000.0, 1e300, SweepCurve.LINEAR)));
    }

    @ParameterizedTest
    @MethodSource("wrongSweeps")
    void refusesWrongSweeps(String field, SweepSource sweep) {
        assertRejected(FailureCodes.INVALID_VALUE, "input." + field, () -> inputs.samples(sweep, "", RATE, "input"));
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "source.key",
                () -> inputs.identity(new AudioSource("inputs/nothing.wav"), "source"));
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "source.key",
                () -> inputs.identity(new AudioSource("file:///etc/passwd"), "source"));
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "source.key",
                () -> inputs.samples(new AudioSource("../a.wav"), "", RATE, "source"));
    }

    @Test
    void refusesWhatIsNoAudio() throws IOException {
        store.put("inputs/text.wav", "audio/wav", out -> out.write("this is a text".getBytes()));
        AudioSource source = new AudioSource("inputs/text.wav");
        JobRejectedException rejected = assertRejected(
                FailureCodes.UNREADABLE_AUDIO,
                "source.key",
                () -> inputs.samples(source, inputs.identity(source, "source"), RATE, "source"));
        assertThat(rejected).hasMessageContaining("inputs/text.wav");
        assertThat(rejected.allowed()).contains("FLAC");
    }

    @Test
    void refusesAudioThatHasChangedSinceTheJobWasFirstSeen() throws IOException {
        wav("inputs/a.wav", new float[RATE], RATE);
        AudioSource source = new AudioSource("inputs/a.wav");
        String identity = inputs.identity(source, "source");
        wav("inputs/a.wav", new float[RATE + 1], RATE);
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT, "source.key", () -> inputs.samples(source, identity, RATE, "source"));
    }

    @Test
    void refusesAudioThatIsTooLong() throws IOException {
        Artifact wav = wav("inputs/long.wav", new float[8000 * 11], 8000);
        JobRejectedException rejected =
                assertRejected(FailureCodes.INVALID_VALUE, "audio", () -> inputs.samples(wav, RATE, "audio"));
        assertThat(rejected.allowed()).isEqualTo("at most 10 s (reverie.audio.longest-seconds)");
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingIt() throws IOException {
        // Given sound in a file of a megabyte, the most that is allowed, and another of one byte more
        AudioInputs small = new AudioInputs(store, 60, 1, Integer.MAX_VALUE);
        int samples = ((1 << 20) - 44) / 2;
        Artifact largest = wav("inputs/largest.wav", new float[samples], RATE);
        store.put("inputs/larger.wav", "audio/wav", out -> {
            try (InputStream in = store.open("inputs/largest.wav")) {
                in.transferTo(out);
            }
            out.write(0);
        });
        AudioSource larger = new AudioSource("inputs/larger.wav");

        // Then
        assertThat(largest.getBytes()).isEqualTo(1 << 20);
        assertThat(small.identity(new AudioSource("inputs/largest.wav"), "source"))
                .isEqualTo(largest.getSha256());
        assertThat(small.samples(largest, RATE, "audio")).hasSize(samples);

        // And where the job is first seen, and where it is done, whatever the file's hash
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> small.identity(larger, "source"), () -> small.samples(larger, "unread", RATE, "source"))) {
            JobRejectedException rejected = assertRejected(FailureCodes.INVALID_VALUE, "source.key", call);
            assertThat(rejected).hasMessageContaining("1048577 bytes");
            assertThat(rejected.allowed())
                    .isEqualTo("at most 1 MB of 2^20 bytes (reverie.audio.largest-file-megabytes)");
        }
    }

    @Test
    void refusesAnEventsFileThatIsNotThere() {
        Artifact missing = new Artifact("inputs/nothing.wav", "audio/wav", 1L, "a".repeat(64));
        assertRejected(FailureCodes.UNKNOWN_ARTIFACT, "audio.key", () -> inputs.samples(missing, RATE, "audio"));
    }

    @Test
    void refusesAWrongLimit() {
        assertThatThrownBy(() -> new AudioInputs(store, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reverie.audio.longest-seconds must be 1 to 7200, but is 0");
        for (int megabytes : new int[] {0, 1048577}) {
            assertThatThrownBy(() -> new AudioInputs(store, 10, megabytes, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("reverie.audio.largest-file-megabytes must be 1 to 1048576, but is " + megabytes);
        }
    }

    private Artifact wav(String key, float[] samples, int rate) throws IOException {
        return store.put(key, "audio/wav", out -> WavFile.write16(out, samples, rate));
    }

    private static JobRejectedException assertRejected(String code, String field, ThrowingCallable call) {
        JobRejectedException rejected = catchThrowableOfType(JobRejectedException.class, call);
        assertThat(rejected).isNotNull();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.field()).isEqualTo(field);
        return rejected;
    }
}
