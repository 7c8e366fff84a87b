package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;
import java.util.List;

/**
 * How a line is drawn, so that each is told from the others by colour and, for colour-blind readers and on grey paper, by
 * its dashes.
 *
 * @param dashes lengths of dash and gap in pixels by turns; none: drawn through
 */
record LineStyle(Color colour, List<Float> dashes) {

    /** The most lines that can be told apart. */
    static final int COUNT = 12;

    /** Blue, vermilion, green, purple (Okabe and Ito 2008). */
    private static final List<Color> FIRST =
            List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7));
    /** Orange and sky blue of the same, a brown and a grey in place of yellow and black. */
    private static final List<Color> SECOND =
            List.of(new Color(0xE69F00), new Color(0x56B4E9), new Color(0x7A4A1E), new Color(0x77777F));

    private static final List<Float> LONG = List.of(9f, 5f);
    private static final List<Float> DOTS = List.of(2f, 4f);

    LineStyle {
        dashes = List.copyOf(dashes);
    }

    /** The style of a line by its number: four drawn through, four dashed in other colours, four dotted in the first. */
    static LineStyle of(int line) {
        int colour = line % FIRST.size();
        return switch (line / FIRST.size()) {
            case 0 -> new LineStyle(FIRST.get(colour), List.of());
            case 1 -> new LineStyle(SECOND.get(colour), LONG);
            case 2 -> new LineStyle(FIRST.get(colour), DOTS);
            default -> throw new IllegalArgumentException("line must be 0 to " + (COUNT - 1) + ", but is " + line);
        };
    }

    /** The same colour, drawn through. */
    LineStyle solid() {
        return new LineStyle(colour, List.of());
    }

    Stroke stroke(float width) {
        if (dashes.isEmpty()) {
            return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        float[] pattern = new float[dashes.size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = dashes.get(i);
        }
        // Round ends would close the gaps.
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0);
    }
}
