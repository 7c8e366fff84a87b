package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * The growth of a dream as an animated GIF, 720 pixels wide: one spectrogram after another on the same axes and the same
 * colour scale, repeated for ever. 0 dB is the loudest point of the first spectrogram (of the first one that is not
 * silent), and the scale reaches from 70 dB below it to 10 dB above it, so that what grows gets brighter. The colours
 * are those of the scale in steps of 1.25 dB, without dithering.
 *
 * <p>One spectrogram is needed at a time; it is drawn and written before the next one is asked for.
 */
public final class SpectrogramAnimation {

    /** The longest time for which an image can be shown. */
    public static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    /** For how many delays the last spectrogram is shown. */
    public static final int LAST_DELAYS = 4;

    private static final int WIDTH = 720;
    private static final int HEIGHT = 270;
    private static final double LOWEST = -70;
    private static final double HIGHEST = 10;
    private static final double LABEL_STEP = 10;
    private static final int COLOURS = 65;
    private static final double SMALLEST_LEVEL = 1e-10;
    /** What counts as silence; keeps it from dividing by zero. */
    private static final double SMALLEST_POWER = 1e-20;

    private static final long MILLIS_PER_CENTISECOND = 10;

    private final String title;
    private final StftParameters parameters;
    private final SheetLayout layout = SheetLayout.ofWidth(WIDTH);
    private final MelAxis axis;
    private final ColourScale scale = ColourScale.decibels(ColourMap.MAGMA, LOWEST, HIGHEST, LABEL_STEP);
    private final Palette palette = new Palette(scale, COLOURS);
    private double loudest;

    /**
     * One image of the animation.
     *
     * @param caption one line above the spectrogram, such as "Iteration 10 of 30"
     * @param spectrogram what to draw
     */
    public record Frame(String caption, ComplexSpectrogram spectrogram) {
        public Frame {
            Objects.requireNonNull(caption, "caption");
            Objects.requireNonNull(spectrogram, "spectrogram");
        }
    }

    private SpectrogramAnimation(String title, StftParameters parameters) {
        this.title = title;
        this.parameters = parameters;
        this.axis = new MelAxis(HEIGHT, parameters.sampleRate() / 2.0);
    }

    /**
     * Writes an animation. The stream is not closed.
     *
     * @param title one line above all images; cut where it is too long
     * @param frames one or more, all equally long; each is asked for when the one before has been written
     * @param parameters the analysis of all spectrograms
     * @param delay how long each image is shown, rounded to 10 ms; the last one is shown {@value #LAST_DELAYS} times as
     *     long
     * @throws IllegalArgumentException if there is no frame, a spectrogram is empty, of another analysis or of another
     *     length than the first, or the delay is not 10 ms to {@link #LONGEST_DELAY}
     */
    public static void write(
            OutputStream out, String title, Iterator<Frame> frames, StftParameters parameters, Duration delay)
            throws IOException {
        int centiseconds = centiseconds(delay);
        if (!frames.hasNext()) {
            throw new IllegalArgumentException("an animation must have at least one frame");
        }
        SpectrogramAnimation animation = new SpectrogramAnimation(title, parameters);
        Frame first = frames.next();
        int length = first.spectrogram().frames();
        BufferedImage image = animation.draw(first, length);
        try (GifSequence sequence = new GifSequence(out, image)) {
            while (frames.hasNext()) {
                sequence.add(image, centiseconds);
                image = animation.draw(frames.next(), length);
            }
            sequence.add(image, LAST_DELAYS * centiseconds);
        }
    }

    private BufferedImage draw(Frame frame, int length) {
        ComplexSpectrogram spectrogram = frame.spectrogram();
        if (length == 0 || spectrogram.frames() != length || spectrogram.bins() != parameters.bins()) {
            throw new IllegalArgumentException("all spectrograms must have " + Math.max(1, length) + " frames of "
                    + parameters.bins() + " bins, but \"" + frame.caption() + "\" has " + spectrogram.frames() + " of "
                    + spectrogram.bins());
        }
        PowerSource source = new BinPower(spectrogram, parameters);
        if (loudest <= SMALLEST_POWER) {
            loudest = source.loudest(SMALLEST_POWER);
        }
        TimeAxis time = new TimeAxis(layout.plotWidth(), length, parameters);
        PictureSheet sheet = new PictureSheet(layout, title, 1, true, axis, "Frequency (Hz)", time);
        PowerRaster levels = new PowerRaster(source, axis, layout.plotWidth(), length, loudest, SMALLEST_LEVEL);
        sheet.panel(frame.caption(), levels, scale.inSteps(COLOURS));
        return palette.applyTo(sheet.finish());
    }

    private static int centiseconds(Duration delay) {
        long centiseconds = Math.round((double) delay.toMillis() / MILLIS_PER_CENTISECOND);
        if (centiseconds < 1 || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be 10 ms to " + LONGEST_DELAY + ", but is " + delay);
        }
        return (int) centiseconds;
    }
}
