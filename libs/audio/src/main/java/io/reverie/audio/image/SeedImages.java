package io.reverie.audio.image;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Samples;

/**
 * Makes the images of Deep Dreaming Music (Neuromatch Academy 2021) and goes back from dreamed ones.
 *
 * <p>The spectrogram is min-max scaled, {@code (x - min) / (max - min)} with the extremes of the whole of it (0 everywhere
 * where they are equal), and then cropped, in this order as the seed did. Behind the end of the audio a crop is padded
 * with what stands for silence: the scaled 0, clamped to 0 to 1. What each channel holds and what it means on the way
 * back:
 *
 * <table>
 * <caption>Channels</caption>
 * <tr><th></th><th>red</th><th>green</th><th>blue</th><th>mean</th></tr>
 * <tr><td>STFT complex, in</td><td>real part</td><td>imaginary part</td><td>0</td><td></td></tr>
 * <tr><td>STFT complex, back</td><td>real part</td><td>imaginary part</td><td>its change moves the real part</td>
 * <td>its change moves the real part</td></tr>
 * <tr><td>STFT real, in</td><td colspan="3">real part</td><td></td></tr>
 * <tr><td>STFT real, back</td><td colspan="4">real part</td></tr>
 * <tr><td>mel, in</td><td colspan="3">linear mel power</td><td></td></tr>
 * <tr><td>mel, back</td><td colspan="4">linear mel power</td></tr>
 * </table>
 *
 * <p>On the way back values are clamped to 0 to 1 and {@code x = min + y * (max - min)}; the other part of an STFT comes
 * from the input, as do all frames outside the crop, and the padding is dropped. "Moves": {@code real = input's real +
 * (y - input's y) * (max - min)} with the range of the real part, never beyond it: neither the blue of an STFT complex
 * image, which starts at 0, nor a mean with it is a scaled spectrogram, but what a dream added to them is a change.
 */
public final class SeedImages {

    private static final int REAL = 0;
    private static final int IMAGINARY = 1;
    private static final int RED = 0;
    private static final int GREEN = 1;

    private SeedImages() {}

    /**
     * An image of an STFT.
     *
     * @param transform {@link SeedTransform#STFT_COMPLEX} or {@link SeedTransform#STFT_REAL}
     * @param spectrogram finite numbers
     * @param crop the seed's is that of {@link ImageCrop#of}
     * @throws IllegalArgumentException if the transform is another, the crop begins behind the last frame, or a value is
     *     not finite
     */
    public static SeedImage ofStft(SeedTransform transform, ComplexSpectrogram spectrogram, ImageCrop crop) {
        Plane real = plane(spectrogram, spectrogram.values(), REAL);
        return switch (transform) {
            case STFT_COMPLEX -> {
                Plane imaginary = plane(spectrogram, spectrogram.values(), IMAGINARY);
                yield complex(real, imaginary, crop, new ImageScale(real.range(), imaginary.range()));
            }
            case STFT_REAL -> threefold(transform, real, crop);
            case MEL -> throw new IllegalArgumentException("an image of an STFT cannot have the transform MEL");
        };
    }

    /**
     * An image of the mel power in all channels.
     *
     * @param spectrogram finite numbers of an analysis whose exponent is 2, linear, not in dB
     * @param crop the seed's is {@link ImageCrop#of} {@link SeedTransform#MEL}
     * @throws IllegalArgumentException if the crop begins behind the last frame or a value is not finite
     */
    public static SeedImage ofMel(MelSpectrogram spectrogram, ImageCrop crop) {
        return threefold(SeedTransform.MEL, plane(spectrogram, spectrogram.values()), crop);
    }

    /**
     * The spectrum of a dreamed image of {@link #ofStft}: a new one, the input stays.
     *
     * @param dreamed the dreamed image with transform, crop and ranges of the input's image
     * @param channel what goes back, as in the table above
     * @param input what the image was made of; gives the other part and the frames outside the crop
     * @throws IllegalArgumentException if the image is one of a mel spectrogram or does not fit the crop or the input
     */
    public static ComplexSpectrogram toStft(SeedImage dreamed, ImageChannel channel, ComplexSpectrogram input) {
        float[] values = input.values().clone();
        Plane real = plane(input, values, REAL);
        ImageScale scale = dreamed.scale();
        switch (dreamed.transform()) {
            case STFT_REAL -> restore(dreamed, channel, scale.red(), real);
            case STFT_COMPLEX -> {
                switch (channel) {
                    case RED -> restore(dreamed, channel, scale.red(), real);
                    case GREEN -> restore(dreamed, channel, scale.green(), plane(input, values, IMAGINARY));
                    default -> move(dreamed, channel, input, real);
                }
            }
            default -> throw new IllegalArgumentException("the image is one of a mel spectrogram");
        }
        return new ComplexSpectrogram(input.bins(), input.frames(), values);
    }

    /**
     * The mel power of a dreamed image of {@link #ofMel}: a new one, the input stays. It is never below the smallest of
     * the input and therefore not negative.
     *
     * @param dreamed the dreamed image with crop and range of the input's image
     * @param channel gives the mel power
     * @param input what the image was made of; gives the frames outside the crop
     * @throws IllegalArgumentException if the image is one of an STFT or does not fit the crop or the input
     */
    public static MelSpectrogram toMel(SeedImage dreamed, ImageChannel channel, MelSpectrogram input) {
        if (dreamed.transform() != SeedTransform.MEL) {
            throw new IllegalArgumentException("the image is one of an STFT");
        }
        float[] values = input.values().clone();
        restore(dreamed, channel, dreamed.scale().red(), plane(input, values));
        return new MelSpectrogram(input.bands(), input.frames(), values);
    }

    private static SeedImage complex(Plane real, Plane imaginary, ImageCrop crop, ImageScale scale) {
        crop.framesShown(real.frames());
        SpectrogramImage image = empty(real.rows(), crop);
        real.writeTo(image, RED, crop, scale.red());
        imaginary.writeTo(image, GREEN, crop, scale.green());
        return new SeedImage(SeedTransform.STFT_COMPLEX, image, crop, scale);
    }

    private static SeedImage threefold(SeedTransform transform, Plane plane, ImageCrop crop) {
        crop.framesShown(plane.frames());
        ValueRange range = plane.range();
        SpectrogramImage image = empty(plane.rows(), crop);
        for (int channel = 0; channel < SpectrogramImage.CHANNELS; channel++) {
            plane.writeTo(image, channel, crop, range);
        }
        return new SeedImage(transform, image, crop, new ImageScale(range, range));
    }

    private static void restore(SeedImage dreamed, ImageChannel channel, ValueRange range, Plane target) {
        int shown = framesShown(dreamed, target);
        for (int column = 0; column < shown; column++) {
            for (int row = 0; row < target.rows(); row++) {
                float scaled = channel.valueOf(dreamed.image(), row, column);
                target.set(row, dreamed.crop().firstFrame() + column, range.restored(scaled));
            }
        }
    }

    private static void move(SeedImage dreamed, ImageChannel channel, ComplexSpectrogram input, Plane real) {
        int shown = framesShown(dreamed, real);
        // By the image's scale: the input may be a part of what it was made of.
        SpectrogramImage before = complex(
                        real, plane(input, input.values(), IMAGINARY), dreamed.crop(), dreamed.scale())
                .image();
        ValueRange range = dreamed.scale().red();
        for (int column = 0; column < shown; column++) {
            int frame = dreamed.crop().firstFrame() + column;
            for (int row = 0; row < real.rows(); row++) {
                double change =
                        (double) channel.valueOf(dreamed.image(), row, column) - channel.valueOf(before, row, column);
                real.set(row, frame, range.moved(real.get(row, frame), change));
            }
        }
    }

    private static int framesShown(SeedImage dreamed, Plane target) {
        SpectrogramImage image = dreamed.image();
        if (image.rows() != target.rows() || image.columns() != dreamed.crop().columns()) {
            throw new IllegalArgumentException("the image must have " + target.rows() + " rows as the input and "
                    + dreamed.crop().columns() + " columns as the crop, but has " + image.rows() + " and "
                    + image.columns());
        }
        return dreamed.crop().framesShown(target.frames());
    }

    private static SpectrogramImage empty(int rows, ImageCrop crop) {
        long size = (long) SpectrogramImage.CHANNELS * rows * crop.columns();
        if (size > Samples.LARGEST_ARRAY) {
            throw new IllegalArgumentException("the image would have " + size + " values, more than an array can hold");
        }
        return new SpectrogramImage(rows, crop.columns(), new float[(int) size]);
    }

    private static Plane plane(ComplexSpectrogram spectrogram, float[] values, int part) {
        return new Plane(values, spectrogram.bins(), spectrogram.frames(), 2, part);
    }

    private static Plane plane(MelSpectrogram spectrogram, float[] values) {
        return new Plane(values, spectrogram.bands(), spectrogram.frames(), 1, 0);
    }
}
