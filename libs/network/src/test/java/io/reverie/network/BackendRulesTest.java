package io.reverie.network;

import java.util.List;
import java.util.Optional;

import io.reverie.network.cuda.ComputeCapability;
import io.reverie.network.cuda.CudaDevice;
import io.reverie.network.cuda.CudaLibrary;
import io.reverie.network.cuda.CudaSurvey;
import io.reverie.network.cuda.MachineCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@link BackendRules} and {@link BackendKind}. */
class BackendRulesTest {

    private static final String DRIVER = "535.104.05 (CUDA 12.2)";
    private static final String NO_DRIVER = "there is no NVIDIA driver (libcuda.so.1: cannot open shared object file)";
    private static final CudaDevice A100 = device(0, "NVIDIA A100", 8, 0);
    private static final CudaDevice H100 = device(0, "NVIDIA H100", 9, 0);

    @Test
    void computesOnTheProcessorWhereTheBuildHasNothingElse() {
        assertThat(BackendRules.choose(BackendKind.AUTO, false, Optional.empty()))
                .isEqualTo(BackendChoice.processor());
    }

    @Test
    void neverAsksForADeviceWhereTheProcessorIsAskedFor() {
        // Given a machine that must not be asked
        CudaLibrary untouched = new Library(null);

        // When, then
        assertThat(BackendRules.choose(BackendKind.CPU, false, Optional.of(untouched)))
                .isEqualTo(BackendChoice.processor());
    }

    @Test
    void refusesCudaInABuildWithoutIt() {
        assertThatThrownBy(() -> BackendRules.choose(BackendKind.CUDA, false, Optional.empty()))
                .isInstanceOf(NoUsableDeviceException.class)
                .hasMessageContainingAll(
                        "no CUDA backend",
                        "mvn -Pcuda",
                        "reverie.backend.fall-back-to-cpu=true",
                        "reverie.backend.kind=cpu");
        assertThat(BackendRules.choose(BackendKind.CUDA, true, Optional.empty()).note())
                .hasValueSatisfying(note -> assertThat(note).contains("processor", "no CUDA backend"));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CUDA"})
    void refusesAMachineWithoutADriver(BackendKind kind) {
        // Given
        Optional<CudaLibrary> cuda = library(CudaSurvey.unusable(NO_DRIVER));

        // When, then
        assertThatThrownBy(() -> BackendRules.choose(kind, false, cuda))
                .isInstanceOf(NoUsableDeviceException.class)
                .hasMessageContainingAll("CUDA cannot be used", NO_DRIVER);
        assertThat(BackendRules.choose(kind, true, cuda))
                .isEqualTo(new BackendChoice(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("on the processor instead, because " + NO_DRIVER)));
    }

    @Test
    void refusesADriverWithoutDevices() {
        assertThatThrownBy(
                        () -> BackendRules.choose(BackendKind.AUTO, false, library(CudaSurvey.of(DRIVER, List.of()))))
                .isInstanceOf(NoUsableDeviceException.class)
                .hasMessageContainingAll("driver " + DRIVER + " has no device", "CUDA_VISIBLE_DEVICES");
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "9, 0", "10, 0", "12, 0"})
    void refusesADeviceThatItHasNoCodeFor(int major, int minor) {
        // Given
        Optional<CudaLibrary> cuda = library(CudaSurvey.of(DRIVER, List.of(device(0, "NVIDIA GPU", major, minor))));

        // When, then the list of what is supported is told
        assertThatThrownBy(() -> BackendRules.choose(BackendKind.AUTO, false, cuda))
                .isInstanceOf(NoUsableDeviceException.class)
                .hasMessageContainingAll(
                        "no code for device 0 (NVIDIA GPU, compute capability " + major + "." + minor + ")",
                        DRIVER,
                        "3.7, 8.0, 8.6",
                        "larger second number");
        BackendChoice instead = BackendRules.choose(BackendKind.AUTO, true, cuda);
        assertThat(instead.device()).isEmpty();
        assertThat(instead.note().orElseThrow()).contains("on the processor instead", "3.7, 8.0, 8.6");
    }

    @ParameterizedTest
    @CsvSource({"3, 7", "8, 0", "8, 6", "8, 9"})
    void takesADeviceThatItHasCodeFor(int major, int minor) {
        // Given
        CudaDevice device = device(0, "NVIDIA GPU", major, minor);

        // When
        BackendChoice choice =
                BackendRules.choose(BackendKind.AUTO, false, library(CudaSurvey.of(DRIVER, List.of(device))));

        // Then
        assertThat(choice).isEqualTo(new BackendChoice(Optional.of(device), Optional.of(DRIVER), Optional.empty()));
    }

    @Test
    void refusesADeviceWhoseLibrariesAreNotThere() {
        // Given
        Optional<CudaLibrary> cuda =
                library(new CudaSurvey(Optional.of(DRIVER), List.of(A100), Optional.of("libcudnn.so.8 is missing")));

        // When, then
        assertThatThrownBy(() -> BackendRules.choose(BackendKind.AUTO, false, cuda))
                .hasMessageStartingWith("CUDA cannot be used: libcudnn.so.8 is missing");
    }

    @Test
    void tellsOfTheDeviceFirstWhereNoLibraryWouldHelp() {
        // Given
        Optional<CudaLibrary> cuda =
                library(new CudaSurvey(Optional.of(DRIVER), List.of(H100), Optional.of("libcudnn.so.8 is missing")));

        // When, then
        assertThatThrownBy(() -> BackendRules.choose(BackendKind.AUTO, false, cuda))
                .hasMessageContaining("no code for device 0 (NVIDIA H100");
    }

    @Test
    void takesTheFirstOfSeveralAndNamesTheOthers() {
        // When
        BackendChoice choice = BackendRules.choose(
                BackendKind.CUDA, false, library(CudaSurvey.of(DRIVER, List.of(A100, device(1, "NVIDIA A10", 8, 6)))));

        // Then
        assertThat(choice.device()).contains(A100);
        assertThat(choice.note())
                .contains("one worker uses one device; left alone: device 1 (NVIDIA A10, compute capability 8.6)");
    }

    @Test
    void saysHowAnotherDeviceBecomesTheFirst() {
        assertThatThrownBy(() -> BackendRules.choose(
                        BackendKind.AUTO,
                        false,
                        library(CudaSurvey.of(DRIVER, List.of(H100, device(1, "NVIDIA A10", 8, 6))))))
                .hasMessageContainingAll("device 1 (NVIDIA A10", "CUDA_VISIBLE_DEVICES=1 makes it the first");
    }

    @Test
    void readsTheKindsThatAreConfigured() {
        assertThat(BackendKind.of("auto")).isEqualTo(BackendKind.AUTO);
        assertThat(BackendKind.of("cpu")).isEqualTo(BackendKind.CPU);
        assertThat(BackendKind.of("cuda")).isEqualTo(BackendKind.CUDA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CUDA"})
    void refusesOtherKinds(String text) {
        assertThatThrownBy(() -> BackendKind.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.backend.kind must be auto, cpu or cuda, but is " + text);
    }

    private static CudaDevice device(int index, String name, int major, int minor) {
        return new CudaDevice(index, name, new ComputeCapability(major, minor), 40L << 30);
    }

    private static Optional<CudaLibrary> library(CudaSurvey survey) {
        return Optional.of(new Library(survey));
    }

    private record Library(CudaSurvey found) implements CudaLibrary {

        @Override
        public MachineCode machineCode() {
            return new MachineCode(
                    List.of(new ComputeCapability(3, 7), new ComputeCapability(8, 0), new ComputeCapability(8, 6)));
        }

        @Override
        public CudaSurvey survey() {
            if (found == null) {
                throw new AssertionError("the machine was asked");
            }
            return found;
        }

        @Override
        public void useFirstDevice() {}
    }
}
