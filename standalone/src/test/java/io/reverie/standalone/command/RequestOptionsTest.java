package io.reverie.standalone.command;

import java.util.List;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.PatternSplit;
import io.reverie.schemas.PhaseMethod;
import io.reverie.schemas.Preset;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import io.reverie.standalone.output.Console;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Options of the command line become fields of requests; what is not given keeps the contract's default. */
class RequestOptionsTest {

    private static final AudioSource AUDIO = new AudioSource("inputs/a.wav");

    @Test
    void smallestDreamIsTheSmallestMessage() {
        // When
        DreamRequest request = dream("--model m --target jazz").toRequest("d", AUDIO);

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
                                + " --way image --update subtractive --gradient raw --iterations 7 --step 0.2 --max-distance 9.5"
                                + " --judge c,d --channel red --phase pghi+fgla --seed 11")
                .toRequest("d", AUDIO);

        // Then
        assertThat(request.getModels()).containsExactly("a", "b");
        assertThat(request.getObjective())
                .isEqualTo(new Objective(ObjectiveKind.DIFFERENCE, "jazz", List.of("rock", "pop")));
        assertThat(request.getPreset()).isEqualTo(Preset.STRONG);
        assertThat(request.getWay()).isEqualTo(Way.IMAGE);
        assertThat(request.getUpdate()).isEqualTo(Update.SUBTRACTIVE);
        assertThat(request.getGradient()).isEqualTo(GradientScaling.RAW);
        assertThat(request.getIterations()).isEqualTo(7);
        assertThat(request.getStep()).isEqualTo(0.2);
        assertThat(request.getMaxDistanceDb()).isEqualTo(9.5);
        assertThat(request.getJudges()).containsExactly("c", "d");
        assertThat(request.getReconstruction().getChannel()).isEqualTo(Channel.RED);
        assertThat(request.getReconstruction().getPhase()).isEqualTo(PhaseMethod.PGHI_FGLA);
        assertThat(request.getSeed()).isEqualTo(11);
    }

    @Test
    void againstAllIsTheDefault() {
        assertThat(dream("--model m --target jazz --against all").toRequest("d", AUDIO))
                .isEqualTo(dream("--model m --target jazz").toRequest("d", AUDIO));
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
    void everyTrainOptionReachesTheRequest() {
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
    void identitiesAreReadableAndAllowed() {
        assertThat(Identifiers.unique("dísco 1", "classical")).matches("d_sco_1-classical-[0-9a-f]{6}");
        assertThat(Identifiers.unique("x".repeat(300))).hasSizeLessThanOrEqualTo(128);
        assertThat(Identifiers.ofContent("ingest", "a", "b"))
                .isEqualTo(Identifiers.ofContent("ingest", "a", "b"))
                .isNotEqualTo(Identifiers.ofContent("ingest", "ab", ""));
    }

    private static DreamOptions dream(String arguments) {
        return parse(new DreamOptions(), arguments);
    }

    private static TrainRequest train(String arguments) {
        return parse(new TrainCommand(new Console(System.out, System.err, false)), arguments)
                .toRequest();
    }

    private static <T> T parse(T options, String arguments) {
        CommandLine commandLine = new CommandLine(
                options instanceof java.util.concurrent.Callable<?>
                        ? options
                        : CommandLine.Model.CommandSpec.create()
                                .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)));
        NamedEnums.register(commandLine);
        commandLine.parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        return options;
    }
}
