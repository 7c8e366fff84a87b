package io.reverie.cuda;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MissingLibraryTest {

    @Test
    void saysThatThereIsNoDriver() {
        assertThat(MissingLibrary.describe(
                        failure("libcuda.so.1: cannot open shared object file: No such file or directory")))
                .isEqualTo(
                        "there is no NVIDIA driver (libcuda.so.1 is missing); a container has to be given its host's GPUs");
    }

    @Test
    void namesAnotherLibrary() {
        assertThat(MissingLibrary.describe(
                        failure("libcudnn.so.8: cannot open shared object file: No such file or directory")))
                .startsWith("libcudnn.so.8 is missing; cudart, cuBLAS");
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        assertThat(MissingLibrary.describe(failure("undefined symbol: cuInit")))
                .isEqualTo("its libraries cannot be loaded: /cache/libjnicudart.so: undefined symbol: cuInit");
        assertThat(MissingLibrary.describe(new NoClassDefFoundError("org/bytedeco/cuda/global/cudart")))
                .isEqualTo("its libraries cannot be loaded: org/bytedeco/cuda/global/cudart");
    }

    /** As JavaCPP throws it. */
    private static LinkageError failure(String linker) {
        UnsatisfiedLinkError failure =
                new UnsatisfiedLinkError("no jnicudart in java.library.path: /usr/java/packages/lib:/lib:/usr/lib");
        failure.initCause(new UnsatisfiedLinkError("/cache/libjnicudart.so: " + linker));
        return failure;
    }
}
