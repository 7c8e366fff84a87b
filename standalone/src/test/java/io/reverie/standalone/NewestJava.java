package io.reverie.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Java installations of this machine, for servers that need a newer one than the project. */
final class NewestJava {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"));

    private record Installation(Path home, int version) {}

    private NewestJava() {}

    /** Home of the newest Java, where it is at least of this version: the running one, those of JAVA_HOME*, those installed. */
    static Optional<Path> atLeast(int version) {
        return homes().flatMap(home -> installation(home).stream())
                .filter(found -> found.version() >= version)
                .max(Comparator.comparingInt(Installation::version))
                .map(Installation::home);
    }

    private static Stream<Path> homes() {
        Stream<Path> variables = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        Stream<Path> installed = FOLDERS.stream().filter(Files::isDirectory).flatMap(NewestJava::children);
        return Stream.of(Stream.of(Path.of(System.getProperty("java.home"))), variables, installed)
                .flatMap(homes -> homes)
                .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")));
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Installation> installation(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find()
                    ? Optional.of(new Installation(home, Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
