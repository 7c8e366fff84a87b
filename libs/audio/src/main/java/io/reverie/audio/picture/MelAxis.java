package io.reverie.audio.picture;

import java.util.ArrayList;
import java.util.List;

import io.reverie.audio.MelScale;

/** The vertical axis of a picture: rows equally far apart in mel (HTK) from Nyquist at the top down to 0 Hz. */
final class MelAxis {

    private static final int LOWEST_TICK_HZ = 250;
    private static final int SMALLEST_TICK_DISTANCE = 18;

    private final int rows;
    private final double highestHz;
    private final double highestMel;

    MelAxis(int rows, double highestHz) {
        this.rows = rows;
        this.highestHz = highestHz;
        this.highestMel = MelScale.HTK.melOf(highestHz);
    }

    int rows() {
        return rows;
    }

    /** The frequency at a height in rows below the top; whole numbers are the rows' edges. */
    double hzAt(double row) {
        return MelScale.HTK.hzOf(highestMel * (1 - row / rows));
    }

    /** The height of a frequency in rows below the top. */
    double rowOf(double hz) {
        return rows * (1 - MelScale.HTK.melOf(hz) / highestMel);
    }

    /** 0 Hz and octaves, as many as can be told apart. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        ticks.add(0.0);
        double row = rows;
        for (double hz = LOWEST_TICK_HZ; hz <= highestHz; hz *= 2) {
            if (row - rowOf(hz) >= SMALLEST_TICK_DISTANCE) {
                ticks.add(hz);
                row = rowOf(hz);
            }
        }
        return ticks;
    }

    static String label(double hz) {
        return hz < 1000 ? String.valueOf(Math.round(hz)) : Math.round(hz / 1000) + "k";
    }
}
