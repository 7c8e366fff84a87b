package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet with panels one above the other that share their axes. */
final class PictureSheet {

    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x22, 0x22, 0x2A);
    static final int TITLE_HEIGHT = 48;
    static final int CAPTION_HEIGHT = 28;

    private static final int LEFT = SheetLayout.LEFT;
    private static final int FOOT_HEIGHT = 58;
    private static final int TICK = 5;
    private static final int LABEL_DROP = 5;
    private static final int BAR_GAP = 18;
    private static final int BAR_WIDTH = 14;
    private static final int FREQUENCY_TITLE_X = 20;

    private static final Color SOFT_INK = new Color(0x66, 0x66, 0x70);
    private static final Color EMPTY = new Color(0xE9, 0xE9, 0xEC);

    private final SheetLayout layout;
    private final MelAxis axis;
    private final String axisTitle;
    private final TimeAxis time;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;
    private int top = TITLE_HEIGHT;

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
        int captions = captioned ? panels * CAPTION_HEIGHT : 0;
        int height = TITLE_HEIGHT + panels * axis.rows() + captions + FOOT_HEIGHT;
        this.image = new BufferedImage(layout.width(), height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, layout.width(), height);
        graphics.setStroke(new BasicStroke(1));
        this.lettering = new Lettering(graphics);
        int titleWidth = layout.width() - LEFT - TICK;
        lettering.draw(title, Lettering.Size.TITLE, Lettering.Align.LEFT, LEFT, TITLE_HEIGHT - 18, titleWidth, INK);
    }

    /** Adds a panel below the last one. */
    void panel(String caption, Levels levels, ColourScale colours) {
        if (!caption.isEmpty()) {
            top += CAPTION_HEIGHT;
            lettering.draw(caption, Lettering.Size.LABEL, Lettering.Align.LEFT, LEFT, top - 8, layout.plotWidth(), INK);
        }
        for (int row = 0; row < axis.rows(); row++) {
            for (int column = 0; column < layout.plotWidth(); column++) {
                float level = levels.at(column, row);
                int colour = Float.isNaN(level) ? EMPTY.getRGB() : colours.colourOf(level);
                image.setRGB(LEFT + column, top + row, colour);
            }
        }
        frame(LEFT, layout.plotWidth());
        frequencyTicks();
        timeTicks();
        colourBar(colours);
        top += axis.rows();
    }

    /** Labels the time axis below the last panel and returns the picture. */
    BufferedImage finish() {
        for (Tick tick : time.ticks()) {
            lettering.draw(tick.label(), Lettering.Size.LABEL, Lettering.Align.CENTRE, x(tick), top + 22, LEFT, INK);
        }
        lettering.draw(
                "Time (s)",
                Lettering.Size.LABEL,
                Lettering.Align.CENTRE,
                LEFT + layout.plotWidth() / 2,
                top + FOOT_HEIGHT - 12,
                layout.plotWidth(),
                SOFT_INK);
        graphics.dispose();
        return image;
    }

    private void frame(int x, int width) {
        graphics.setColor(INK);
        graphics.drawRect(x - 1, top - 1, width + 1, axis.rows() + 1);
    }

    private void frequencyTicks() {
        for (Tick tick : axis.ticks()) {
            int y = top + (int) Math.round(axis.rowOf(tick.value()));
            graphics.setColor(INK);
            graphics.drawLine(LEFT - 1 - TICK, y, LEFT - 1, y);
            lettering.draw(
                    tick.label(),
                    Lettering.Size.LABEL,
                    Lettering.Align.RIGHT,
                    LEFT - TICK - 5,
                    y + LABEL_DROP,
                    LEFT,
                    INK);
        }
        lettering.drawUpwards(axisTitle, FREQUENCY_TITLE_X, top + axis.rows() / 2, SOFT_INK);
    }

    private void timeTicks() {
        int bottom = top + axis.rows();
        graphics.setColor(INK);
        for (Tick tick : time.ticks()) {
            graphics.drawLine(x(tick), bottom, x(tick), bottom + TICK);
        }
    }

    private int x(Tick time) {
        return LEFT + this.time.columnOf(time.value());
    }

    private void colourBar(ColourScale colours) {
        int x = LEFT + layout.plotWidth() + BAR_GAP;
        for (int row = 0; row < axis.rows(); row++) {
            graphics.setColor(new Color(colours.colourAt(1 - (row + 0.5) / axis.rows())));
            graphics.fillRect(x, top + row, BAR_WIDTH, 1);
        }
        frame(x, BAR_WIDTH);
        List<Tick> ticks = colours.ticks();
        for (Tick tick : ticks) {
            int y = top + (int) Math.round((1 - colours.heightOf(tick.value())) * (axis.rows() - 1));
            int labelX = x + BAR_WIDTH + TICK + 5;
            graphics.setColor(INK);
            graphics.drawLine(x + BAR_WIDTH, y, x + BAR_WIDTH + TICK, y);
            lettering.draw(
                    tick.label(),
                    Lettering.Size.LABEL,
                    Lettering.Align.LEFT,
                    labelX,
                    y + LABEL_DROP,
                    layout.width() - labelX,
                    INK);
        }
    }
}
