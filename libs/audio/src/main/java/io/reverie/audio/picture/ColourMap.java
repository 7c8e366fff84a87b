package io.reverie.audio.picture;

/** A colour for each number from 0 to 1, linear between equally spaced control points. */
final class ColourMap {

    /** Magma, perceptually even from black to pale yellow (Smith and van der Walt, 2015, CC0): every 15th of 256. */
    static final ColourMap MAGMA = new ColourMap(
            0x000004, 0x090720, 0x1A1042, 0x311165, 0x4A1079, 0x621980, 0x792282, 0x912B81, 0xAA337D, 0xC23B75,
            0xD9466B, 0xEC5860, 0xF7725C, 0xFC8E64, 0xFEAA74, 0xFEC68A, 0xFDE2A3, 0xFCFDBF);

    /** Blue for less, white for equal, red for more: RdBu of ColorBrewer (Brewer and Harrower, Apache 2.0). */
    static final ColourMap DIVERGING = new ColourMap(
            0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B,
            0x67001F);

    private final int[] points;

    private ColourMap(int... points) {
        this.points = points;
    }

    /** The colour as 0xRRGGBB; numbers outside 0 to 1 take the nearest end. */
    int at(double position) {
        double scaled = Math.max(0, Math.min(1, position)) * (points.length - 1);
        int below = Math.min((int) scaled, points.length - 2);
        double share = scaled - below;
        return mixed(below, share, 16) | mixed(below, share, 8) | mixed(below, share, 0);
    }

    private int mixed(int below, double share, int shift) {
        int low = points[below] >> shift & 0xFF;
        int high = points[below + 1] >> shift & 0xFF;
        return (int) Math.round(low + share * (high - low)) << shift;
    }
}
