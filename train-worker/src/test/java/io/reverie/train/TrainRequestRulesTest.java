package io.reverie.train;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reverie.network.OptimiserParameters;
import io.reverie.schemas.Architecture;
import io.reverie.schemas.Features;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.LearningRateSchedule;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Trainable;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TrainRequestRulesTest {

    @Test
    void takesTheDefaultsOfTheSmallestRequest() {
        // Given
        TrainRequest request = Events.request().build();

        // When
        TrainingSettings settings = TrainRequestRules.check(request);

        // Then
        assertThat(settings)
                .isEqualTo(new TrainingSettings(
                        NetworkChoice.small(List.of(16, 32, 64, 128), 0.3),
                        new OptimiserParameters(
                                OptimiserParameters.Method.ADAMW,
                                800,
                                0.002,
                                0.05,
                                OptimiserParameters.Schedule.COSINE,
                                140,
                                0.1,
                                0.9,
                                0.01),
                        16,
                        0.1,
                        new Augmentations(true, true, true, false, false),
                        KeptWeights.LAST,
                        0));
    }

    @Test
    void takesTheSeedsOptimiserAndAnotherNetwork() {
        // Given
        TrainRequest request = Events.request().setKeep(KeptWeights.BEST).build();
        request.getNetwork().setWidths(List.of(8, 16));
        request.getNetwork().setDropout(0);
        request.getOptimiser().setMethod(OptimiserMethod.SGD);
        request.getOptimiser().setSchedule(LearningRateSchedule.STEP);
        request.getAugmentation().setSlice(false);
        request.getAugmentation().setErasing(true);

        // When
        TrainingSettings settings = TrainRequestRules.check(request);

        // Then
        assertThat(settings.network()).isEqualTo(NetworkChoice.small(List.of(8, 16), 0));
        assertThat(settings.optimiser().method()).isEqualTo(OptimiserParameters.Method.SGD);
        assertThat(settings.optimiser().schedule()).isEqualTo(OptimiserParameters.Schedule.STEP);
        assertThat(settings.augmentations()).isEqualTo(new Augmentations(false, true, true, false, true));
        assertThat(settings.keep()).isEqualTo(KeptWeights.BEST);
    }

    @ParameterizedTest
    @EnumSource(Features.class)
    void takesAllFeatures(Features features) {
        assertThatNoException()
                .isThrownBy(() -> TrainRequestRules.check(
                        Events.request().setFeatures(features).build()));
    }

    @ParameterizedTest
    @MethodSource
    void namesTheFieldThatIsOutOfRange(String field, String code, Consumer<TrainRequest> change) {
        // Given
        TrainRequest request = Events.request().build();
        change.accept(request);

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> TrainRequestRules.check(request));

        // Then
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.allowed()).isNotBlank();
    }

    static Stream<Arguments> namesTheFieldThatIsOutOfRange() {
        return Stream.of(
                invalid("trainId", request -> request.setTrainId("../up")),
                invalid("model", request -> request.setModel("")),
                invalid("dataset", request -> request.setDataset(" ")),
                invalid("dataset", request -> request.setDataset("mu\u0000sic")),
                invalid("dataset", request -> request.setDataset("m".repeat(513))),
                invalid("budget.steps", request -> request.getBudget().setSteps(0)),
                invalid("budget.steps", request -> request.getBudget().setSteps(100_001)),
                invalid("budget.batchSize", request -> request.getBudget().setBatchSize(1)),
                invalid("budget.batchSize", request -> request.getBudget().setBatchSize(257)),
                invalid("optimiser.learningRate", request -> request.getOptimiser()
                        .setLearningRate(0)),
                invalid("optimiser.learningRate", request -> request.getOptimiser()
                        .setLearningRate(1.1)),
                invalid("optimiser.learningRate", request -> request.getOptimiser()
                        .setLearningRate(Double.NaN)),
                invalid("optimiser.weightDecay", request -> request.getOptimiser()
                        .setWeightDecay(-1)),
                invalid("optimiser.warmUp", request -> request.getOptimiser().setWarmUp(0.6)),
                invalid("optimiser.labelSmoothing", request -> request.getOptimiser()
                        .setLabelSmoothing(Double.NaN)),
                invalid("expect", request -> request.setExpect(-1)),
                invalid("expect", request -> request.setExpect(1_000_001)),
                invalid("optimiser.decaySteps", request -> request.getOptimiser()
                        .setDecaySteps(0)),
                invalid("optimiser.decayFactor", request -> request.getOptimiser()
                        .setDecayFactor(0)),
                invalid("optimiser.decayFactor", request -> request.getOptimiser()
                        .setDecayFactor(1.5)),
                invalid("optimiser.momentum", request -> request.getOptimiser().setMomentum(1)),
                invalid("network.widths", request -> request.getNetwork().setWidths(List.of(16))),
                invalid("network.widths", request -> request.getNetwork().setWidths(List.of(16, 0))),
                invalid("network.widths", request -> request.getNetwork().setWidths(List.of(16, 1025))),
                invalid("network.widths", request -> request.getNetwork().setWidths(List.of(1, 1, 1, 1, 1, 1, 1))),
                invalid("network.dropout", request -> request.getNetwork().setDropout(0.95)),
                invalid("network.pretrained", request -> request.getNetwork().setPretrained("inputs/vgg16.h5")),
                invalid("network.trainable", request -> request.getNetwork().setTrainable(Trainable.HEAD)),
                invalid("network.trainable", request -> {
                    request.setArchitecture(Architecture.VGG16);
                    request.getNetwork().setTrainable(Trainable.HEAD);
                }),
                invalid("network.widths", request -> {
                    request.setArchitecture(Architecture.VGG16);
                    request.getNetwork().setWidths(List.of(16, 32));
                }));
    }

    private static Arguments invalid(String field, Consumer<TrainRequest> change) {
        return Arguments.of(field, "invalid-value", change);
    }
}
