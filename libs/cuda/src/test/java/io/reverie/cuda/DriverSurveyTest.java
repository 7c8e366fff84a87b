package io.reverie.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@link DriverSurvey} on a made-up driver beside empty libraries, where there is a C compiler. */
class DriverSurveyTest {

    private static final Path DRIVER = Path.of("src/test/native/driver.c");
    private static final Path RUNTIME_SOURCE = Path.of("src/test/native/runtime.c");
    private static final String RUNTIME = "libcudart.so.11.0";
    private static final List<String> LIBRARIES = List.of(
            "libcublas.so.11",
            "libcublasLt.so.11",
            "libcusolver.so.11",
            "libcusolverMg.so.11",
            "libcusparse.so.11",
            "libcudnn.so.8",
            "libcudnn_ops_infer.so.8",
            "libcudnn_ops_train.so.8",
            "libcudnn_cnn_infer.so.8",
            "libcudnn_cnn_train.so.8",
            "libcudnn_adv_infer.so.8",
            "libcudnn_adv_train.so.8");

    @TempDir
    static Path machine;

    @TempDir
    static Path withoutLibraries;

    @BeforeAll
    static void makeUpADriver() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/cc"))
                        && System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "needs a C compiler on Linux");
        Path empty = Files.writeString(machine.resolve("empty.c"), "\n");
        compile(DRIVER, machine.resolve("libcuda.so.1"));
        compile(RUNTIME_SOURCE, machine.resolve(RUNTIME));
        for (String library : LIBRARIES) {
            compile(empty, machine.resolve(library));
        }
        Files.copy(machine.resolve("libcuda.so.1"), withoutLibraries.resolve("libcuda.so.1"));
        Files.copy(machine.resolve(RUNTIME), withoutLibraries.resolve(RUNTIME));
    }

    @Test
    void describesDevices() throws Exception {
        assertThat(survey(machine, Map.of("MADE_UP_COUNT", "2")))
                .startsWith("CudaSurvey[driver=Optional[535.104.05 (CUDA 12.2)], devices=["
                        + "device 0 (Made-up GPU 0, compute capability 8.6), "
                        + "device 1 (Made-up GPU 1, compute capability 9.6)], problem=Optional.empty]");
    }

    @Test
    void saysThatADriverHasNoDevice() throws Exception {
        // Given CUDA_ERROR_NO_DEVICE
        assertThat(survey(machine, Map.of("MADE_UP_INIT", "100"))).contains("devices=[], problem=Optional.empty");
    }

    @Test
    void passesOnWhyADriverDoesNotStart() throws Exception {
        assertThat(survey(machine, Map.of("MADE_UP_INIT", "999")))
                .contains("cannot be initialised: CUDA_ERROR_MADE_UP (999)");
    }

    @Test
    void passesOnWhatTheRuntimeSaysOfTheDriver() throws Exception {
        assertThat(survey(machine, Map.of("MADE_UP_RUNTIME", "35")))
                .contains("device 0 (Made-up GPU 0", "does not get on with the driver: cudaErrorMadeUp (35)");
    }

    @Test
    void refusesADriverThatIsTooOld() throws Exception {
        assertThat(survey(machine, Map.of("MADE_UP_VERSION", "10020")))
                .contains("535.104.05 (CUDA 10.2) is too old: CUDA 11 is needed");
    }

    @Test
    void namesALibraryThatIsMissing() throws Exception {
        assertThat(survey(withoutLibraries, Map.of()))
                .contains("device 0 (Made-up GPU 0", "problem=Optional[libcublas.so.11 is missing");
    }

    private static void compile(Path source, Path library) throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder(
                        "/usr/bin/cc",
                        "-shared",
                        "-fPIC",
                        "-Wl,-soname," + library.getFileName(),
                        "-o",
                        library.toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(compiler.exitValue()).isZero();
    }

    private static String survey(Path libraries, Map<String, String> answers) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DriverSurveyProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        builder.environment().putAll(answers);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
