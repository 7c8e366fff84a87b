package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
    void aLegendOfManyLinesWrapsAboveThePlot() throws IOException {
        // Given ten level lines, the seventh of them emphasised
        List<LineChart.Series> ten = IntStream.range(0, 10)
                .mapToObj(i -> new LineChart.Series(
                        "label " + i,
                        List.of(new LineChart.Point(0, i / 10.0), new LineChart.Point(10, i / 10.0)),
                        i == 6))
                .toList();

        // When
        BufferedImage image = chart(List.of(new LineChart.Panel("Probability", 1, ten)));

        // Then five entries make a row, each in its line's colour, and the plot begins below the second row
        assertThat(image.getHeight()).isEqualTo(48 + 28 + 20 + PANEL_HEIGHT + 58);
        int top = PLOT_TOP + 20;
        for (int i = 0; i < 10; i++) {
            int colour = LineStyle.of(i).colour().getRGB() & 0xFFFFFF;
            assertThat(hasColour(image, colour, LEFT + 170 * (i % 5) + 12, PLOT_TOP - 12 + 20 * (i / 5), 8))
                    .as("legend of line %d", i)
                    .isTrue();
        }
        // And the emphasised line is thicker
        assertThat(thickness(image, 6, top + height(0.6)))
                .isGreaterThan(thickness(image, 5, top + height(0.5)) + 1)
                .isGreaterThan(thickness(image, 7, top + height(0.7)) + 1);
    }

    @Test
    void anAxisReachesBelowZeroWherePointsLieThere() throws IOException {
        // Given
        LineChart.Panel objective = new LineChart.Panel(
                "Objective",
                0,
                200,
                List.of(new LineChart.Series("mean", List.of(new LineChart.Point(0, -4), new LineChart.Point(10, 4)))));

        // When
        BufferedImage image = chart(List.of(objective));

        // Then the line goes from the bottom to the top, through 0 in the middle
        assertThat(image.getHeight()).isEqualTo(48 + 28 + 200 + 58);
        assertThat(hasColour(image, BLUE, LEFT + 1, PLOT_TOP + 199, 2)).isTrue();
        assertThat(hasColour(image, BLUE, LEFT + PLOT_WIDTH / 2, PLOT_TOP + 100, 2))
                .isTrue();
        assertThat(hasColour(image, BLUE, LEFT + PLOT_WIDTH - 2, PLOT_TOP, 2)).isTrue();
    }

    @Test
    void noTwoLinesLookAlike() {
        assertThat(IntStream.range(0, LineChart.MOST_SERIES).mapToObj(LineStyle::of))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> LineStyle.of(LineChart.MOST_SERIES)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreLinesThanCanBeToldApart() {
        List<LineChart.Series> thirteen = Collections.nCopies(13, new LineChart.Series("a", List.of()));
        assertThatThrownBy(() -> new LineChart.Panel("y", 1, thirteen)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LineChart.Panel("y", 1, 99, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
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

    @Test
    void axesHaveZeroOnThem() {
        // Given an axis that must be rounded at both ends
        NumberAxis axis = new NumberAxis(-0.1, 4.9, 301, 60);

        // When, then
        assertThat(axis.ticks()).extracting(Tick::label).containsExactly("\u22121", "0", "1", "2", "3", "4", "5");
        assertThat(axis.position(0)).isEqualTo(50);
        assertThat(axis.crossesZero()).isTrue();
        // And one with nothing above 0 ends there
        NumberAxis below = new NumberAxis(-8, -2, 201, 50);
        assertThat(below.ticks()).extracting(Tick::label).startsWith("\u22128").endsWith("0");
        assertThat(below.crossesZero()).isFalse();
    }

    private static BufferedImage chart(List<LineChart.Panel> panels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineChart.write(out, "Title", "Epoch", panels);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    /** Rows of a level line's own colour about a place in the plot's middle. */
    private static long thickness(BufferedImage image, int line, int y) {
        int colour = LineStyle.of(line).colour().getRGB() & 0xFFFFFF;
        return IntStream.rangeClosed(y - 6, y + 6)
                .filter(row -> IntStream.range(0, 20)
                        .anyMatch(dx -> (image.getRGB(LEFT + PLOT_WIDTH / 3 + dx, row) & 0xFFFFFF) == colour))
                .count();
    }

    private static int height(double share) {
        return (int) Math.round((PANEL_HEIGHT - 1) * (1 - share));
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
