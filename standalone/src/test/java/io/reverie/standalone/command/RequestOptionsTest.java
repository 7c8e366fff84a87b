package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Augmentation;
import io.reverie.schemas.BestMeasurement;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.LearningRateSchedule;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.NetworkSettings;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Optimiser;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.PatternSplit;
import io.reverie.schemas.PhaseMethod;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Regularisers;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Trainable;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import io.reverie.worker.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Options of the command line become fields of requests; what is not given keeps the contract's default. */
class RequestOptionsTest {

    private static final AudioSource AUDIO = new AudioSource("inputs/a.wav");

    @Test
    void regularisersAreGivenOneByOne() {
        // When
        DreamRequest request = dream(
                        "--model m --target jazz --time-roll 1 --mel-shift 2 --masks 3 --mask-fraction 0.25"
                                + " --blur-bands 4 --blur-frames 5 --octaves 2 --clip 6 --noise-bed -70 --energy-cap 8")
                .toRequest("d", AUDIO, null);

        // Then
        assertThat(request.getRegularisers()).isEqualTo(new Regularisers(1, 2, 3, 0.25, 4.0, 5.0, 2, 6.0, -70.0));
        assertThat(request.getEnergyCapDb()).isEqualTo(8);
        assertThat(dream("--model m --target jazz").toRequest("d", AUDIO, null).getRegularisers())
                .isEqualTo(Regularisers.newBuilder().build());
    }

    @Test
    void smallestDreamIsTheSmallestMessage() {
        // When
        DreamRequest request = dream("--model m --target jazz").toRequest("d", AUDIO, null);

        // Then
        assertThat(request)
                .isEqualTo(DreamRequest.newBuilder()
                        .setDreamId("d")
                        .setInput(AUDIO)
                        .setModels(List.of("m"))
                        .setObjective(Objective.newBuilder().setTarget("jazz").build())
                        .build());
    }

    @Test
    void everyDreamOptionReachesTheRequest() {
        // When
        DreamRequest request = dream(
                        "--model a,b --target jazz --against rock,pop --objective difference --preset strong"
                                + " --way image --update subtractive --gradient raw --iterations 7 --step 200 --max-distance 9.5 --stop-at 2.5 --control"
                                + " --judge c,d --channel red --phase pghi+fgla --seed 11")
                .toRequest("d", AUDIO, null);

        // Then
        assertThat(request.getModels()).containsExactly("a", "b");
        assertThat(request.getObjective())
                .isEqualTo(Objective.newBuilder()
                        .setKind(ObjectiveKind.DIFFERENCE)
                        .setTarget("jazz")
                        .setAgainst(List.of("rock", "pop"))
                        .build());
        assertThat(request.getStopAt()).isEqualTo(2.5);
        assertThat(request.getControl()).isTrue();
        assertThat(request.getPreset()).isEqualTo(Preset.STRONG);
        assertThat(request.getWay()).isEqualTo(Way.IMAGE);
        assertThat(request.getUpdate()).isEqualTo(Update.SUBTRACTIVE);
        assertThat(request.getGradient()).isEqualTo(GradientScaling.RAW);
        assertThat(request.getIterations()).isEqualTo(7);
        assertThat(request.getStep()).isEqualTo(200);
        assertThat(request.getMaxDistanceDb()).isEqualTo(9.5);
        assertThat(request.getJudges()).containsExactly("c", "d");
        assertThat(request.getReconstruction().getChannel()).isEqualTo(Channel.RED);
        assertThat(request.getReconstruction().getPhase()).isEqualTo(PhaseMethod.PGHI_FGLA);
        assertThat(request.getSeed()).isEqualTo(11);
    }

    @Test
    void aLayerNeedsNoTarget() {
        assertThat(dream("--model m --objective channel --layer convolution2 --layer-channel 7")
                        .toRequest("d", AUDIO, null)
                        .getObjective())
                .isEqualTo(Objective.newBuilder()
                        .setKind(ObjectiveKind.CHANNEL)
                        .setLayer("convolution2")
                        .setChannel(7)
                        .build());
        AudioSource guide = new AudioSource("inputs/guide.wav");
        assertThat(dream("--model m --objective guide --guide guide.wav")
                        .toRequest("d", AUDIO, guide)
                        .getObjective()
                        .getGuide())
                .isEqualTo(guide);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model m | --target is empty; allowed: a label of the model",
                "--model m --target jazz --layer convolution1 | allowed: empty for the objective margin",
                "--model m --objective layer --against jazz | --against goes with",
                "--model m --target jazz --objective logit --against pop | --against goes with",
                "--model m --objective layer --layer-channel 1 | --layer-channel goes with",
                "--model m --objective guide | allowed: a recording for the objective guide",
            })
    void objectivesThatDoNotGoTogetherAreRefused(String options, String message) {
        assertThatThrownBy(() -> dream(options).check("d", AUDIO))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--way stft --octaves 2 | --octaves go with --way mask or image",
                "--way stft --blur-frames 2 | --blur-frames and",
                "--energy-cap 3 | --energy-cap goes with --update additive",
                "--gradient raw --clip 3 | --clip goes with --gradient normalized",
                "--channel red | --channel goes with --way image",
                "--step 1.5 | --step is 1.5; allowed: above 0 and at most 1",
                "--gradient raw --step 2e6 | --step is 2000000.0; allowed: above 0 and at most 1000000",
            })
    void optionsInVainAreRefused(String options, String message) {
        assertThatThrownBy(() -> dream("--model m --target jazz " + options).check("d", AUDIO))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void againstAllIsTheDefault() {
        assertThat(dream("--model m --target jazz --against all").toRequest("d", AUDIO, null))
                .isEqualTo(dream("--model m --target jazz").toRequest("d", AUDIO, null));
    }

    @Test
    void analysisKeepsDefaultsAndTheWindowFollowsTheTransform() {
        // When
        Analysis usual = parse(new AnalysisOptions(), "").toAnalysis();
        Analysis other = parse(
                        new AnalysisOptions(), "--analysis stft --n-fft 2048 --hop 512 --mels 64 --mel-scale slaney")
                .toAnalysis();

        // Then
        assertThat(usual)
                .isEqualTo(Analysis.newBuilder().setKind(AnalysisKind.MEL).build());
        assertThat(other.getKind()).isEqualTo(AnalysisKind.STFT);
        assertThat(other.getNFft()).isEqualTo(2048);
        assertThat(other.getWinLength()).isEqualTo(2048);
        assertThat(other.getHop()).isEqualTo(512);
        assertThat(other.getBands()).isEqualTo(64);
        assertThat(other.getMelScale()).isEqualTo(MelScale.SLANEY);
    }

    @Test
    void sweepHasTheContractsDefaultsAndATellingName() {
        // When
        SweepSource usual = parse(new SweepOptions(), "").toSource();
        SweepSource other = parse(new SweepOptions(), "--from-hz 100 --to-hz 4000.5 --seconds 2 --curve linear")
                .toSource();

        // Then
        assertThat(usual).isEqualTo(SweepSource.newBuilder().build());
        assertThat(other).isEqualTo(new SweepSource(100.0, 4000.5, 2.0, SweepCurve.LINEAR));
        assertThat(SweepOptions.nameOf(other)).isEqualTo("sweep-100-4000.5-2-linear");
    }

    @Test
    void everyTrainOptionReachesTheRequest() throws IOException {
        // When
        TrainRequest usual = train("--dataset d --model m --id t");
        TrainRequest other = train("--dataset d --model m --features stft-complex --validation-pattern /4- --steps 5"
                + " --batch-size 4 --learning-rate 0.01 --weight-decay 0 --no-masks --roll --seed 3");

        // Then
        assertThat(usual)
                .isEqualTo(TrainRequest.newBuilder()
                        .setTrainId("t")
                        .setModel("m")
                        .setDataset("d")
                        .build());
        assertThat(usual.getValidation()).isEqualTo(new FractionSplit(0.2));
        assertThat(other.getTrainId()).matches("m-[0-9a-f]{6}");
        assertThat(other.getFeatures()).isEqualTo(Features.STFT_COMPLEX);
        assertThat(other.getValidation()).isEqualTo(new PatternSplit("/4-"));
        assertThat(other.getBudget().getSteps()).isEqualTo(5);
        assertThat(other.getBudget().getBatchSize()).isEqualTo(4);
        assertThat(other.getOptimiser().getLearningRate()).isEqualTo(0.01);
        assertThat(other.getOptimiser().getWeightDecay()).isZero();
        assertThat(other.getAugmentation().getMasks()).isFalse();
        assertThat(other.getAugmentation().getMixup()).isTrue();
        assertThat(other.getAugmentation().getRoll()).isTrue();
        assertThat(other.getSeed()).isEqualTo(3);
    }

    @Test
    void theSeedsWayOfTrainingReachesTheRequest() throws IOException {
        // When
        TrainRequest request = train("--dataset d --model m --optimiser sgd --schedule step --decay-steps 100"
                + " --decay-factor 0.5 --momentum 0.8 --warm-up 0 --label-smoothing 0 --dropout 0.5 --widths 8,16,32"
                + " --no-slice --no-mixup --erasing --group /(.+)- --expect 80 --keep best --train-layers head");

        // Then
        assertThat(request.getOptimiser())
                .isEqualTo(Optimiser.newBuilder()
                        .setMethod(OptimiserMethod.SGD)
                        .setSchedule(LearningRateSchedule.STEP)
                        .setDecaySteps(100)
                        .setDecayFactor(0.5)
                        .setMomentum(0.8)
                        .setWarmUp(0)
                        .setLabelSmoothing(0)
                        .build());
        assertThat(request.getNetwork())
                .isEqualTo(NetworkSettings.newBuilder()
                        .setDropout(0.5)
                        .setWidths(List.of(8, 16, 32))
                        .setTrainable(Trainable.HEAD)
                        .build());
        assertThat(request.getAugmentation()).isEqualTo(new Augmentation(false, true, false, false, true));
        assertThat(request.getGroup()).isEqualTo("/(.+)-");
        assertThat(request.getExpect()).isEqualTo(80);
        assertThat(request.getKeep()).isEqualTo(KeptWeights.BEST);
    }

    @Test
    void filesOfATrainingAreReadAndStored(@TempDir Path folder) throws IOException {
        // Given
        Path list = Files.writeString(folder.resolve("kept.txt"), "d/jazz/1.wav/mel\n\nd/rock/2.wav/mel\n");
        Path weights = Files.writeString(folder.resolve("vgg16.h5"), "weights");

        // When
        TrainRequest request = train("--dataset d --model m --validation-list " + list + " --pretrained " + weights);

        // Then
        assertThat(request.getValidation()).isEqualTo(new ListSplit(List.of("d/jazz/1.wav/mel", "d/rock/2.wav/mel")));
        assertThat(request.getNetwork().getPretrained()).isEqualTo("inputs/vgg16.h5");
        assertThatThrownBy(() -> train("--dataset d --model m --pretrained " + folder.resolve("none.h5")))
                .isInstanceOf(MissingPathException.class)
                .hasMessageContaining("none.h5");
        assertThatThrownBy(() -> train("--dataset d --model m --validation-list " + folder))
                .isInstanceOf(MissingPathException.class);
    }

    @Test
    void lastAndBestFiguresAreTold() throws IOException {
        // Given
        Metrics metrics = Metrics.newBuilder()
                .setTrainTracks(60)
                .setValidationTracks(20)
                .setValidationSegments(120)
                .setTrackAccuracy(0.9)
                .setSegmentAccuracy(0.85)
                .setBest(BestMeasurement.newBuilder()
                        .setStep(500)
                        .setValidationLoss(0.5)
                        .setTrackAccuracy(0.95)
                        .setSegmentAccuracy(0.86)
                        .build())
                .setFinalLoss(0.7)
                .setSeconds(48)
                .build();

        // When
        String last = TrainCommand.describe(model("--keep last", metrics));
        String best = TrainCommand.describe(model("--keep best", metrics));

        // Then
        assertThat(last)
                .contains("0.90 of 20 tracks, 0.85 of 120 segments after the last step, 800 (kept)")
                .endsWith("0.95 of the tracks, 0.86 of the segments at the best, after step 500");
        assertThat(best).contains("800; 0.95").endsWith("step 500 (kept)");
    }

    @Test
    void whatATrainingWaitsForIsTold() throws IOException {
        // Given
        TrainRequest request = train("--dataset d --model m --expect 60");

        // When, then
        assertThat(TrainCommand.waiting(request, 12)).hasValueSatisfying(line -> assertThat(line)
                .startsWith("reverie train: waits for 60 labelled tracks of data set 'd', 12 are there")
                .contains("10 minutes"));
        assertThat(TrainCommand.waiting(request, 60)).isEmpty();
        assertThat(TrainCommand.waiting(train("--dataset d --model m"), 0)).isEmpty();
    }

    @Test
    void whyATrainingWasNotValidatedIsTold(@TempDir Path folder) throws IOException {
        // Given
        FolderStore store = new FolderStore(folder);
        Metrics metrics = Metrics.newBuilder()
                .setTrainTracks(8)
                .setValidationTracks(0)
                .setValidationSegments(0)
                .setFinalLoss(0.7)
                .setSeconds(48)
                .build();
        ModelReady ready = model("--validation 0.1", metrics);
        StringBuilder lines = new StringBuilder();
        for (int track = 0; track < 8; track++) {
            lines.append("{\"trackKey\":\"%d\",\"label\":\"%s\",\"split\":\"training\",\"sha256\":\"\"}\n"
                    .formatted(track, track < 4 ? "jazz" : "rock"));
        }
        ready.setTracks(new Artifact("models/tracks.jsonl", "application/x-ndjson", 1L, "ab".repeat(32)));

        // When
        Optional<String> unread = TrainCommand.gap(ready, store);
        store.put(
                "models/tracks.jsonl",
                "application/x-ndjson",
                out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
        Optional<String> gap = TrainCommand.gap(ready, store);

        // Then
        assertThat(TrainCommand.describe(ready)).endsWith("not validated");
        assertThat(unread).isEmpty();
        assertThat(gap)
                .contains(
                        "not validated: a fraction of 0.1 keeps no track of any label (the largest label has 4 tracks;"
                                + " from 0.13 on)");
    }

    private static ModelReady model(String options, Metrics metrics) throws IOException {
        Artifact artifact = new Artifact("models/m.zip", "application/zip", 1L, "ab".repeat(32));
        TrainRequest request = train("--dataset d --model m " + options);
        return ModelReady.newBuilder()
                .setName("m")
                .setTrainId(request.getTrainId())
                .setModel(artifact)
                .setFeatures(request.getFeatures())
                .setArchitecture(request.getArchitecture())
                .setLabels(List.of("jazz", "rock"))
                .setAnalysis(Analysis.newBuilder().build())
                .setMetrics(metrics)
                .setCurves(new ArrayArtifact(artifact, "<f8", List.of(800L, 5L), List.of("steps", "columns")))
                .setTracks(artifact)
                .setRequest(request)
                .build();
    }

    @Test
    void identitiesAreReadableAndAllowed() {
        assertThat(Identifiers.unique("dísco 1", "classical")).matches("d_sco_1-classical-[0-9a-f]{6}");
        assertThat(Identifiers.unique("x".repeat(300))).hasSizeLessThanOrEqualTo(128);
        assertThat(Identifiers.ofContent("ingest", "a", "b"))
                .isEqualTo(Identifiers.ofContent("ingest", "a", "b"))
                .isNotEqualTo(Identifiers.ofContent("ingest", "ab", ""));
    }

    private static DreamOptions dream(String arguments) {
        Dreaming dreaming = new Dreaming();
        CommandLine commandLine = new CommandLine(dreaming);
        NamedEnums.register(commandLine);
        commandLine.parseArgs(arguments.split(" "));
        return dreaming.options;
    }

    /** A command with the options of a dream, which knows what to name where they are wrong. */
    @CommandLine.Command
    private static final class Dreaming {

        @CommandLine.Mixin
        private DreamOptions options;
    }

    private static TrainRequest train(String arguments) throws IOException {
        return parse(new TrainOptions(), arguments).toRequest(file -> "inputs/" + file.getFileName());
    }

    private static <T> T parse(T options, String arguments) {
        CommandLine commandLine = new CommandLine(CommandLine.Model.CommandSpec.create()
                .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)));
        NamedEnums.register(commandLine);
        commandLine.parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        return options;
    }
}
