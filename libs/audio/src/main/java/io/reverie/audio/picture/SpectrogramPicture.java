package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.StftParameters;

/**
 * Pictures of spectrograms as PNG, 1280 pixels wide however long the audio is: time in seconds, frequency in
 * Hz on a mel axis, colour for the level in dB over a range of 80 dB below the loudest point.
 *
 * <p>Lettering needs a font of the system (in containers: the package fontconfig and any font); without one the picture
 * is drawn without it.
 */
public final class SpectrogramPicture {

    private static final double RANGE = 80;
    private static final double SMALLEST_LEVEL = 1e-10;
    private static final double DIFFERENCE_RANGE = 30;

    /** Of the mean power, as in {@link LogSpectralDistance}: what is quieter counts as equal. */
    private static final double DIFFERENCE_FLOOR = 1e-6;

    /** Keeps silence from dividing by zero. */
    private static final double SMALLEST_POWER = 1e-20;

    private static final int SINGLE_HEIGHT = 420;
    private static final int STACKED_HEIGHT = 250;

    private SpectrogramPicture() {}

    /**
     * Writes one spectrogram. The stream is not closed.
     *
     * @param title one line above the picture; cut where it is too long
     * @param parameters the analysis of the spectrogram
     * @throws IllegalArgumentException if the spectrogram has no frame or another number of bins than the analysis
     */
    public static void write(OutputStream out, String title, ComplexSpectrogram spectrogram, StftParameters parameters)
            throws IOException {
        requireFrames("spectrogram", spectrogram, parameters);
        MelAxis axis = new MelAxis(SINGLE_HEIGHT, parameters.sampleRate() / 2.0);
        PictureSheet sheet = new PictureSheet(title, 1, axis, seconds(spectrogram.frames(), parameters));
        sheet.panel("", levels(spectrogram, parameters, axis, spectrogram.frames()), ColourMap.MAGMA, -RANGE, 0);
        write(out, sheet.finish());
    }

    /**
     * Writes a spectrogram, what became of it, and the difference of the two, one above the other on one sheet. Each is
     * shown relative to its own loudest point; the difference is that of the powers divided by their means, so that
     * loudness alone does not show, and what lies 60 dB below the mean counts as equal. Where one is longer the rest of
     * the other stays empty. The stream is not closed.
     *
     * @param title one line above the picture; cut where it is too long
     * @param parameters the analysis of both spectrograms
     * @throws IllegalArgumentException if a spectrogram has no frame or another number of bins than the analysis
     */
    public static void writeComparison(
            OutputStream out,
            String title,
            ComplexSpectrogram before,
            ComplexSpectrogram after,
            StftParameters parameters)
            throws IOException {
        requireFrames("before", before, parameters);
        requireFrames("after", after, parameters);
        int frames = Math.max(before.frames(), after.frames());
        MelAxis axis = new MelAxis(STACKED_HEIGHT, parameters.sampleRate() / 2.0);
        PictureSheet sheet = new PictureSheet(title, 3, axis, seconds(frames, parameters));
        sheet.panel("Before", levels(before, parameters, axis, frames), ColourMap.MAGMA, -RANGE, 0);
        sheet.panel("After", levels(after, parameters, axis, frames), ColourMap.MAGMA, -RANGE, 0);
        PowerRaster old = normalised(before, parameters, axis, frames);
        PowerRaster changed = normalised(after, parameters, axis, frames);
        sheet.panel(
                "Difference (after \u2212 before, loudness aside)",
                (column, row) -> changed.at(column, row) - old.at(column, row),
                ColourMap.DIVERGING,
                -DIFFERENCE_RANGE,
                DIFFERENCE_RANGE);
        write(out, sheet.finish());
    }

    private static PictureSheet.Levels levels(
            ComplexSpectrogram spectrogram, StftParameters parameters, MelAxis axis, int framesShown) {
        double loudest = SMALLEST_POWER;
        for (float power : spectrogram.power()) {
            loudest = Math.max(loudest, power);
        }
        return new PowerRaster(
                spectrogram, parameters, axis, PictureSheet.PLOT_WIDTH, framesShown, loudest, SMALLEST_LEVEL)::at;
    }

    private static PowerRaster normalised(
            ComplexSpectrogram spectrogram, StftParameters parameters, MelAxis axis, int framesShown) {
        double mean = Math.max(spectrogram.meanPower(), SMALLEST_POWER);
        return new PowerRaster(
                spectrogram, parameters, axis, PictureSheet.PLOT_WIDTH, framesShown, mean, DIFFERENCE_FLOOR);
    }

    private static double seconds(int frames, StftParameters parameters) {
        return (double) frames * parameters.hop() / parameters.sampleRate();
    }

    private static void requireFrames(String name, ComplexSpectrogram spectrogram, StftParameters parameters) {
        if (spectrogram.frames() == 0 || spectrogram.bins() != parameters.bins()) {
            throw new IllegalArgumentException(name + " must have frames of " + parameters.bins() + " bins, but has "
                    + spectrogram.frames() + " of " + spectrogram.bins());
        }
    }

    private static void write(OutputStream out, BufferedImage image) throws IOException {
        // In memory: the default of ImageIO is a temporary file.
        try (MemoryCacheImageOutputStream encoded = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", encoded)) {
                throw new IOException("this Java runtime has no PNG encoder");
            }
        }
    }
}
