package io.reverie.network;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4jBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@link ComputingBackend} and {@link OneBackend}. */
class ComputingBackendTest {

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    @Test
    void namesTheProcessorsBackend() {
        // When
        ComputingBackend computing = ComputingBackend.load(BackendKind.CPU, false);

        // Then
        assertThat(computing.backend()).isSameAs(NativeBackend.load());
        assertThat(computing.facts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("backend", computing.backend().toString(), "device", "processor"));
        assertThat(computing).hasToString("backend=\"" + computing.backend() + "\" device=\"processor\"");
    }

    @Test
    void saysWhyItIsTheProcessor() {
        // Given
        ComputingBackend computing =
                new ComputingBackend(NativeBackend.load(), BackendChoice.processorInstead("there is no driver"));

        // Then
        assertThat(computing.facts())
                .containsEntry("backend-note", "on the processor instead, because there is no driver");
    }

    @Test
    void oneBackendOfSeveralIsOffered() throws IOException {
        // Given
        ClassLoader all = getClass().getClassLoader();

        // When
        ClassLoader offered = OneBackend.among(all, OneBackend.CPU);

        // Then what is found is found by ND4J's own search, and is the class that is there without it
        List<Nd4jBackend> found = ServiceLoader.load(Nd4jBackend.class, offered).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(found).singleElement().extracting(Nd4jBackend::getClass).isEqualTo(backendOf(all));
        List<URL> others = Collections.list(offered.getResources("META-INF/MANIFEST.MF"));
        assertThat(others).hasSameSizeAs(Collections.list(all.getResources("META-INF/MANIFEST.MF")));
        assertThat(Collections.list(OneBackend.among(all, OneBackend.CUDA).getResources(SERVICE)))
                .singleElement()
                .asString()
                .endsWith("backend-cuda");
    }

    @Test
    void cudaAfterTheProcessorIsRefused() {
        // Given
        String extension = System.getProperty(NativeBackend.EXTENSION_PROPERTY);
        NativeBackend.load();
        String loaded = Optional.ofNullable(System.getProperty(NativeBackend.EXTENSION_PROPERTY))
                .orElseThrow();

        // When, then
        try {
            assertThatThrownBy(NativeBackend::loadCuda)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a process has one backend: nd4j-cpu");
        } finally {
            System.setProperty(NativeBackend.EXTENSION_PROPERTY, extension == null ? loaded : extension);
        }
    }

    private static Class<?> backendOf(ClassLoader loader) {
        return ServiceLoader.load(Nd4jBackend.class, loader)
                .findFirst()
                .orElseThrow()
                .getClass();
    }
}
