package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.image.ImageChannel;
import io.reverie.audio.image.ImageCrop;
import io.reverie.audio.image.SeedImage;
import io.reverie.audio.image.SeedImages;
import io.reverie.audio.image.SeedTransform;
import io.reverie.audio.image.SpectrogramImage;
import io.reverie.schemas.Update;

/**
 * Dreams the picture of Deep Dreaming Music (2021): the recording's mel power, real part, or real and imaginary part,
 * scaled to 0 to 1 over the whole recording ({@link SeedImages}). The state is the pixels {@code [frames, channels,
 * rows]}; a step is {@code p = clamp(p + step, 0, 1)}, see {@link GradientScale}. ADDITIVE keeps pixels at their beginning or
 * above, SUBTRACTIVE at it or below: of a real part that is the signed value, not the magnitude.
 *
 * <p>A network of one channel sees one that stands for all three, one of two channels sees red and green; one of three
 * sees and changes all of them, blue included.
 */
public final class PictureWay extends DreamWay {

    private final SeedTransform transform;
    private final MelFilterBank filters;
    private final MelGainMask mask;
    private final int channels;
    private final ImageChannel heard;

    /**
     * @param transform what is made a picture
     * @param filters the mel filters of the network or, for an STFT, of the gains that snapshots are told in
     * @param channels that the network sees, 1 to 3
     * @param heard the channel that becomes sound
     */
    public PictureWay(SeedTransform transform, MelFilterBank filters, int channels, ImageChannel heard) {
        if (channels < 1 || channels > SpectrogramImage.CHANNELS) {
            throw new IllegalArgumentException("channels must be 1 to 3, but is " + channels);
        }
        this.transform = transform;
        this.filters = filters;
        this.mask = new MelGainMask(filters);
        this.channels = channels;
        this.heard = heard;
    }

    @Override
    public int valuesPerFrame() {
        return channels * rows();
    }

    @Override
    int bands() {
        return mask.bands();
    }

    int channels() {
        return channels;
    }

    int rows() {
        return transform == SeedTransform.MEL ? mask.bands() : mask.bins();
    }

    @Override
    Original open(ComplexSpectrogram input) {
        ImageCrop whole = new ImageCrop(0, input.frames());
        return new Original(
                input,
                transform == SeedTransform.MEL
                        ? SeedImages.ofMel(filters.apply(input), whole)
                        : SeedImages.ofStft(transform, input, whole));
    }

    @Override
    Canvas canvas(Hearing hearing, int segmentFrames, int frames, DreamSettings settings) {
        return new PictureCanvas(this, mask, segmentFrames, frames, settings);
    }

    /** Cross-fading keeps pixels on their side of the input; a picture has no energy to cap. */
    @Override
    void settle(Original original, float[] state, Update update, EnergyCap cap) {
        // Nothing to do.
    }

    @Override
    public float[] towards(ComplexSpectrogram input, float[] state, double factor) {
        SeedImage image = open(input).image();
        float[] between = new float[state.length];
        for (int frame = 0; frame < input.frames(); frame++) {
            for (int line = 0; line < valuesPerFrame(); line++) {
                int at = frame * valuesPerFrame() + line;
                float start = image.image().values()[line * input.frames() + frame];
                between[at] = (float) (start + factor * (state[at] - start));
            }
        }
        return between;
    }

    @Override
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] state) {
        return restored(open(input), input, state);
    }

    /** The spectrogram that a part of the picture shows. */
    DreamedSpectrogram restored(Original original, ComplexSpectrogram part, float[] state) {
        SeedImage dreamed = original.image().dreamed(picture(state, part.frames()));
        SeedImage shown = new SeedImage(
                transform,
                dreamed.image(),
                new ImageCrop(0, part.frames()),
                original.image().scale());
        if (transform == SeedTransform.MEL) {
            MelSpectrogram mel = SeedImages.toMel(shown, heard, filters.apply(part));
            return new DreamedSpectrogram(null, mel, shown);
        }
        return new DreamedSpectrogram(SeedImages.toStft(shown, heard, part), null, shown);
    }

    private SpectrogramImage picture(float[] state, int frames) {
        int rows = rows();
        float[] pixels = new float[SpectrogramImage.CHANNELS * rows * frames];
        for (int channel = 0; channel < SpectrogramImage.CHANNELS; channel++) {
            if (channel >= channels && transform == SeedTransform.STFT_COMPLEX) {
                continue;
            }
            int from = Math.min(channel, channels - 1) * rows;
            for (int row = 0; row < rows; row++) {
                for (int frame = 0; frame < frames; frame++) {
                    pixels[(channel * rows + row) * frames + frame] = state[frame * valuesPerFrame() + from + row];
                }
            }
        }
        return new SpectrogramImage(rows, frames, pixels);
    }
}
