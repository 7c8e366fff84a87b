package io.reverie.cuda;

import java.util.ServiceLoader;

import io.reverie.network.BackendKind;
import io.reverie.network.ComputingBackend;
import io.reverie.network.NativeBackend;
import io.reverie.network.NoUsableDeviceException;
import io.reverie.network.cuda.ComputeCapability;
import io.reverie.network.cuda.CudaLibrary;
import io.reverie.network.cuda.CudaSurvey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.jita.conf.CudaEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@link Nd4jCudaLibrary}, as far as a machine without a GPU can tell. */
class Nd4jCudaLibraryTest {

    private final CudaLibrary library =
            ServiceLoader.load(CudaLibrary.class).findFirst().orElseThrow();
    private final CudaSurvey survey = library.survey();

    @BeforeEach
    void withoutAGpu() {
        assumeTrue(survey.devices().isEmpty(), "this machine has a GPU");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 5, false",
        "3, 7, true",
        "5, 3, true",
        "6, 1, true",
        "7, 2, true",
        "7, 5, true",
        "8, 0, true",
        "8, 9, true",
        "9, 0, false",
        "10, 0, false",
        "12, 0, false"
    })
    void knowsWhatTheBinaryWasCompiledFor(int major, int minor, boolean supported) {
        assertThat(library.machineCode().runsOn(new ComputeCapability(major, minor)))
                .isEqualTo(supported);
    }

    @Test
    void aMachineWithoutADeviceIsToldOf() {
        assertThatThrownBy(() -> ComputingBackend.load(BackendKind.AUTO, false))
                .isInstanceOf(NoUsableDeviceException.class)
                .hasMessageStartingWith("CUDA cannot be used: ")
                .hasMessageContaining("reverie.backend.fall-back-to-cpu=true");
    }

    /** Both backends are on the class path; the one that cannot be loaded must not be tried. */
    @Test
    void theProcessorComputesWhereItMay() {
        // When
        ComputingBackend computing = ComputingBackend.load(BackendKind.AUTO, true);

        // Then, the driver having been asked before, it is the fast binary all the same
        assertThat(computing.backend().name()).isEqualTo("nd4j-cpu");
        assertThat(computing.backend().instructionSet()).startsWith("onednn");
        assertThat(computing.facts()).containsEntry("device", "processor").containsKey("backend-note");
        assertThat(NativeBackend.load()).isSameAs(computing.backend());
    }

    @Test
    void oneDeviceIsUsedWithoutTouchingIt() {
        // When
        library.useFirstDevice();

        // Then
        assertThat(CudaEnvironment.getInstance().getConfiguration().isForcedSingleGPU())
                .isTrue();
    }
}
