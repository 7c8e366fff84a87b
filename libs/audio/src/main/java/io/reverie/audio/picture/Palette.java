package io.reverie.audio.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The colours of an animation: those of a scale, exact, and shades from paper to ink for lines and letters. Immutable.
 */
final class Palette {

    private static final int SHADES = 16;
    private static final int LARGEST = 256;
    private static final int OPAQUE = 0xFFFFFF;

    private final int[] colours;
    private final int firstShade;
    private final Map<Integer, Integer> indices = new HashMap<>();

    /**
     * @param scale in so many steps
     * @param steps at most 240
     */
    Palette(ColourScale scale, int steps) {
        Set<Integer> distinct = new LinkedHashSet<>();
        for (int i = 0; i < steps; i++) {
            distinct.add(scale.colourAt((double) i / (steps - 1)));
        }
        this.firstShade = distinct.size();
        this.colours = new int[firstShade + SHADES];
        if (colours.length > LARGEST) {
            throw new IllegalArgumentException("a palette has at most " + LARGEST + " colours, not " + colours.length);
        }
        int next = 0;
        for (int colour : distinct) {
            indices.put(colour, next);
            colours[next++] = colour;
        }
        for (int shade = 0; shade < SHADES; shade++) {
            colours[next++] = mixed((double) shade / (SHADES - 1));
        }
    }

    /** The colours as 0xRRGGBB. */
    int[] colours() {
        return colours.clone();
    }

    /** The same picture in the colours of the palette: those of the scale as they are, others by their nearest shade. */
    BufferedImage applyTo(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model());
        WritableRaster raster = indexed.getRaster();
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                line[x] = indexOf(line[x] & OPAQUE);
            }
            raster.setPixels(0, y, width, 1, line);
        }
        return indexed;
    }

    private int indexOf(int colour) {
        Integer exact = indices.get(colour);
        if (exact != null) {
            return exact;
        }
        double paper = Sheet.PAPER.getGreen();
        double share = (paper - (colour >> 8 & 0xFF)) / (paper - Sheet.INK.getGreen());
        return firstShade + (int) Math.round(Math.max(0, Math.min(1, share)) * (SHADES - 1));
    }

    private IndexColorModel model() {
        byte[] red = new byte[LARGEST];
        byte[] green = new byte[LARGEST];
        byte[] blue = new byte[LARGEST];
        for (int i = 0; i < colours.length; i++) {
            red[i] = (byte) (colours[i] >> 16);
            green[i] = (byte) (colours[i] >> 8);
            blue[i] = (byte) colours[i];
        }
        return new IndexColorModel(Byte.SIZE, LARGEST, red, green, blue);
    }

    private static int mixed(double ink) {
        Color paper = Sheet.PAPER;
        Color dark = Sheet.INK;
        return mixed(ink, paper.getRed(), dark.getRed()) << 16
                | mixed(ink, paper.getGreen(), dark.getGreen()) << 8
                | mixed(ink, paper.getBlue(), dark.getBlue());
    }

    private static int mixed(double share, int from, int to) {
        return (int) Math.round(from + share * (to - from));
    }
}
