package io.reverie.reconstruct;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

import io.reverie.audio.Audio;
import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.Samples;
import io.reverie.audio.SpectralConvergence;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.audio.image.ImageCrop;
import io.reverie.audio.image.ImageScale;
import io.reverie.audio.image.SeedImage;
import io.reverie.audio.image.SeedImages;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamedImage;
import io.reverie.schemas.Engine;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.PhaseMethod;
import io.reverie.schemas.Reconstruction;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SeedTransform;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;
import io.reverie.worker.signal.PhaseIterations;
import io.reverie.worker.signal.ReconstructionLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

class ReconstructHandlerTest {

    private static final StftParameters STFT = StftParameters.defaults();
    private static final int SAMPLES = 22_050;
    private static final double STEP = 1.0 / 32_768;

    @TempDir
    Path folder;

    private FolderStore store;
    private ArrayArtifacts arrays;
    private ReconstructHandler handler;

    @BeforeEach
    void setUp() throws IOException {
        store = new FolderStore(folder);
        arrays = new ArrayArtifacts(store);
        handler = handler(arrays, new PhaseIterations(ReconstructionLimits.LARGEST_ITERATIONS), true);
    }

    @Test
    void anUnchangedSpectrogramGivesTheAudioBack() throws IOException {
        // Given a dream that changed nothing
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();

        // When
        RecordingReady ready = reconstruct(dream);

        // Then only the rounding to 16 bits, and that of float32, is left
        Audio recording = wav(ready);
        assertThat(recording.sampleRate()).isEqualTo(22_050);
        float[] actual = recording.mono();
        assertThat(actual).hasSize(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat((double) actual[i]).isCloseTo(audio[i], within(0.51 * STEP));
        }
        assertThat(ready.getSpectralConvergenceDb()).isBetween(-200.0, -80.0);
        assertThat(ready.getGain()).isEqualTo(1);
        assertThat(ready.getPeak()).isCloseTo(Samples.peak(audio), within(1e-5));
    }

    @Test
    void theEventSaysWhatWasMade() throws IOException {
        // Given
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();

        // When
        RecordingReady ready = reconstruct(dream);

        // Then
        assertThat(ready.getDreamId()).isEqualTo("d1");
        assertThat(handler.key(ready)).isEqualTo("d1");
        assertThat(ready.getWav().getContentType()).isEqualTo("audio/wav");
        assertThat(ready.getWav()).isEqualTo(store.describe(ready.getWav().getKey()));
        assertThat(ready.getSampleRate()).isEqualTo(22_050);
        assertThat(ready.getSeconds()).isEqualTo(1);
        assertThat(ready.getPhaseMethod()).isEqualTo("known");
        assertThat(ready.getIterations()).isZero();
        assertThat(EventArtifacts.read(store, ready.getDream().getKey(), DreamReady.class))
                .isEqualTo(dream);
    }

    @Test
    void makesSoundWithoutPicturesWhereASettingSaysSo() throws IOException {
        // Given
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        Artifact wav = reconstruct(dream).getWav();
        handler = handler(arrays, new PhaseIterations(ReconstructionLimits.LARGEST_ITERATIONS), false);

        // When
        RecordingReady ready = reconstruct(dream);

        // Then
        assertThat(ready.getPictures()).isEmpty();
        assertThat(ready.getAnimation()).isNull();
        assertThat(ready.getWav()).isEqualTo(wav);
    }

    @Test
    void picturesShowBeforeAfterAndBoth() throws IOException {
        // Given a dream that took everything above 2 kHz away
        float[] audio = music();
        ComplexSpectrogram changed = new Stft(STFT).forward(audio);
        for (int frame = 0; frame < changed.frames(); frame++) {
            for (int i = 2 * (frame * 513 + 93); i < 2 * (frame + 1) * 513; i++) {
                changed.values()[i] = 0;
            }
        }

        // When
        RecordingReady ready = reconstruct(dream(audio, changed).build());

        // Then
        List<Artifact> pictures = ready.getPictures();
        assertThat(pictures)
                .extracting(picture -> picture.getKey().replaceFirst(".*/", ""))
                .containsExactly("before.png", "after.png", "comparison.png", "activations.png");
        assertThat(pictures).extracting(Artifact::getContentType).containsOnly("image/png");
        BufferedImage before = picture(pictures.get(0));
        BufferedImage after = picture(pictures.get(1));
        BufferedImage comparison = picture(pictures.get(2));
        assertThat(after.getHeight()).isEqualTo(before.getHeight());
        assertThat(comparison.getHeight()).isGreaterThan(before.getHeight());
        // The upper part of the plot is dark afterwards; the lower part is as it was.
        int x = before.getWidth() / 2;
        int high = before.getHeight() / 4;
        assertThat(brightness(after, x, high)).isLessThan(brightness(before, x, high) / 2);
        int low = before.getHeight() * 3 / 4;
        assertThat(brightness(after, x, low)).isCloseTo(brightness(before, x, low), within(20.0));
    }

    @Test
    void aPictureShowsTheActivationsOnTheWay() throws IOException {
        // Given a dream that began as blues and ended as jazz, its target
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();

        // When
        BufferedImage picture = picture(reconstruct(dream).getPictures().get(3));

        // Then blues, the first line, falls and jazz, the second one, rises, thicker; the uppermost panel is 320 high
        int blues = 0x0072B2;
        int jazz = 0xD55E00;
        int top = 48 + 28;
        int early = 78 + 85;
        int late = 78 + 852 - 85;
        assertThat(colours(picture, early, top, 160)).contains(blues).doesNotContain(jazz);
        assertThat(colours(picture, early, top + 160, 160)).contains(jazz).doesNotContain(blues);
        assertThat(colours(picture, late, top, 160)).contains(jazz).doesNotContain(blues);
        assertThat(colours(picture, late, top + 160, 160)).contains(blues).doesNotContain(jazz);
        assertThat(colours(picture, late, top, 320).stream().filter(colour -> colour == jazz))
                .hasSizeGreaterThan((int) colours(picture, late, top, 320).stream()
                        .filter(colour -> colour == blues)
                        .count());
        // And the objective and the distance lie below: both rise
        int objective = top + 320 + 28;
        int distance = objective + 130 + 28;
        for (int panel : List.of(objective, distance)) {
            assertThat(colours(picture, early, panel + 65, 65)).contains(blues);
            assertThat(colours(picture, late, panel, 65)).contains(blues);
        }
    }

    @Test
    void aDreamWhoseTrajectoryIsGoneBecomesSoundWithoutThatPicture() throws IOException {
        // Given
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        store.delete(dream.getTrajectory().getArtifact().getKey());

        // When
        RecordingReady ready = reconstruct(dream);

        // Then
        assertThat(ready.getPictures())
                .extracting(picture -> picture.getKey().replaceFirst(".*/", ""))
                .containsExactly("before.png", "after.png", "comparison.png");
        assertThat(wav(ready).mono()).hasSize(SAMPLES);
    }

    @Test
    void aStoreThatFailsToReadTheTrajectoryIsNotPassedOver() throws IOException {
        // Given a store that cannot read it now, and may later
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        String key = dream.getTrajectory().getArtifact().getKey();
        ArtifactStore failing = (ArtifactStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ArtifactStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open") && arguments[0].equals(key)) {
                        throw new IOException("no answer");
                    }
                    return method.invoke(store, arguments);
                });
        handler = handler(
                new ArrayArtifacts(failing), new PhaseIterations(ReconstructionLimits.LARGEST_ITERATIONS), true);

        // When, then
        assertThatThrownBy(() -> reconstruct(dream))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer");
    }

    @Test
    void moreIterationsThanAWorkerDoesAreRefused() throws IOException {
        // Given a worker that does three at most
        handler = handler(arrays, new PhaseIterations(3), false);
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        dream.getRequest().getReconstruction().setPhase(PhaseMethod.GRIFFIN_LIM);

        // When three are asked for, then they are done
        dream.getRequest().getReconstruction().setIterations(3);
        assertThat(handler.inputs(dream)).isNotEmpty();
        assertThat(reconstruct(dream).getIterations()).isEqualTo(3);

        // And four are refused when the job is first seen
        dream.getRequest().getReconstruction().setIterations(4);
        JobRejectedException rejection = catchThrowableOfType(JobRejectedException.class, () -> handler.inputs(dream));
        assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejection.field()).isEqualTo("request.reconstruction.iterations");
        assertThat(rejection.allowed()).isEqualTo("0 to 3 (reverie.reconstruct.most-iterations)");
        assertThat(rejection(dream).field()).isEqualTo("request.reconstruction.iterations");
    }

    @Test
    void picturesSayWhatWasRaised() throws IOException {
        // Given dreams towards what has no label
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();

        // When, then
        assertThat(Dream.of(dream).summary()).isEqualTo("d1: towards jazz as genres hears it");
        dream.getRequest()
                .setObjective(Objective.newBuilder()
                        .setKind(ObjectiveKind.CHANNEL)
                        .setLayer("conv2")
                        .setChannel(3)
                        .build());
        assertThat(Dream.of(dream).summary()).isEqualTo("d1: towards channel 3 of layer conv2 as genres hears it");
        dream.getRequest()
                .setObjective(
                        Objective.newBuilder().setKind(ObjectiveKind.LAYER).build());
        assertThat(Dream.of(dream).summary()).isEqualTo("d1: towards the last convolution as genres hears it");
    }

    @Test
    void whatWouldClipIsMadeQuieterByOneGain() throws IOException {
        // Given a dream four times as loud
        float[] audio = music();
        ComplexSpectrogram loud = new Stft(STFT).forward(audio);
        for (int i = 0; i < loud.values().length; i++) {
            loud.values()[i] *= 4;
        }

        // When
        RecordingReady ready = reconstruct(dream(audio, loud).build());

        // Then it has the same shape, and convergence is measured at the best gain
        double peak = 4 * Samples.peak(audio);
        assertThat(ready.getPeak()).isCloseTo(peak, within(1e-4));
        assertThat(ready.getGain()).isCloseTo(1 / peak, within(1e-4));
        float[] actual = wav(ready).mono();
        for (int i = 0; i < SAMPLES; i++) {
            assertThat((double) actual[i]).isCloseTo(4 * audio[i] * ready.getGain(), within(0.51 * STEP));
        }
        assertThat(ready.getSpectralConvergenceDb()).isLessThan(-80);
    }

    @Test
    void aSpectrogramThatNoSoundHasIsMissedByMuch() throws IOException {
        // Given random numbers, which no sound has as its spectrogram
        float[] audio = music();
        ComplexSpectrogram random = new Stft(STFT).forward(audio);
        Random numbers = new Random(3);
        for (int i = 0; i < random.values().length; i++) {
            random.values()[i] = (float) numbers.nextGaussian();
        }

        // When
        RecordingReady ready = reconstruct(dream(audio, random).build());

        // Then it is little better than unrelated noise, whose magnitudes (Rayleigh) reach 10 log10(1 - (pi/4)^2)
        double unrelated = 10 * Math.log10(1 - Math.PI * Math.PI / 16);
        assertThat(ready.getSpectralConvergenceDb()).isBetween(unrelated - 3, unrelated);
    }

    @Test
    void anotherAnalysisComesBackAsWell() throws IOException {
        // Given
        StftParameters parameters = new StftParameters(16_000, 512, 400, 100, true, io.reverie.audio.PadMode.ZERO);
        float[] audio = music();
        ComplexSpectrogram stft = new Stft(parameters).forward(audio);
        DreamReady dream = dream(audio, stft, parameters).build();

        // When
        RecordingReady ready = reconstruct(dream);

        // Then
        Audio recording = wav(ready);
        assertThat(recording.sampleRate()).isEqualTo(16_000);
        assertThat(ready.getSeconds()).isEqualTo(SAMPLES / 16_000.0);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat((double) recording.mono()[i]).isCloseTo(audio[i], within(0.51 * STEP));
        }
    }

    @Test
    void theSameJobGivesTheSameBytes() throws IOException {
        // Given
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();

        // When it is done twice, as after a crash
        RecordingReady first = reconstruct(dream);
        RecordingReady second = reconstruct(dream);

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void theSameDreamMadeOnceMoreIsTheSameJob() throws IOException {
        // Given a dream that was made again, slower and by another version
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        DreamReady again = DreamReady.newBuilder(dream)
                .setSecondsByStage(new TreeMap<>(Map.of("dream", 9.5)))
                .setEngine(new Engine("nd4j-cpu", "onednn-avx2", 1, new TreeMap<>(Map.of("nd4j", "1.1"))))
                .build();
        DreamReady other =
                DreamReady.newBuilder(dream).setSamples(dream.getSamples() - 1).build();

        // Then
        assertThat(handler.identity(again)).isEqualTo(handler.identity(dream));
        assertThat(handler.identity(other)).isNotEqualTo(handler.identity(dream));
        assertThat(dream.getSecondsByStage()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PGHI_FGLA, pghi+fgla, -25",
        "FGLA, fgla, -15",
        "GRIFFIN_LIM, griffin-lim, -8",
        "PGHI, pghi, -13",
        "INPUT, input, -80"
    })
    void anyPhaseMethodFindsTheSoundAgain(PhaseMethod method, String name, double convergence) throws IOException {
        // Given an unchanged dream whose phase shall be forgotten
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        dream.getRequest()
                .setReconstruction(Reconstruction.newBuilder().setPhase(method).build());

        // When
        RecordingReady ready = reconstruct(dream);

        // Then its magnitudes are met, and the event says how
        assertThat(ready.getPhaseMethod()).isEqualTo(name);
        assertThat(ready.getIterations()).isBetween(0, 32);
        assertThat(ready.getIterations() > 0).isEqualTo(method.name().matches(".*(FGLA|LIM)"));
        assertThat(ready.getSpectralConvergenceDb()).isLessThan(convergence);
        double published = ready.getSpectralConvergenceDb();
        assertThat(SpectralConvergence.decibelsAtBestGain(
                        new Stft(STFT).forward(wav(ready).mono()),
                        MagnitudeSpectrogram.of(new Stft(STFT).forward(audio))))
                .isCloseTo(published, within(1e-6));
    }

    @Test
    void aDreamedMelSpectrogramBecomesSound() throws IOException {
        // Given
        float[] audio = music();
        MelParameters parameters = MelParameters.defaults();
        MelFilterBank filters = new MelFilterBank(STFT, parameters);
        MelSpectrogram mel = filters.apply(new Stft(STFT).forward(audio));
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio))
                .setAnalysis(Analyses.of(STFT, parameters))
                .setDreamed(arrays.write("dreams/d1/mel.npy", mel))
                .build();

        // When
        RecordingReady ready = reconstruct(dream);

        // Then it has that mel spectrogram again
        assertThat(ready.getPhaseMethod()).isEqualTo("pghi+fgla");
        MelSpectrogram heard = filters.apply(new Stft(STFT).forward(wav(ready).mono()));
        double difference = 0;
        double energy = 0;
        for (int i = 0; i < mel.values().length; i++) {
            difference += Math.pow(Math.sqrt(heard.values()[i]) - Math.sqrt(mel.values()[i]), 2);
            energy += mel.values()[i];
        }
        assertThat(10 * Math.log10(difference / energy)).isLessThan(-18);
    }

    @ParameterizedTest
    @EnumSource(SeedTransform.class)
    void anUnchangedImageGivesTheInputBack(SeedTransform transform) throws IOException {
        // Given the seed's image of the first 40 frames, unchanged
        float[] audio = music();
        ComplexSpectrogram stft = new Stft(STFT).forward(audio);
        MelSpectrogram mel = new MelFilterBank(STFT, MelParameters.defaults()).apply(stft);
        ImageCrop crop = new ImageCrop(3, 40);
        SeedImage image = transform == SeedTransform.MEL
                ? SeedImages.ofMel(mel, crop)
                : SeedImages.ofStft(io.reverie.audio.image.SeedTransform.valueOf(transform.name()), stft, crop);
        ImageScale scale = image.scale();
        DreamReady dream = dream(audio, stft)
                .setAnalysis(
                        transform == SeedTransform.MEL
                                ? Analyses.of(STFT, MelParameters.defaults())
                                : Analyses.of(STFT))
                .setDreamed(arrays.write(
                        "dreams/d1/image.npy",
                        NpyArray.of(
                                image.image().values(), false, 3, image.image().rows(), 40),
                        List.of("channel", "row", "column")))
                .setImage(DreamedImage.newBuilder()
                        .setTransform(transform)
                        .setMinimum(List.of((double) scale.red().minimum(), (double)
                                scale.green().minimum()))
                        .setMaximum(List.of((double) scale.red().maximum(), (double)
                                scale.green().maximum()))
                        .setFirstFrame(3)
                        .build())
                .build();
        dream.getRequest()
                .setReconstruction(
                        Reconstruction.newBuilder().setChannel(Channel.RED).build());

        // When
        RecordingReady ready = reconstruct(dream);

        // Then an STFT's phase is known, a mel spectrogram's is found
        boolean known = transform != SeedTransform.MEL;
        assertThat(ready.getPhaseMethod()).isEqualTo(known ? "known" : "pghi+fgla");
        assertThat(SpectralConvergence.decibelsAtBestGain(
                        new Stft(STFT).forward(wav(ready).mono()), MagnitudeSpectrogram.of(stft)))
                .isLessThan(known ? -75 : -5);
    }

    @Test
    void twentyFourBitsAreFiner() throws IOException {
        // Given a dream whose samples lie between the steps of 16 bits
        float[] audio = music();
        ComplexSpectrogram dreamed = new Stft(STFT).forward(audio);
        for (int i = 0; i < dreamed.values().length; i++) {
            dreamed.values()[i] *= 0.713f;
        }
        DreamReady dream = dream(audio, dreamed).build();
        double coarse = reconstruct(dream).getSpectralConvergenceDb();
        dream.getRequest()
                .setReconstruction(
                        Reconstruction.newBuilder().setBitsPerSample(24).build());

        // When
        RecordingReady ready = reconstruct(dream);

        // Then
        assertThat(ready.getBitsPerSample()).isEqualTo(24);
        assertThat(ready.getWav().getBytes()).isEqualTo(44L + 3 * SAMPLES);
        assertThat(ready.getSpectralConvergenceDb()).isLessThan(coarse - 20);
    }

    @Test
    void snapshotsBecomeAnAnimation() throws IOException {
        // Given gains after 5 and 10 iterations
        float[] audio = music();
        ComplexSpectrogram stft = new Stft(STFT).forward(audio);
        DreamReady dream = dream(audio, stft)
                .setSnapshots(arrays.write(
                        "dreams/d1/snapshots.npy",
                        NpyArray.of(new float[2 * 128 * stft.frames()], true, 2, 128, stft.frames()),
                        List.of("snapshots", "bands", "frames")))
                .setSnapshotAnalysis(Analyses.of(STFT, MelParameters.defaults()))
                .build();
        dream.getRequest().setSnapshotIterations(5);

        // When
        Artifact animation = reconstruct(dream).getAnimation();

        // Then it has the input and both
        assertThat(animation.getContentType()).isEqualTo("image/gif");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (InputStream in = store.open(animation.getKey())) {
            reader.setInput(ImageIO.createImageInputStream(in));
            assertThat(reader.getNumImages(true)).isEqualTo(3);
        }

        // And gains of other bands are refused
        dream.getSnapshotAnalysis().setBands(64);
        assertThat(rejection(dream).field()).isEqualTo("snapshots.shape");
    }

    static Stream<Arguments> badEvents() {
        return Stream.of(
                bad("dreamed.shape", FailureCodes.INVALID_VALUE, dream -> dream.getAnalysis()
                        .setKind(AnalysisKind.MEL)),
                bad("request.reconstruction.iterations", FailureCodes.INVALID_VALUE, dream -> dream.getRequest()
                        .getReconstruction()
                        .setIterations(-1)),
                bad("request.reconstruction.bitsPerSample", FailureCodes.INVALID_VALUE, dream -> dream.getRequest()
                        .getReconstruction()
                        .setBitsPerSample(8)),
                bad(
                        "image.transform",
                        FailureCodes.INVALID_VALUE,
                        dream -> dream.setImage(image(SeedTransform.MEL, 0))),
                bad(
                        "image.firstFrame",
                        FailureCodes.INVALID_VALUE,
                        dream -> dream.setImage(image(SeedTransform.STFT_REAL, 1000))),
                bad(
                        "dreamed.shape",
                        FailureCodes.INVALID_VALUE,
                        dream -> dream.setImage(image(SeedTransform.STFT_COMPLEX, 0))),
                bad("analysis.hop", FailureCodes.INVALID_VALUE, dream -> dream.getAnalysis()
                        .setHop(0)),
                bad("dreamed.shape", FailureCodes.INVALID_VALUE, dream -> dream.getAnalysis()
                        .setHop(128)),
                bad("dreamed.shape", FailureCodes.INVALID_VALUE, dream -> dream.getDreamed()
                        .setShape(List.of(513L, 87L, 2L))),
                bad("samples", FailureCodes.INVALID_VALUE, dream -> dream.setSamples(0)),
                bad("samples", FailureCodes.INVALID_VALUE, dream -> dream.setSamples(1L << 40)),
                bad("samples", FailureCodes.INVALID_VALUE, dream -> dream.setSamples(SAMPLES + 1)),
                bad("dreamed.dtype", FailureCodes.INVALID_VALUE, dream -> dream.getDreamed()
                        .setDtype("<f8")),
                bad("dreamed.artifact.key", FailureCodes.UNKNOWN_ARTIFACT, dream -> dream.getDreamed()
                        .getArtifact()
                        .setKey("dreams/absent.npy")),
                bad("dreamed.artifact.key", FailureCodes.INVALID_VALUE, dream -> dream.getDreamed()
                        .getArtifact()
                        .setKey("../outside.npy")),
                bad("dreamed.artifact.key", FailureCodes.UNKNOWN_ARTIFACT, dream -> dream.getDreamed()
                        .getArtifact()
                        .setSha256("0".repeat(64))),
                bad("audio.key", FailureCodes.UNKNOWN_ARTIFACT, dream -> dream.getAudio()
                        .setKey("dreams/absent.wav")),
                bad("dreamId", FailureCodes.INVALID_VALUE, dream -> dream.setDreamId("a/b")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badEvents")
    void anEventThatContradictsItselfIsRefused(String field, String code, Consumer<DreamReady> change)
            throws IOException {
        // Given
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        change.accept(dream);

        // When
        JobRejectedException rejection = rejection(dream);

        // Then
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.allowed()).isNotBlank();
        assertThat(store.list("recordings/")).isEmpty();
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                Arguments.of("NaN", Float.NaN),
                Arguments.of("infinity", Float.POSITIVE_INFINITY),
                Arguments.of("an inverse beyond float32", Float.MAX_VALUE),
                Arguments.of("silence", 0f));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badValues")
    void valuesThatCannotBecomeSoundAreRefused(String what, float value) throws IOException {
        // Given
        float[] audio = music();
        ComplexSpectrogram dreamed = new Stft(STFT).forward(audio);
        Arrays.fill(dreamed.values(), value);
        DreamReady dream = dream(audio, dreamed).build();

        // When
        JobRejectedException rejection = rejection(dream);

        // Then
        assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejection.field()).isEqualTo("dreamed");
        assertThat(rejection.allowed()).isNotBlank();
        assertThat(store.list("recordings/")).isEmpty();
    }

    @Test
    void aFileThatIsNoArrayIsRefused() throws IOException {
        // Given a WAV where the array should be
        float[] audio = music();
        DreamReady dream = dream(audio, new Stft(STFT).forward(audio)).build();
        dream.getDreamed().setArtifact(dream.getAudio());

        // When
        JobRejectedException rejection = rejection(dream);

        // Then
        assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejection.field()).isEqualTo("dreamed");
    }

    private RecordingReady reconstruct(DreamReady dream) throws IOException {
        String id = handler.jobId(dream);
        return handler.execute(
                dream, new Job(handler.prefix(), id, Sha256.of(dream.toString()), handler.inputs(dream)));
    }

    private ReconstructHandler handler(ArrayArtifacts read, PhaseIterations iterations, boolean pictures) {
        return new ReconstructHandler(store, new AudioInputs(store, 60), read, iterations, () -> pictures);
    }

    private JobRejectedException rejection(DreamReady dream) {
        JobRejectedException rejection = catchThrowableOfType(JobRejectedException.class, () -> reconstruct(dream));
        assertThat(rejection).isNotNull();
        return rejection;
    }

    private DreamReady.Builder dream(float[] audio, ComplexSpectrogram dreamed) throws IOException {
        return dream(audio, dreamed, STFT);
    }

    private DreamReady.Builder dream(float[] audio, ComplexSpectrogram dreamed, StftParameters parameters)
            throws IOException {
        // Blues at first, jazz in the end
        ArrayArtifact trajectory = arrays.writeTable(
                "dreams/d1/trajectory.npy",
                List.of(new double[] {0, 0, -3, 0, 0.9, 0.1}, new double[] {0, 10, 3, 9, 0.2, 0.8}),
                6,
                "rows");
        Artifact model = store.put("models/m1/model.zip", "application/zip", out -> out.write(1));
        Analysis analysis = Analyses.of(parameters);
        return DreamReady.newBuilder()
                .setDreamId("d1")
                .setDreamed(arrays.write("dreams/d1/dreamed.npy", dreamed))
                .setAnalysis(analysis)
                .setSeconds((double) audio.length / parameters.sampleRate())
                .setSamples(audio.length)
                .setAudio(store.put(
                        "dreams/d1/audio.wav",
                        "audio/wav",
                        out -> WavFile.write16(out, audio, parameters.sampleRate())))
                .setModels(List.of(new ModelReference("genres", model)))
                .setHeard(new TreeMap<>(Map.of("blues", 0.2, "jazz", 0.8)))
                .setTrajectory(trajectory)
                .setEngine(new Engine("nd4j-cpu", "onednn-avx2", 2, new TreeMap<>(Map.of("nd4j", "1.0"))))
                .setSecondsByStage(new TreeMap<>(Map.of("dream", 1.5)))
                .setRequest(DreamRequest.newBuilder()
                        .setDreamId("d1")
                        .setInput(SweepSource.newBuilder().build())
                        .setModels(List.of("genres"))
                        .setObjective(Objective.newBuilder().setTarget("jazz").build())
                        .build());
    }

    private Audio wav(RecordingReady ready) throws IOException {
        try (InputStream in = store.open(ready.getWav().getKey())) {
            return WavFile.read(in);
        }
    }

    private BufferedImage picture(Artifact artifact) throws IOException {
        try (InputStream in = store.open(artifact.getKey())) {
            return ImageIO.read(in);
        }
    }

    /** Of a strip 12 pixels wide, without alpha. */
    private static List<Integer> colours(BufferedImage image, int x, int top, int height) {
        return Arrays.stream(image.getRGB(x - 6, top, 12, height, null, 0, 12))
                .mapToObj(colour -> colour & 0xFFFFFF)
                .toList();
    }

    /** Mean brightness of a patch, 0 to 255. */
    private static double brightness(BufferedImage image, int x, int y) {
        double sum = 0;
        for (int row = y; row < y + 16; row++) {
            for (int column = x; column < x + 16; column++) {
                int colour = image.getRGB(column, row);
                sum += ((colour >> 16 & 0xFF) + (colour >> 8 & 0xFF) + (colour & 0xFF)) / 3.0;
            }
        }
        return sum / 256;
    }

    /** Three tones and noise over all frequencies, on the steps of 16 bits. */
    private static float[] music() {
        Random random = new Random(1);
        float[] samples = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double time = i / 22_050.0;
            double value = 0.2 * Math.sin(2 * Math.PI * 220 * time)
                    + 0.1 * Math.sin(2 * Math.PI * 1320 * time)
                    + 0.1 * Math.sin(2 * Math.PI * 5000 * time)
                    + 0.05 * random.nextGaussian();
            samples[i] = (float) (Math.rint(value / STEP) * STEP);
        }
        return samples;
    }

    private static DreamedImage image(SeedTransform transform, int firstFrame) {
        return DreamedImage.newBuilder()
                .setTransform(transform)
                .setMinimum(List.of(0.0, 0.0))
                .setMaximum(List.of(1.0, 1.0))
                .setFirstFrame(firstFrame)
                .build();
    }

    private static Arguments bad(String field, String code, Consumer<DreamReady> change) {
        return Arguments.of(field, code, change);
    }
}
