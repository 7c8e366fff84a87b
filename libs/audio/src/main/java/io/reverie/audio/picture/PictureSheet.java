package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** A sheet with panels one above the other that share their time axis. */
final class PictureSheet {

    static final int WIDTH = 1280;
    static final int PLOT_WIDTH = 1100;

    private static final int LEFT = 78;
    private static final int TITLE_HEIGHT = 48;
    private static final int CAPTION_HEIGHT = 28;
    private static final int FOOT_HEIGHT = 58;
    private static final int TICK = 5;
    private static final int BAR_GAP = 18;
    private static final int BAR_WIDTH = 14;
    private static final int BAR_STEPS = 4;
    private static final int MOST_TIME_TICKS = 12;

    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x22, 0x22, 0x2A);
    private static final Color SOFT_INK = new Color(0x66, 0x66, 0x70);
    private static final Color EMPTY = new Color(0xE9, 0xE9, 0xEC);

    private final MelAxis axis;
    private final double seconds;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;
    private int top = TITLE_HEIGHT;

    /** The level of each pixel of a panel in dB; NaN where there is nothing to show. */
    interface Levels {
        float at(int column, int row);
    }

    PictureSheet(String title, int panels, MelAxis axis, double seconds) {
        this.axis = axis;
        this.seconds = seconds;
        int captions = panels == 1 ? 0 : panels * CAPTION_HEIGHT;
        int height = TITLE_HEIGHT + panels * axis.rows() + captions + FOOT_HEIGHT;
        this.image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, WIDTH, height);
        graphics.setStroke(new BasicStroke(1));
        this.lettering = new Lettering(graphics);
        lettering.draw(title, Lettering.Size.TITLE, Lettering.Align.LEFT, LEFT, TITLE_HEIGHT - 18, PLOT_WIDTH, INK);
    }

    /** Adds a panel below the last one. */
    void panel(String caption, Levels levels, ColourMap colours, double lowest, double highest) {
        if (!caption.isEmpty()) {
            top += CAPTION_HEIGHT;
            lettering.draw(caption, Lettering.Size.LABEL, Lettering.Align.LEFT, LEFT, top - 8, PLOT_WIDTH, INK);
        }
        for (int row = 0; row < axis.rows(); row++) {
            for (int column = 0; column < PLOT_WIDTH; column++) {
                float level = levels.at(column, row);
                int colour = Float.isNaN(level) ? EMPTY.getRGB() : colours.at((level - lowest) / (highest - lowest));
                image.setRGB(LEFT + column, top + row, colour);
            }
        }
        frame(LEFT, PLOT_WIDTH);
        frequencyTicks();
        timeTicks(false);
        colourBar(colours, lowest, highest);
        top += axis.rows();
    }

    /** Labels the time axis below the last panel and returns the picture. */
    BufferedImage finish() {
        top -= axis.rows();
        timeTicks(true);
        top += axis.rows();
        lettering.draw(
                "Time (s)",
                Lettering.Size.LABEL,
                Lettering.Align.CENTRE,
                LEFT + PLOT_WIDTH / 2,
                top + FOOT_HEIGHT - 12,
                PLOT_WIDTH,
                SOFT_INK);
        graphics.dispose();
        return image;
    }

    private void frame(int x, int width) {
        graphics.setColor(INK);
        graphics.drawRect(x - 1, top - 1, width + 1, axis.rows() + 1);
    }

    private void frequencyTicks() {
        for (double hz : axis.ticks()) {
            int y = top + (int) Math.round(axis.rowOf(hz));
            graphics.setColor(INK);
            graphics.drawLine(LEFT - 1 - TICK, y, LEFT - 1, y);
            lettering.draw(
                    MelAxis.label(hz), Lettering.Size.LABEL, Lettering.Align.RIGHT, LEFT - TICK - 5, y + 5, LEFT, INK);
        }
        lettering.drawUpwards("Frequency (Hz)", 20, top + axis.rows() / 2, SOFT_INK);
    }

    private void timeTicks(boolean labelled) {
        double step = timeStep();
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        int bottom = top + axis.rows();
        for (int i = 0; i * step <= seconds * (1 + 1e-9); i++) {
            int x = LEFT + (int) Math.round(i * step / seconds * (PLOT_WIDTH - 1));
            if (labelled) {
                String label = String.format(Locale.ROOT, "%." + decimals + "f", i * step);
                lettering.draw(label, Lettering.Size.LABEL, Lettering.Align.CENTRE, x, bottom + 22, LEFT, INK);
            } else {
                graphics.setColor(INK);
                graphics.drawLine(x, bottom, x, bottom + TICK);
            }
        }
    }

    /** 1, 2 or 5 times a power of ten. */
    private double timeStep() {
        double step = Math.pow(10, Math.floor(Math.log10(seconds / MOST_TIME_TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (seconds / (step * factor) <= MOST_TIME_TICKS) {
                return step * factor;
            }
        }
        return step * 10;
    }

    private void colourBar(ColourMap colours, double lowest, double highest) {
        int x = LEFT + PLOT_WIDTH + BAR_GAP;
        for (int row = 0; row < axis.rows(); row++) {
            graphics.setColor(new Color(colours.at(1 - (row + 0.5) / axis.rows())));
            graphics.fillRect(x, top + row, BAR_WIDTH, 1);
        }
        frame(x, BAR_WIDTH);
        for (int i = 0; i <= BAR_STEPS; i++) {
            int y = top + (int) Math.round((double) i * (axis.rows() - 1) / BAR_STEPS);
            double level = highest - i * (highest - lowest) / BAR_STEPS;
            graphics.setColor(INK);
            graphics.drawLine(x + BAR_WIDTH, y, x + BAR_WIDTH + TICK, y);
            lettering.draw(
                    level(level, lowest) + (i == 0 ? " dB" : ""),
                    Lettering.Size.LABEL,
                    Lettering.Align.LEFT,
                    x + BAR_WIDTH + TICK + 5,
                    y + 5,
                    WIDTH,
                    INK);
        }
    }

    private static String level(double level, double lowest) {
        long rounded = Math.round(level);
        String sign = rounded < 0 ? "\u2212" : rounded > 0 && lowest < 0 ? "+" : "";
        return sign + Math.abs(rounded);
    }
}
