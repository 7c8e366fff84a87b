package io.reverie.reconstruct;

import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.image.ImageChannel;
import io.reverie.audio.image.ImageCrop;
import io.reverie.audio.image.ImageScale;
import io.reverie.audio.image.SeedImage;
import io.reverie.audio.image.SeedImages;
import io.reverie.audio.image.SeedTransform;
import io.reverie.audio.image.SpectrogramImage;
import io.reverie.audio.image.ValueRange;
import io.reverie.schemas.DreamedImage;
import io.reverie.worker.JobRejectedException;

/** The way back from a dreamed image to the spectrogram that it shows. */
final class DreamedImages {

    private final Dream dream;
    private final SeedImage image;
    private final ImageChannel channel;

    /** Rejects an image whose pixels are not numbers. */
    DreamedImages(Dream dream, NpyArray array, String field) {
        if (!Samples.allFinite(array.floats())) {
            throw JobRejectedException.invalidValue(field, "an image with a pixel that is no number", "finite pixels");
        }
        DreamedImage described = dream.image();
        int rows = (int) array.shape()[1];
        int columns = (int) array.shape()[2];
        this.dream = dream;
        this.channel = ImageChannel.valueOf(dream.reconstruction().getChannel().name());
        this.image = new SeedImage(
                SeedTransform.valueOf(described.getTransform().name()),
                new SpectrogramImage(rows, columns, rowMajor(array)),
                new ImageCrop(described.getFirstFrame(), columns),
                new ImageScale(range(described, 0), range(described, 1)));
    }

    /** The STFT; what the image does not show comes from the input. */
    ComplexSpectrogram toStft(float[] input) {
        ComplexSpectrogram before = new Stft(dream.stft()).forward(input);
        return SeedImages.toStft(image, channel, before);
    }

    /** The mel spectrogram; frames that the image does not show come from the input. */
    MelSpectrogram toMel(float[] input) {
        MelParameters mel = dream.mel();
        MelFilterBank filters = new MelFilterBank(dream.stft(), mel);
        return SeedImages.toMel(image, channel, filters.apply(new Stft(dream.stft()).forward(input)));
    }

    private static ValueRange range(DreamedImage described, int channel) {
        List<Double> minimum = described.getMinimum();
        List<Double> maximum = described.getMaximum();
        return new ValueRange(
                minimum.get(channel).floatValue(), maximum.get(channel).floatValue());
    }

    private static float[] rowMajor(NpyArray array) {
        float[] values = array.floats();
        if (!array.fortranOrder()) {
            return values;
        }
        int rows = (int) array.shape()[1];
        int columns = (int) array.shape()[2];
        float[] ordered = new float[values.length];
        int at = 0;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                for (int plane = 0; plane < SpectrogramImage.CHANNELS; plane++) {
                    ordered[(plane * rows + row) * columns + column] = values[at++];
                }
            }
        }
        return ordered;
    }
}
