package io.reverie.audio.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A confusion matrix as PNG: a row for what is true, a column for what was taken for it, the count in each cell and its
 * share of the row as colour. Streams are not closed; lettering is as in {@link SpectrogramPicture}.
 */
public final class CountMatrix {

    private static final int LARGEST_PLOT = 1000;
    private static final int LARGEST_CELL = 52;
    private static final int SMALLEST_LABELLED_CELL = 14;
    private static final int SMALLEST_NUMBERED_CELL = 22;
    private static final int LABEL_WIDTH = 150;
    private static final int AXIS_TITLE_X = 20;
    private static final int LEFT = AXIS_TITLE_X + 20 + LABEL_WIDTH;
    private static final int RIGHT = 40;
    /** From the base line of the caption to the plot. */
    private static final int CAPTION_RISE = 22;

    private static final int SMALLEST_WIDTH = 520;
    /** From so much of a row on the colour is too dark for black letters. */
    private static final double DARK = 0.6;

    private static final Color GRID = new Color(0xE3, 0xE3, 0xE8);

    private CountMatrix() {}

    /**
     * Writes a matrix.
     *
     * @param title one line above it, cut where it is too long
     * @param caption one line below the title
     * @param rowTitle what the rows stand for
     * @param columnTitle what the columns stand for
     * @param labels names of rows and columns
     * @param counts as many rows and columns as labels, 0 or more
     */
    public static void write(
            OutputStream out,
            String title,
            String caption,
            String rowTitle,
            String columnTitle,
            List<String> labels,
            int[][] counts)
            throws IOException {
        int size = labels.size();
        if (size == 0 || counts.length != size || Arrays.stream(counts).anyMatch(row -> row.length != size)) {
            throw new IllegalArgumentException(
                    "counts must have as many rows and columns as there are labels, " + size);
        }
        int cell = Math.max(1, Math.min(LARGEST_CELL, LARGEST_PLOT / size));
        int plot = cell * size;
        int top = Sheet.TITLE_HEIGHT + Sheet.CAPTION_HEIGHT;
        int height = top + plot + LABEL_WIDTH + Sheet.FOOT_HEIGHT;
        int width = Math.max(SMALLEST_WIDTH, LEFT + plot + RIGHT);
        Sheet sheet = new Sheet(width, height, title, AXIS_TITLE_X);
        sheet.lettering()
                .draw(
                        caption,
                        Lettering.Size.LABEL,
                        Lettering.Align.LEFT,
                        AXIS_TITLE_X,
                        top - CAPTION_RISE,
                        width - AXIS_TITLE_X - RIGHT,
                        Sheet.SOFT_INK);
        for (int row = 0; row < size; row++) {
            long sum = Arrays.stream(counts[row]).asLongStream().sum();
            for (int column = 0; column < size; column++) {
                double share = sum == 0 ? 0 : (double) counts[row][column] / sum;
                cell(sheet, LEFT + column * cell, top + row * cell, cell, counts[row][column], share);
            }
        }
        sheet.frame(LEFT, top, plot, plot);
        if (cell >= SMALLEST_LABELLED_CELL) {
            for (int i = 0; i < size; i++) {
                int middle = i * cell + cell / 2;
                sheet.leftTick(LEFT, top + middle, labels.get(i));
                columnLabel(sheet, LEFT + middle, top + plot, labels.get(i));
            }
        }
        sheet.lettering()
                .drawUpwards(rowTitle, Lettering.Align.CENTRE, AXIS_TITLE_X, top + plot / 2, height, Sheet.SOFT_INK);
        sheet.footTitle(columnTitle, LEFT, plot, top + plot + LABEL_WIDTH);
        Sheet.writePng(out, sheet.finish());
    }

    private static void cell(Sheet sheet, int x, int y, int size, int count, double share) {
        Graphics2D graphics = sheet.graphics();
        // The upper half of the scale: white for none, red for all.
        graphics.setColor(new Color(ColourMap.DIVERGING.at(0.5 + share / 2)));
        graphics.fillRect(x, y, size, size);
        if (size >= SMALLEST_NUMBERED_CELL) {
            graphics.setColor(GRID);
            graphics.drawRect(x, y, size - 1, size - 1);
            if (count > 0) {
                sheet.lettering()
                        .draw(
                                String.valueOf(count),
                                Lettering.Size.LABEL,
                                Lettering.Align.CENTRE,
                                x + size / 2,
                                y + size / 2 + Sheet.LABEL_DROP,
                                size,
                                share > DARK ? Sheet.PAPER : Sheet.INK);
            }
        }
    }

    private static void columnLabel(Sheet sheet, int x, int bottom, String label) {
        sheet.graphics().setColor(Sheet.INK);
        sheet.graphics().drawLine(x, bottom, x, bottom + Sheet.TICK);
        sheet.lettering()
                .drawUpwards(
                        label,
                        Lettering.Align.RIGHT,
                        x + Sheet.LABEL_DROP,
                        bottom + Sheet.TICK + 5,
                        LABEL_WIDTH,
                        Sheet.INK);
    }
}
