package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineChartTest {

    private static final int LEFT = 78;
    private static final int PLOT_WIDTH = 960 - 78 - 30;
    private static final int PLOT_TOP = 48 + 28;
    private static final int PANEL_HEIGHT = 260;
    private static final int BLUE = 0x0072B2;
    private static final int VERMILION = 0xD55E00;

    @Test
    void drawsEachLineWhereItsPointsAre() throws IOException {
        // Given a level line at half height and one that falls from the top left to the bottom right
        LineChart.Panel panel = new LineChart.Panel(
                "Loss",
                2,
                List.of(
                        new LineChart.Series("level", List.of(new LineChart.Point(0, 1), new LineChart.Point(10, 1))),
                        new LineChart.Series(
                                "falling", List.of(new LineChart.Point(0, 2), new LineChart.Point(10, 0)))));

        // When
        BufferedImage image = chart(List.of(panel));

        // Then
        int middle = PLOT_TOP + PANEL_HEIGHT - 1 - (PANEL_HEIGHT - 1) / 2;
        assertThat(hasColour(image, BLUE, LEFT + PLOT_WIDTH / 4, middle, 2)).isTrue();
        assertThat(hasColour(image, BLUE, LEFT + 3 * PLOT_WIDTH / 4, middle, 2)).isTrue();
        assertThat(hasColour(image, VERMILION, LEFT + PLOT_WIDTH / 4, PLOT_TOP + PANEL_HEIGHT / 4, 2))
                .isTrue();
        assertThat(hasColour(image, VERMILION, LEFT + 3 * PLOT_WIDTH / 4, PLOT_TOP + 3 * PANEL_HEIGHT / 4, 2))
                .isTrue();
        assertThat(hasColour(image, VERMILION, LEFT + PLOT_WIDTH / 4, PLOT_TOP + 3 * PANEL_HEIGHT / 4, 8))
                .isFalse();
    }

    @Test
    void stacksPanelsAndReachesAsFarAsTheHighestPoint() throws IOException {
        // Given
        LineChart.Panel loss =
                new LineChart.Panel("Loss", 0, List.of(new LineChart.Series("a", List.of(new LineChart.Point(1, 40)))));
        LineChart.Panel accuracy = new LineChart.Panel(
                "Accuracy", 1, List.of(new LineChart.Series("b", List.of(new LineChart.Point(1, 0.5)))));

        // When
        BufferedImage image = chart(List.of(loss, accuracy));

        // Then the only point is at the right end of both, on top of one and in the middle of the other
        int right = LEFT + PLOT_WIDTH - 1;
        assertThat(image.getWidth()).isEqualTo(960);
        assertThat(image.getHeight()).isEqualTo(48 + 2 * (28 + PANEL_HEIGHT) + 58);
        assertThat(hasColour(image, BLUE, right, PLOT_TOP, 2)).isTrue();
        assertThat(hasColour(image, BLUE, right, PLOT_TOP + 28 + PANEL_HEIGHT + PANEL_HEIGHT / 2, 2))
                .isTrue();
    }

    @Test
    void drawsAxesWhereNothingIsMeasuredYet() throws IOException {
        // When
        BufferedImage image = chart(
                List.of(new LineChart.Panel("Accuracy", 1, List.of(new LineChart.Series("validation", List.of())))));

        // Then
        assertThat(image.getRGB(LEFT - 1, PLOT_TOP + 100) & 0xFFFFFF).isEqualTo(Sheet.INK.getRGB() & 0xFFFFFF);
    }

    @Test
    void refusesMoreLinesThanCanBeToldApart() {
        List<LineChart.Series> five = Collections.nCopies(5, new LineChart.Series("a", List.of()));
        assertThatThrownBy(() -> new LineChart.Panel("y", 1, five)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void axesEndAtATick() {
        // Given
        NumberAxis axis = new NumberAxis(0.83, 201, 50);

        // When, then
        assertThat(axis.ticks()).extracting(Tick::label).containsExactly("0.0", "0.5", "1.0");
        assertThat(axis.position(0.5)).isEqualTo(100);
        assertThat(axis.position(7)).isEqualTo(200);
        assertThat(new NumberAxis(0, 200, 50).ticks()).extracting(Tick::label).contains("0.0", "1.0");
    }

    private static BufferedImage chart(List<LineChart.Panel> panels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineChart.write(out, "Title", "Epoch", panels);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static boolean hasColour(BufferedImage image, int colour, int x, int y, int distance) {
        for (int row = Math.max(0, y - distance); row <= y + distance; row++) {
            for (int column = x - distance; column <= Math.min(image.getWidth() - 1, x + distance); column++) {
                if ((image.getRGB(column, row) & 0xFFFFFF) == colour) {
                    return true;
                }
            }
        }
        return false;
    }
}
