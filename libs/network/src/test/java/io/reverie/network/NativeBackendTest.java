package io.reverie.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class NativeBackendTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, x86_64, macosx-x86_64",
        "Mac OS X, aarch64, macosx-arm64",
        "Windows 11, amd64, windows-x86_64"
    })
    void namesPlatformsAsJavaCppDoes(String system, String processor, String platform) {
        assertThat(NativeBackend.platform(system, processor)).isEqualTo(platform);
    }

    @Test
    void choosesTheFastestBinaryThatIsSupportedAndPresent() {
        Set<String> all = Set.of("-onednn-avx2", "-onednn");

        assertThat(NativeBackend.choose(Set.of("sse4_2", "avx2"), all::contains))
                .isEqualTo("-onednn-avx2");
        assertThat(NativeBackend.choose(Set.of("sse4_2", "avx"), all::contains)).isEqualTo("-onednn");
        assertThat(NativeBackend.choose(Set.of("avx2"), Set.of("-onednn")::contains))
                .isEqualTo("-onednn");
        assertThat(NativeBackend.choose(Set.of(), Set.of()::contains)).isEmpty();
    }

    @Test
    void readsTheProcessorsFlags(@TempDir Path folder) throws IOException {
        // Given
        Path cpuinfo = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nflags\t\t: fpu sse4_2 avx2\nbugs\t\t:\n\nflags\t\t: other\n");

        // When, then
        assertThat(NativeBackend.processorFlags(cpuinfo)).containsExactlyInAnyOrder("fpu", "sse4_2", "avx2");
        assertThat(NativeBackend.processorFlags(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void readsWhichLibraryIsLive(@TempDir Path folder) throws IOException {
        // Given
        Path maps = Files.writeString(
                folder.resolve("maps"),
                """
                7f00-7f01 r-xp 00000000 08:01 1 /usr/lib/libc.so.6
                7f02-7f03 r-xp 00000000 08:01 2 /cache/x.jar/org/bindings/linux-x86_64-onednn/libnd4jcpu.so
                """);

        // When, then
        assertThat(NativeBackend.loadedExtension(maps, "linux-x86_64")).contains("-onednn");
        assertThat(NativeBackend.loadedExtension(maps, "linux-arm64")).isEmpty();
        assertThat(NativeBackend.loadedExtension(folder.resolve("absent"), "linux-x86_64"))
                .isEmpty();
    }

    @Test
    void aFastLibraryIsLive() {
        // Given
        assumeTrue(onLinux64(), "the tested binaries are those of linux-x86_64");

        // When
        NativeBackend backend = NativeBackend.load();

        // Then
        String expected =
                NativeBackend.processorFlags(Path.of("/proc/cpuinfo")).contains("avx2") ? "onednn-avx2" : "onednn";
        assertThat(backend.instructionSet()).isEqualTo(expected);
        assertThat(backend.name()).isEqualTo("nd4j-cpu");
        assertThat(backend.threads()).isPositive();
        assertThat(backend.versions()).containsEntry("nd4j", "1.0.0-M2.1").containsKeys("java", "platform");
        assertThat(backend)
                .hasToString("nd4j-cpu 1.0.0-M2.1 " + expected + ", " + backend.threads()
                        + (backend.threads() == 1 ? " thread" : " threads"));
        assertThat(NativeBackend.load()).isSameAs(backend);
    }

    @Test
    void theSlowBinaryIsNotOnTheClassPath() {
        // JavaCPP would fall back to it without a word
        assertThat(getClass()
                        .getClassLoader()
                        .getResource("org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so"))
                .isNull();
    }

    @Test
    void aBinaryThatWasAskedForIsRespected() throws Exception {
        // Given
        assumeTrue(onLinux64(), "the tested binaries are those of linux-x86_64");

        // When another process asks for the binary without AVX2, and for one that is not there
        String asked = child("-onednn");
        String absent = child("-nothing");

        // Then standard output has nothing else on it
        assertThat(asked.strip()).isEqualTo("onednn");
        assertThat(absent.strip()).startsWith("ND4J's native library could not be loaded");
    }

    private static boolean onLinux64() {
        return NativeBackend.platform(System.getProperty("os.name"), System.getProperty("os.arch"))
                .equals("linux-x86_64");
    }

    private static String child(String extension) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + NativeBackend.EXTENSION_PROPERTY + "=" + extension);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NativeBackendProgram.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
