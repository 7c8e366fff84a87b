package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class CountMatrixTest {

    private static final int LEFT = 190;
    private static final int TOP = 76;
    private static final int CELL = 52;

    @Test
    void coloursEachCellByItsShareOfTheRow() throws IOException {
        // Given
        int[][] counts = {{4, 0}, {1, 1}};

        // When
        BufferedImage image = matrix(List.of("jazz", "rock"), counts);

        // Then
        assertThat(cell(image, 0, 0, CELL)).isEqualTo(ColourMap.DIVERGING.at(1));
        assertThat(cell(image, 0, 1, CELL)).isEqualTo(ColourMap.DIVERGING.at(0.5));
        assertThat(cell(image, 1, 0, CELL)).isEqualTo(ColourMap.DIVERGING.at(0.75));
        assertThat(cell(image, 1, 1, CELL)).isEqualTo(ColourMap.DIVERGING.at(0.75));
    }

    @Test
    void leavesARowWithoutTracksWhite() throws IOException {
        // When
        BufferedImage image = matrix(List.of("jazz", "rock"), new int[2][2]);

        // Then
        assertThat(cell(image, 1, 1, CELL)).isEqualTo(ColourMap.DIVERGING.at(0.5));
    }

    @Test
    void staysOfAReadableSizeForManyLabels() throws IOException {
        // Given
        List<String> labels = IntStream.range(0, 50).mapToObj(i -> "label " + i).toList();
        int[][] counts = new int[50][50];
        counts[49][49] = 3;

        // When
        BufferedImage image = matrix(labels, counts);

        // Then
        assertThat(image.getWidth()).isBetween(1000, 1300);
        assertThat(cell(image, 49, 49, 20)).isEqualTo(ColourMap.DIVERGING.at(1));
    }

    @Test
    void aLongTitleLeavesTheCaptionWhole() throws IOException {
        // Given a system with fonts
        List<String> labels = List.of("jazz", "rock");
        assumeThat(matrix("Title", "", labels, new int[2][2]).getRGB(0, 0, 400, 40, null, 0, 400))
                .contains(Sheet.INK.getRGB());
        BufferedImage without = matrix("What m hears", "", labels, new int[2][2]);

        // When
        BufferedImage brief = matrix("What m hears", "20 tracks after step 800", labels, new int[2][2]);
        BufferedImage lengthy =
                matrix("What " + "m".repeat(128) + " hears", "20 tracks after step 800", labels, new int[2][2]);

        // Then the line of the caption is the same below either title, the margin of the longer one white
        assertThat(captionOf(lengthy)).isEqualTo(captionOf(brief)).isNotEqualTo(captionOf(without));
        assertThat(lengthy.getRGB(lengthy.getWidth() - 2, TOP / 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void refusesCountsThatDoNotFitTheLabels() {
        assertThatThrownBy(() -> matrix(List.of("jazz", "rock"), new int[2][3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> matrix(List.of(), new int[0][])).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] captionOf(BufferedImage image) {
        int width = image.getWidth();
        return image.getRGB(0, 40, width, 30, null, 0, width);
    }

    /** The colour beside the middle, where no number is. */
    private static int cell(BufferedImage image, int row, int column, int size) {
        return image.getRGB(LEFT + column * size + 3, TOP + row * size + 3) & 0xFFFFFF;
    }

    private static BufferedImage matrix(List<String> labels, int[][] counts) throws IOException {
        return matrix("Title", "Caption", labels, counts);
    }

    private static BufferedImage matrix(String title, String caption, List<String> labels, int[][] counts)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CountMatrix.write(out, title, caption, "True", "Heard", labels, counts);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }
}
