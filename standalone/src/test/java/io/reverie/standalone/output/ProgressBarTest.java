package io.reverie.standalone.output;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressBarTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void terminalSeesTheBarOnStandardErrorAndItGoesAway() {
        try (ProgressBar bar = new ProgressBar(console(true), "train")) {
            bar.show(5, 10, "loss 0.5");
        }

        assertThat(text())
                .contains("train", "5/10", "loss 0.5", "#".repeat(14) + ".")
                .endsWith("\r\u001b[K");
        assertThat(out.size()).isZero();
    }

    @Test
    void nothingIsDrawnWhereThereIsNoTerminal() {
        try (ProgressBar bar = new ProgressBar(console(false), "train")) {
            bar.show(5, 10, "");
            bar.notice("skipped");
        }

        assertThat(text()).isEqualTo("skipped" + System.lineSeparator());
    }

    @Test
    void unknownTotalIsNoFraction() {
        try (ProgressBar bar = new ProgressBar(console(true), "dream")) {
            bar.show(3, 0, "");
        }

        assertThat(text()).contains("3/0").doesNotContain("#");
    }

    private Console console(boolean terminal) {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
