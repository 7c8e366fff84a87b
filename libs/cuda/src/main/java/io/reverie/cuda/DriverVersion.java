package io.reverie.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** NVIDIA's two numbers for a driver. */
final class DriverVersion {

    private static final Pattern RELEASE = Pattern.compile("NVRM version:.*?\\s(\\d+(?:\\.\\d+)+)\\s");

    private DriverVersion() {}

    /** The release, such as 535.104.05, where Linux's driver tells. */
    static Optional<String> ofThisMachine(Path version) {
        try (Stream<String> lines = Files.lines(version, StandardCharsets.ISO_8859_1)) {
            return lines.map(RELEASE::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1))
                    .findFirst();
        } catch (IOException | UncheckedIOException noSuchFile) {
            return Optional.empty();
        }
    }

    /** The newest CUDA that it runs, which the driver gives as 1000 times the major and 10 times the minor number. */
    static String cuda(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
