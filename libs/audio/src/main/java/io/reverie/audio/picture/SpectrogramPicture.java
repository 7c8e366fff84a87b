package io.reverie.audio.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * Pictures of spectrograms as PNG, 1280 pixels wide however long the audio is: time in seconds, frequency in Hz on a mel
 * axis, and a colour bar. A frame stands where the middle of its window lies in the signal. Streams are not closed.
 *
 * <p>Lettering needs a font of the system (in containers: the package fontconfig and any font); without one the picture
 * is drawn without it. Titles are cut where they are too long.
 */
public final class SpectrogramPicture {

    /** In dB below the loudest point. */
    private static final double RANGE = 80;

    private static final double SMALLEST_LEVEL = 1e-10;
    private static final double DIFFERENCE_RANGE = 30;

    /** Of the mean power, as in {@link io.reverie.audio.LogSpectralDistance}: what is quieter counts as equal. */
    private static final double DIFFERENCE_FLOOR = 1e-6;

    /** Keeps silence from dividing by zero. */
    private static final double SMALLEST_POWER = 1e-20;

    private static final int SINGLE_HEIGHT = 420;
    private static final int DOUBLE_HEIGHT = 300;
    private static final int STACKED_HEIGHT = 250;
    private static final SheetLayout LAYOUT = SheetLayout.wide();
    private static final ColourScale LEVELS = ColourScale.decibels(ColourMap.MAGMA, -RANGE, 0, 20);
    private static final ColourScale DIFFERENCE =
            ColourScale.decibels(ColourMap.DIVERGING, -DIFFERENCE_RANGE, DIFFERENCE_RANGE, 15);

    private SpectrogramPicture() {}

    /**
     * Writes the level of one spectrogram over a range of 80 dB below its loudest point.
     *
     * @param title one line above the picture
     * @param parameters the analysis of the spectrogram
     * @throws IllegalArgumentException if the spectrogram has no frame or another number of bins than the analysis
     */
    public static void write(OutputStream out, String title, ComplexSpectrogram spectrogram, StftParameters parameters)
            throws IOException {
        requireFrames("spectrogram", spectrogram, parameters);
        writeLevels(out, title, Subject.of(SINGLE_HEIGHT, parameters), new BinPower(spectrogram, parameters));
    }

    /**
     * Writes the level of one mel spectrogram over a range of 80 dB below its loudest point. The axis has the mel scale
     * of the bands, which are equally high; between two bands' centres the nearer one is shown, and so are the lowest
     * and the highest down to minHz and up to maxHz. A level is that of the power also where the bands hold magnitudes.
     *
     * @param title one line above the picture
     * @param parameters the analysis behind the mel spectrogram
     * @param mel the bands and the exponent of the magnitude
     * @throws IllegalArgumentException if the spectrogram has no frame or another number of bands, or minHz lies at or
     *     above Nyquist
     */
    public static void write(
            OutputStream out, String title, MelSpectrogram spectrogram, StftParameters parameters, MelParameters mel)
            throws IOException {
        requireFrames("spectrogram", spectrogram, mel);
        writeLevels(
                out, title, Subject.of(SINGLE_HEIGHT, parameters, mel), new BandPower(spectrogram, parameters, mel));
    }

    /**
     * Writes the real and, below it, the imaginary part of one spectrogram, divided by its largest magnitude: red for
     * more, blue for less than 0, the depth of colour the cube root, so that -60 dB has a tenth of it. Where several
     * values fall on a pixel the one farthest from 0 is shown.
     *
     * @param title one line above the picture
     * @param parameters the analysis of the spectrogram
     * @throws IllegalArgumentException if the spectrogram has no frame or another number of bins than the analysis
     */
    public static void writeParts(
            OutputStream out, String title, ComplexSpectrogram spectrogram, StftParameters parameters)
            throws IOException {
        requireFrames("spectrogram", spectrogram, parameters);
        Subject subject = Subject.of(DOUBLE_HEIGHT, parameters);
        double magnitude = Math.sqrt(new BinPower(spectrogram, parameters).loudest(0));
        double divisor = Math.max(magnitude, Math.sqrt(SMALLEST_POWER));
        String scale = String.format(Locale.ROOT, " (1 = largest magnitude, %.3g; cube-root colours)", magnitude);
        PictureSheet sheet = subject.sheet(title, 2, true, spectrogram.frames());
        for (PartRaster.Part part : PartRaster.Part.values()) {
            sheet.panel(
                    (part == PartRaster.Part.REAL ? "Real part" : "Imaginary part") + scale,
                    new PartRaster(spectrogram, part, parameters, subject.axis(), LAYOUT.plotWidth(), divisor),
                    ColourScale.signedRoot());
        }
        Sheet.writePng(out, sheet.finish());
    }

    /**
     * Writes a spectrogram, what became of it, and the difference of the two, one above the other on one sheet. Each is
     * shown relative to its own loudest point; the difference is that of the powers divided by their means, so that
     * loudness alone does not show, and what lies 60 dB below the mean counts as equal. Where one is longer the rest of
     * the other stays empty.
     *
     * @param title one line above the picture
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
        writeComparison(
                out,
                title,
                Subject.of(STACKED_HEIGHT, parameters),
                new BinPower(before, parameters),
                new BinPower(after, parameters));
    }

    /**
     * Writes a mel spectrogram, what became of it, and the difference, as {@link #writeComparison(OutputStream, String,
     * ComplexSpectrogram, ComplexSpectrogram, StftParameters)} does.
     *
     * @param title one line above the picture
     * @param parameters the analysis behind both
     * @param mel the bands of both
     * @throws IllegalArgumentException if a spectrogram has no frame or another number of bands, or minHz lies at or
     *     above Nyquist
     */
    public static void writeComparison(
            OutputStream out,
            String title,
            MelSpectrogram before,
            MelSpectrogram after,
            StftParameters parameters,
            MelParameters mel)
            throws IOException {
        requireFrames("before", before, mel);
        requireFrames("after", after, mel);
        writeComparison(
                out,
                title,
                Subject.of(STACKED_HEIGHT, parameters, mel),
                new BandPower(before, parameters, mel),
                new BandPower(after, parameters, mel));
    }

    /** What the axes of a sheet need to know. */
    private record Subject(MelAxis axis, String axisTitle, StftParameters parameters) {

        static Subject of(int height, StftParameters parameters) {
            return new Subject(new MelAxis(height, parameters.sampleRate() / 2.0), "Frequency (Hz)", parameters);
        }

        static Subject of(int height, StftParameters parameters, MelParameters mel) {
            MelAxis axis = new MelAxis(height, mel.scale(), mel.minHz(), BandPower.highestHz(parameters, mel));
            return new Subject(
                    axis,
                    "Frequency (Hz), " + mel.bands() + (mel.bands() == 1 ? " mel band" : " mel bands"),
                    parameters);
        }

        PictureSheet sheet(String title, int panels, boolean captioned, int frames) {
            TimeAxis time = new TimeAxis(LAYOUT.plotWidth(), frames, parameters);
            return new PictureSheet(LAYOUT, title, panels, captioned, axis, axisTitle, time);
        }
    }

    private static void writeLevels(OutputStream out, String title, Subject subject, PowerSource source)
            throws IOException {
        PictureSheet sheet = subject.sheet(title, 1, false, source.frames());
        sheet.panel("", levels(source, subject.axis(), source.frames()), LEVELS);
        Sheet.writePng(out, sheet.finish());
    }

    private static void writeComparison(
            OutputStream out, String title, Subject subject, PowerSource before, PowerSource after) throws IOException {
        int frames = Math.max(before.frames(), after.frames());
        PictureSheet sheet = subject.sheet(title, 3, true, frames);
        sheet.panel("Before", levels(before, subject.axis(), frames), LEVELS);
        sheet.panel("After", levels(after, subject.axis(), frames), LEVELS);
        PowerRaster old = normalised(before, subject.axis(), frames);
        PowerRaster changed = normalised(after, subject.axis(), frames);
        sheet.panel(
                "Difference (after \u2212 before, loudness aside)",
                (column, row) -> changed.at(column, row) - old.at(column, row),
                DIFFERENCE);
        Sheet.writePng(out, sheet.finish());
    }

    private static PowerRaster levels(PowerSource source, MelAxis axis, int framesShown) {
        double loudest = source.loudest(SMALLEST_POWER);
        return new PowerRaster(source, axis, LAYOUT.plotWidth(), framesShown, loudest, SMALLEST_LEVEL);
    }

    private static PowerRaster normalised(PowerSource source, MelAxis axis, int framesShown) {
        double mean = Math.max(source.mean(), SMALLEST_POWER);
        return new PowerRaster(source, axis, LAYOUT.plotWidth(), framesShown, mean, DIFFERENCE_FLOOR);
    }

    private static void requireFrames(String name, ComplexSpectrogram spectrogram, StftParameters parameters) {
        if (spectrogram.frames() == 0 || spectrogram.bins() != parameters.bins()) {
            throw new IllegalArgumentException(name + " must have frames of " + parameters.bins() + " bins, but has "
                    + spectrogram.frames() + " of " + spectrogram.bins());
        }
    }

    private static void requireFrames(String name, MelSpectrogram spectrogram, MelParameters mel) {
        if (spectrogram.frames() == 0 || spectrogram.bands() != mel.bands()) {
            throw new IllegalArgumentException(name + " must have frames of " + mel.bands() + " bands, but has "
                    + spectrogram.frames() + " of " + spectrogram.bands());
        }
    }
}
