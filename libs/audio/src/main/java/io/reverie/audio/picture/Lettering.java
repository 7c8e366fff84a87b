package io.reverie.audio.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;

/** Text in the system's sans-serif font; nothing at all on systems without any font. */
final class Lettering {

    private static final String CUT = "\u2026";

    private final Graphics2D graphics;
    private final boolean available;

    enum Size {
        TITLE(Font.BOLD, 17),
        LABEL(Font.PLAIN, 13),
        STRONG_LABEL(Font.BOLD, 13);

        private final int style;
        private final int points;

        Size(int style, int points) {
            this.style = style;
            this.points = points;
        }
    }

    enum Align {
        LEFT(0),
        CENTRE(0.5),
        RIGHT(1);

        private final double share;

        Align(double share) {
            this.share = share;
        }
    }

    Lettering(Graphics2D graphics) {
        this.graphics = graphics;
        this.available = fontsWork(graphics);
        if (available) {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        }
    }

    /** Draws one line with its base line at y, cut to a width. */
    void draw(String text, Size size, Align align, int x, int y, int mostWidth, Color colour) {
        if (!available) {
            return;
        }
        graphics.setFont(new Font(Font.SANS_SERIF, size.style, size.points));
        graphics.setColor(colour);
        FontMetrics metrics = graphics.getFontMetrics();
        String line = cut(text.replaceAll("\\p{Cntrl}", " "), metrics, mostWidth);
        graphics.drawString(line, (float) (x - align.share * metrics.stringWidth(line)), y);
    }

    /** Draws a label that reads upwards, cut to a length; (x, y) is where its base line begins, has its middle or ends. */
    void drawUpwards(String text, Align align, int x, int y, int mostLength, Color colour) {
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        draw(text, Size.LABEL, align, x, y, mostLength, colour);
        graphics.setTransform(upright);
    }

    private static String cut(String text, FontMetrics metrics, int mostWidth) {
        if (metrics.stringWidth(text) <= mostWidth) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + CUT) > mostWidth) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + CUT;
    }

    /** Without fontconfig or a font Java fails on the first use, with one of several errors depending on its version. */
    private static boolean fontsWork(Graphics2D graphics) {
        try {
            return graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                            .stringWidth("0")
                    > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }
}
