package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A blank sheet with a title, to draw on, and what all pictures have alike. */
final class Sheet {

    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x22, 0x22, 0x2A);
    static final Color SOFT_INK = new Color(0x66, 0x66, 0x70);
    static final int TITLE_HEIGHT = 48;
    static final int CAPTION_HEIGHT = 28;
    static final int FOOT_HEIGHT = 58;
    /** Length of a tick. */
    static final int TICK = 5;
    /** From the middle of a label to its base line. */
    static final int LABEL_DROP = 5;

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering lettering;

    /** @param left where the title begins */
    Sheet(int width, int height, String title, int left) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, width, height);
        graphics.setStroke(new BasicStroke(1));
        this.lettering = new Lettering(graphics);
        int titleWidth = width - left - TICK;
        lettering.draw(title, Lettering.Size.TITLE, Lettering.Align.LEFT, left, TITLE_HEIGHT - 18, titleWidth, INK);
    }

    BufferedImage image() {
        return image;
    }

    Graphics2D graphics() {
        return graphics;
    }

    Lettering lettering() {
        return lettering;
    }

    /** Draws the frame of a plot whose first pixel is at (x, y). */
    void frame(int x, int y, int width, int height) {
        graphics.setColor(INK);
        graphics.drawRect(x - 1, y - 1, width + 1, height + 1);
    }

    /** Draws a tick to the left of a plot and its label. */
    void leftTick(int plotLeft, int y, String label) {
        graphics.setColor(INK);
        graphics.drawLine(plotLeft - 1 - TICK, y, plotLeft - 1, y);
        lettering.draw(
                label, Lettering.Size.LABEL, Lettering.Align.RIGHT, plotLeft - TICK - 5, y + LABEL_DROP, plotLeft, INK);
    }

    /** Labels a tick below the last plot. */
    void footTick(int x, int plotBottom, int mostWidth, String label) {
        lettering.draw(label, Lettering.Size.LABEL, Lettering.Align.CENTRE, x, plotBottom + 22, mostWidth, INK);
    }

    /** Says what the horizontal axis is, below the labels of its ticks. */
    void footTitle(String title, int plotLeft, int plotWidth, int plotBottom) {
        lettering.draw(
                title,
                Lettering.Size.LABEL,
                Lettering.Align.CENTRE,
                plotLeft + plotWidth / 2,
                plotBottom + FOOT_HEIGHT - 12,
                plotWidth,
                SOFT_INK);
    }

    /** Ends the drawing and returns the picture. */
    BufferedImage finish() {
        graphics.dispose();
        return image;
    }

    /** Writes a picture as PNG. */
    static void writePng(OutputStream out, BufferedImage image) throws IOException {
        // In memory: the default of ImageIO is a temporary file.
        try (MemoryCacheImageOutputStream encoded = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", encoded)) {
                throw new IOException("this Java runtime has no PNG encoder");
            }
        }
    }
}
