package io.reverie.audio.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Which colour stands for which level, and how the colour bar tells it. Immutable. */
final class ColourScale {

    private final ColourMap colours;
    private final DoubleUnaryOperator position;
    /** How many colours; 0 for as many as there are. */
    private final int steps;

    private final List<Tick> ticks;

    private ColourScale(ColourMap colours, DoubleUnaryOperator position, int steps, List<Tick> ticks) {
        this.colours = colours;
        this.position = position;
        this.steps = steps;
        this.ticks = List.copyOf(ticks);
    }

    /**
     * Linear in dB.
     *
     * @param step from one label to the next
     */
    static ColourScale decibels(ColourMap colours, double lowest, double highest, double step) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; highest - i * step >= lowest; i++) {
            double level = highest - i * step;
            String plus = Math.round(level) > 0 ? "+" : "";
            String unit = i == 0 ? " dB" : "";
            ticks.add(new Tick(level, plus + Tick.signed(String.valueOf(Math.round(level))) + unit));
        }
        return new ColourScale(colours, level -> (level - lowest) / (highest - lowest), 0, ticks);
    }

    /** The cube root of numbers from -1 to 1, white for 0: a thousandth has a tenth of the full colour. */
    static ColourScale signedRoot() {
        List<Tick> ticks = new ArrayList<>();
        for (double level : new double[] {1, 0.1, 0.01, 0, -0.01, -0.1, -1}) {
            String number = level == Math.rint(level) ? String.format(Locale.ROOT, "%.0f", level) : "" + level;
            ticks.add(new Tick(level, (level > 0 ? "+" : "") + Tick.signed(number)));
        }
        return new ColourScale(ColourMap.DIVERGING, level -> (1 + Math.cbrt(level)) / 2, 0, ticks);
    }

    /** The same scale in so many colours only. */
    ColourScale inSteps(int steps) {
        return new ColourScale(colours, position, steps, ticks);
    }

    /** The colour of a level as 0xRRGGBB; levels outside the scale take the nearest end. */
    int colourOf(double level) {
        return colourAt(position.applyAsDouble(level));
    }

    /** The colour at a height of the colour bar, from 0 at its foot to 1 at its top. */
    int colourAt(double height) {
        return colours.at(steps == 0 ? height : Math.rint(clamped(height) * (steps - 1)) / (steps - 1));
    }

    /** The height of a level on the colour bar, from 0 at its foot to 1 at its top. */
    double heightOf(double level) {
        return clamped(position.applyAsDouble(level));
    }

    /** What the colour bar is labelled with, from its top down. */
    List<Tick> ticks() {
        return ticks;
    }

    private static double clamped(double height) {
        return Math.max(0, Math.min(1, height));
    }
}
