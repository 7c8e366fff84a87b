package io.reverie.standalone.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

import io.reverie.standalone.output.Console;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandTest {
    private final StringWriter errors = new StringWriter();
    private final StringWriter help = new StringWriter();
    private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    private final CommandLine command = new CommandLine(new DemoCommand(new Console(nowhere, nowhere, false)))
            .setErr(new PrintWriter(errors))
            .setOut(new PrintWriter(help));

    @Test
    void anUnknownGenreIsWrongUsage() {
        assertThat(command.execute("--target", "polka")).isEqualTo(2);
        assertThat(errors.toString()).contains("--target", "polka", "blues-shuffle");
    }

    @Test
    void dreamingAPieceIntoItsOwnGenreIsWrongUsage() {
        assertThat(command.execute("--piece", "drone", "--target", "drone")).isEqualTo(2);
        assertThat(errors.toString()).contains("another genre", "drone");
    }

    @Test
    void theHelpNamesTheGenres() {
        command.usage(command.getOut());

        assertThat(help.toString().replaceAll("\\s+", " ")).contains("chorale, techno, arpeggio, drone, blues-shuffle");
    }
}
