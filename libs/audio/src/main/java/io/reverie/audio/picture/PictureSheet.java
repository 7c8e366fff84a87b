package io.reverie.audio.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet with panels one above the other that share their axes. */
final class PictureSheet {

    private static final int LEFT = SheetLayout.LEFT;
    private static final int BAR_GAP = 18;
    private static final int BAR_WIDTH = 14;
    private static final int FREQUENCY_TITLE_X = 20;
    private static final Color EMPTY = new Color(0xE9, 0xE9, 0xEC);

    private final SheetLayout layout;
    private final MelAxis axis;
    private final String axisTitle;
    private final TimeAxis time;
    private final Sheet sheet;
    private int top = Sheet.TITLE_HEIGHT;

    /** The level of each pixel of a panel; NaN where there is nothing to show. */
    interface Levels {
        float at(int column, int row);
    }

    /**
     * @param panels how many panels there will be
     * @param captioned whether they have captions
     * @param axisTitle what the frequency axis is called
     */
    PictureSheet(
            SheetLayout layout,
            String title,
            int panels,
            boolean captioned,
            MelAxis axis,
            String axisTitle,
            TimeAxis time) {
        this.layout = layout;
        this.axis = axis;
        this.axisTitle = axisTitle;
        this.time = time;
        int captions = captioned ? panels * Sheet.CAPTION_HEIGHT : 0;
        int height = Sheet.TITLE_HEIGHT + panels * axis.rows() + captions + Sheet.FOOT_HEIGHT;
        this.sheet = new Sheet(layout.width(), height, title, LEFT);
    }

    /** Adds a panel below the last one. */
    void panel(String caption, Levels levels, ColourScale colours) {
        if (!caption.isEmpty()) {
            top += Sheet.CAPTION_HEIGHT;
            sheet.lettering()
                    .draw(
                            caption,
                            Lettering.Size.LABEL,
                            Lettering.Align.LEFT,
                            LEFT,
                            top - 8,
                            layout.plotWidth(),
                            Sheet.INK);
        }
        for (int row = 0; row < axis.rows(); row++) {
            for (int column = 0; column < layout.plotWidth(); column++) {
                float level = levels.at(column, row);
                int colour = Float.isNaN(level) ? EMPTY.getRGB() : colours.colourOf(level);
                sheet.image().setRGB(LEFT + column, top + row, colour);
            }
        }
        sheet.frame(LEFT, top, layout.plotWidth(), axis.rows());
        frequencyTicks();
        timeTicks();
        colourBar(colours);
        top += axis.rows();
    }

    /** Labels the time axis below the last panel and returns the picture. */
    BufferedImage finish() {
        for (Tick tick : time.ticks()) {
            sheet.footTick(x(tick), top, LEFT, tick.label());
        }
        sheet.footTitle("Time (s)", LEFT, layout.plotWidth(), top);
        return sheet.finish();
    }

    private void frequencyTicks() {
        for (Tick tick : axis.ticks()) {
            sheet.leftTick(LEFT, top + (int) Math.round(axis.rowOf(tick.value())), tick.label());
        }
        sheet.lettering()
                .drawUpwards(
                        axisTitle,
                        Lettering.Align.CENTRE,
                        FREQUENCY_TITLE_X,
                        top + axis.rows() / 2,
                        Integer.MAX_VALUE,
                        Sheet.SOFT_INK);
    }

    private void timeTicks() {
        int bottom = top + axis.rows();
        Graphics2D graphics = sheet.graphics();
        graphics.setColor(Sheet.INK);
        for (Tick tick : time.ticks()) {
            graphics.drawLine(x(tick), bottom, x(tick), bottom + Sheet.TICK);
        }
    }

    private int x(Tick time) {
        return LEFT + this.time.columnOf(time.value());
    }

    private void colourBar(ColourScale colours) {
        Graphics2D graphics = sheet.graphics();
        int x = LEFT + layout.plotWidth() + BAR_GAP;
        for (int row = 0; row < axis.rows(); row++) {
            graphics.setColor(new Color(colours.colourAt(1 - (row + 0.5) / axis.rows())));
            graphics.fillRect(x, top + row, BAR_WIDTH, 1);
        }
        sheet.frame(x, top, BAR_WIDTH, axis.rows());
        List<Tick> ticks = colours.ticks();
        for (Tick tick : ticks) {
            int y = top + (int) Math.round((1 - colours.heightOf(tick.value())) * (axis.rows() - 1));
            int labelX = x + BAR_WIDTH + Sheet.TICK + 5;
            graphics.setColor(Sheet.INK);
            graphics.drawLine(x + BAR_WIDTH, y, x + BAR_WIDTH + Sheet.TICK, y);
            sheet.lettering()
                    .draw(
                            tick.label(),
                            Lettering.Size.LABEL,
                            Lettering.Align.LEFT,
                            labelX,
                            y + Sheet.LABEL_DROP,
                            layout.width() - labelX,
                            Sheet.INK);
        }
    }
}
