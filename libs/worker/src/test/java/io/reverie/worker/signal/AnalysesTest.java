package io.reverie.worker.signal;

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.MelNorm;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.PadMode;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AnalysesTest {

    @Test
    void theSchemasDefaultsAreTheDefaultAnalysis() {
        Analysis analysis = Analysis.newBuilder().build();
        assertThat(Analyses.stft(analysis, "analysis")).isEqualTo(StftParameters.defaults());
        assertThat(Analyses.mel(analysis, "analysis")).isEqualTo(MelParameters.defaults());
        assertThat(Analyses.of(StftParameters.defaults())).isEqualTo(analysis);
    }

    @Test
    void everyParameterComesBack() {
        Analysis analysis = new Analysis(
                AnalysisKind.MEL,
                44100,
                2048,
                1500,
                300,
                false,
                PadMode.ZERO,
                1.0,
                80,
                MelScale.SLANEY,
                MelNorm.NONE,
                20.0,
                16000.0);
        assertThat(Analyses.of(Analyses.stft(analysis, "analysis"), Analyses.mel(analysis, "analysis")))
                .isEqualTo(analysis);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong("sampleRate", a -> a.setSampleRate(0)),
                wrong("nFft", a -> a.setNFft(-1)),
                wrong("nFft", a -> a.setNFft(1 << 30)),
                wrong("winLength", a -> a.setWinLength(1025)),
                wrong("hop", a -> a.setHop(0)),
                wrong("bands", a -> a.setBands(0)),
                wrong("power", a -> a.setPower(0)),
                wrong("power", a -> a.setPower(Double.NaN)),
                wrong("minHz", a -> a.setMinHz(-1)),
                wrong("minHz", a -> a.setMinHz(11025)),
                wrong("maxHz", a -> a.setMaxHz(11026)),
                wrong("maxHz", a -> a.setMaxHz(Double.POSITIVE_INFINITY)),
                wrong("maxHz", a -> a.setMaxHz(Double.NaN)));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void namesTheFieldAndWhatIsAllowed(String field, Consumer<Analysis.Builder> change) {
        Analysis.Builder analysis = Analysis.newBuilder();
        change.accept(analysis);
        JobRejectedException rejected = catchThrowableOfType(JobRejectedException.class, () -> {
            Analyses.stft(analysis.build(), "input.analysis");
            Analyses.mel(analysis.build(), "input.analysis");
        });
        assertThat(rejected.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejected.field()).isEqualTo("input.analysis." + field);
        assertThat(rejected.allowed()).isNotBlank().doesNotStartWith("be ");
        assertThat(rejected).hasMessageContaining(field);
    }

    private static Arguments wrong(String field, Consumer<Analysis.Builder> change) {
        return Arguments.of(field, change);
    }
}
