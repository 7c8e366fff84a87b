package io.reverie.train;

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reverie.schemas.Architecture;
import io.reverie.schemas.Features;
import io.reverie.schemas.TrainRequest;
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
        assertThat(settings).isEqualTo(new TrainingSettings(800, 16, 0.002, 0.05, 0.01, 0.1, true, true, false, 0));
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
                Arguments.of("architecture", "not-supported", (Consumer<TrainRequest>)
                        request -> request.setArchitecture(Architecture.VGG16)));
    }

    private static Arguments invalid(String field, Consumer<TrainRequest> change) {
        return Arguments.of(field, "invalid-value", change);
    }
}
