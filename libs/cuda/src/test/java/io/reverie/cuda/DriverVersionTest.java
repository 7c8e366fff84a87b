package io.reverie.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DriverVersionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023",
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  535.104.05  Release Build  (builder)"
            })
    void readsTheRelease(String line, @TempDir Path folder) throws IOException {
        // Given
        Path version = Files.writeString(folder.resolve("version"), line + "\nGCC version:  gcc version 11.4.0\n");

        // When, then
        assertThat(DriverVersion.ofThisMachine(version)).contains("535.104.05");
        assertThat(DriverVersion.ofThisMachine(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void writesCudasVersionAsPeopleDo() {
        assertThat(DriverVersion.cuda(11060)).isEqualTo("11.6");
        assertThat(DriverVersion.cuda(12020)).isEqualTo("12.2");
        assertThat(DriverVersion.cuda(13000)).isEqualTo("13.0");
    }
}
