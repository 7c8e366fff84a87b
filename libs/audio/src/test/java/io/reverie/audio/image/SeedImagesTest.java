package io.reverie.audio.image;

import java.util.Arrays;
import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SeedImagesTest {

    private static final int BINS = 9;
    private static final int FRAMES = 20;
    private static final int PLANE = BINS * 12;

    private final ComplexSpectrogram stft = new ComplexSpectrogram(BINS, FRAMES, gaussian(2 * BINS * FRAMES, 1));
    private final MelSpectrogram mel = new MelSpectrogram(BINS, FRAMES, squares(BINS * FRAMES, 2));
    private final ImageCrop crop = new ImageCrop(5, 12);

    @Test
    void complexImagesHoldTheScaledPartsAsTheFormulaSays() {
        // When
        SeedImage made = SeedImages.ofStft(SeedTransform.STFT_COMPLEX, stft, crop);

        // Then
        for (int part = 0; part < 2; part++) {
            double minimum = Double.MAX_VALUE;
            double maximum = -Double.MAX_VALUE;
            for (int i = 0; i < FRAMES * BINS; i++) {
                minimum = Math.min(minimum, stft.values()[2 * i + part]);
                maximum = Math.max(maximum, stft.values()[2 * i + part]);
            }
            for (int row = 0; row < BINS; row++) {
                for (int column = 0; column < 12; column++) {
                    double x = stft.values()[2 * ((crop.firstFrame() + column) * BINS + row) + part];
                    assertThat((double) made.image().values()[(part * BINS + row) * 12 + column])
                            .isCloseTo((x - minimum) / (maximum - minimum), within(1e-7));
                }
            }
        }
        assertThat(Arrays.copyOfRange(made.image().values(), 2 * PLANE, 3 * PLANE))
                .containsOnly(0);
    }

    @Test
    void realAndMelImagesHoldTheSameThreeTimesFrom0To1() {
        // When
        SeedImage real = SeedImages.ofStft(SeedTransform.STFT_REAL, stft, crop);
        SeedImage power = SeedImages.ofMel(mel, crop);

        // Then
        float minimum = power.scale().red().minimum();
        float maximum = power.scale().red().maximum();
        for (int row = 0; row < BINS; row++) {
            for (int column = 0; column < 12; column++) {
                float first = real.image().value(0, row, column);
                assertThat(real.image().value(1, row, column)).isEqualTo(first);
                assertThat(real.image().value(2, row, column)).isEqualTo(first);
                assertThat(first).isBetween(0f, 1f);
                double x = mel.values()[(crop.firstFrame() + column) * BINS + row];
                assertThat((double) power.image().value(2, row, column))
                        .isCloseTo((x - minimum) / (maximum - minimum), within(1e-7));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ImageChannel.class)
    void thereAndBackGivesTheInput(ImageChannel channel) {
        for (long seed = 0; seed < 20; seed++) {
            // Given images of many sizes, some of them padded, as a network gets them
            Random random = new Random(seed);
            int rows = 1 + random.nextInt(40);
            int frames = 1 + random.nextInt(60);
            ImageCrop part = new ImageCrop(random.nextInt(frames), 1 + random.nextInt(80));
            ComplexSpectrogram input = new ComplexSpectrogram(rows, frames, gaussian(2 * rows * frames, seed));
            MelSpectrogram power = new MelSpectrogram(rows, frames, squares(rows * frames, seed));
            SeedImage complex = SeedImages.ofStft(SeedTransform.STFT_COMPLEX, input, part);
            SeedImage real = SeedImages.ofStft(SeedTransform.STFT_REAL, input, part);
            SeedImage bands = SeedImages.ofMel(power, part);

            // Then
            assertClose(SeedImages.toStft(complex, channel, input).values(), input.values());
            assertClose(SeedImages.toStft(real, channel, input).values(), input.values());
            assertClose(SeedImages.toMel(bands, channel, power).values(), power.values());
            assertClose(
                    SeedImages.toStft(real.dreamed(throughTheNetwork(real.image())), channel, input)
                            .values(),
                    input.values());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // transform, channel read, channel changed, part that moves, share of its range
        "STFT_COMPLEX, RED, 0, 0, 1",
        "STFT_COMPLEX, GREEN, 1, 1, 1",
        "STFT_COMPLEX, BLUE, 2, 0, 1",
        "STFT_COMPLEX, MEAN, 1, 0, 0.3333333",
        "STFT_REAL, RED, 0, 0, 1",
        "STFT_REAL, BLUE, 2, 0, 1",
        "STFT_REAL, MEAN, 2, 0, 0.3333333"
    })
    void changingAPixelMovesOneNumberOfTheStft(
            SeedTransform transform, ImageChannel channel, int changed, int part, double share) {
        // Given: the pixel closest to the middle of both scales, brighter by a tenth
        SeedImage made = SeedImages.ofStft(transform, stft, crop);
        float[] values = made.image().values().clone();
        int row = 4;
        int column = columnInTheMiddle(made.image(), row);
        values[(changed * BINS + row) * 12 + column] += 0.1f;

        // When
        SeedImage dreamed = made.dreamed(new SpectrogramImage(BINS, 12, values));
        float[] back = SeedImages.toStft(dreamed, channel, stft).values();

        // Then
        ValueRange range = part == 1 ? made.scale().green() : made.scale().red();
        int at = 2 * ((crop.firstFrame() + column) * BINS + row) + part;
        float[] expected = stft.values().clone();
        expected[at] += (float) (0.1 * share * (range.maximum() - range.minimum()));
        assertClose(back, expected);
        assertThat(back[at]).isNotCloseTo(stft.values()[at], within(0.05f));
    }

    @Test
    void channelsThatAreNotReadDoNotCount() {
        // Given
        SeedImage made = SeedImages.ofStft(SeedTransform.STFT_COMPLEX, stft, crop);
        float[] values = made.image().values().clone();
        Arrays.fill(values, PLANE, 3 * PLANE, 0.7f);

        // Then
        SeedImage dreamed = made.dreamed(new SpectrogramImage(BINS, 12, values));
        assertClose(SeedImages.toStft(dreamed, ImageChannel.RED, stft).values(), stft.values());
    }

    @Test
    void aDreamThatLeavesTheImageIsClampedAndFramesOutsideTheCropStay() {
        // Given
        SeedImage made = SeedImages.ofMel(mel, crop);
        float[] values = made.image().values().clone();
        Arrays.fill(values, 0, PLANE, -5);
        Arrays.fill(values, PLANE, 2 * PLANE, 5);

        // When
        SeedImage dreamed = made.dreamed(new SpectrogramImage(BINS, 12, values));
        float[] low = SeedImages.toMel(dreamed, ImageChannel.RED, mel).values();
        float[] high = SeedImages.toMel(dreamed, ImageChannel.GREEN, mel).values();

        // Then
        for (int i = 0; i < low.length; i++) {
            boolean inside = i / BINS >= 5 && i / BINS < 17;
            assertThat(low[i]).isEqualTo(inside ? made.scale().red().minimum() : mel.values()[i]);
            assertThat(high[i]).isEqualTo(inside ? made.scale().red().maximum() : mel.values()[i]);
        }
        assertThat(made.scale().red().minimum()).isNotNegative();
    }

    @Test
    void movedRealPartsStayInTheirRange() {
        // Given
        SeedImage made = SeedImages.ofStft(SeedTransform.STFT_COMPLEX, stft, crop);
        float[] values = made.image().values().clone();
        Arrays.fill(values, 2 * PLANE, 3 * PLANE, 1);

        // When
        SeedImage dreamed = made.dreamed(new SpectrogramImage(BINS, 12, values));
        ComplexSpectrogram back = SeedImages.toStft(dreamed, ImageChannel.BLUE, stft);

        // Then
        for (int i = 5 * BINS; i < 17 * BINS; i++) {
            assertThat(back.values()[2 * i]).isEqualTo(made.scale().red().maximum());
            assertThat(back.values()[2 * i + 1]).isEqualTo(stft.values()[2 * i + 1]);
        }
    }

    @Test
    void shorterAudioIsPaddedWithSilence() {
        // Given powers that are all above 0
        float[] loud = mel.values().clone();
        for (int i = 0; i < loud.length; i++) {
            loud[i] += 3;
        }
        MelSpectrogram power = new MelSpectrogram(BINS, FRAMES, loud);

        // When
        SeedImage made = SeedImages.ofMel(power, ImageCrop.of(SeedTransform.MEL, 0));

        // Then silence, quieter than anything there, is the darkest shade
        assertThat(made.image().columns()).isEqualTo(860);
        assertThat(made.scale().red().minimum()).isGreaterThanOrEqualTo(3);
        assertThat(made.image().value(0, 3, FRAMES)).isZero();
        assertThat(made.image().value(0, 3, 859)).isZero();

        // And in an STFT silence lies between the extremes
        SeedImage complex = SeedImages.ofStft(SeedTransform.STFT_COMPLEX, stft, new ImageCrop(0, 430));
        ValueRange real = complex.scale().red();
        assertThat((double) complex.image().value(0, 0, 429))
                .isCloseTo(-real.minimum() / ((double) real.maximum() - real.minimum()), within(1e-7));
        assertThat(SeedImages.toStft(complex, ImageChannel.RED, stft).frames()).isEqualTo(FRAMES);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0.3f, 1e30f})
    void aConstantGoesThereAndBackExactly(float constant) {
        // Given
        float[] values = new float[2 * BINS * FRAMES];
        Arrays.fill(values, constant);
        ComplexSpectrogram input = new ComplexSpectrogram(BINS, FRAMES, values);

        // Then
        for (SeedTransform transform : new SeedTransform[] {SeedTransform.STFT_COMPLEX, SeedTransform.STFT_REAL}) {
            SeedImage made = SeedImages.ofStft(transform, input, crop);
            assertThat(made.image().values()).containsOnly(0);
            for (ImageChannel channel : ImageChannel.values()) {
                assertThat(SeedImages.toStft(made, channel, input).values()).isEqualTo(values);
            }
        }
    }

    @Test
    void theNetworkGetsMinusOneToOne() {
        // Given
        SpectrogramImage image = new SpectrogramImage(1, 1, new float[] {0, 0.25f, 1});

        // Then
        assertThat(image.networkInput()).containsExactly(-1, -0.5f, 1);
        assertThat(SpectrogramImage.ofNetworkInput(1, 1, image.networkInput()).values())
                .containsExactly(0, 0.25f, 1);
    }

    @Test
    void theSeedsCropsAre430And860Columns() {
        assertThat(ImageCrop.of(SeedTransform.STFT_COMPLEX, 7)).isEqualTo(new ImageCrop(7, 430));
        assertThat(ImageCrop.of(SeedTransform.STFT_REAL, 0).columns()).isEqualTo(430);
        assertThat(ImageCrop.centred(SeedTransform.MEL, 1860)).isEqualTo(new ImageCrop(500, 860));
        assertThat(ImageCrop.centred(SeedTransform.MEL, 100)).isEqualTo(new ImageCrop(0, 860));
        assertThat(ImageCrop.of(SeedTransform.MEL, 0).columns()).isEqualTo(860);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> SeedImages.ofMel(mel, new ImageCrop(FRAMES, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("firstFrame must be below the number of frames (20), but is 20");
        assertThatThrownBy(() -> SeedImages.ofStft(SeedTransform.MEL, stft, crop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MEL");
        SeedImage made = SeedImages.ofMel(mel, crop);
        assertThatThrownBy(() -> SeedImages.toStft(made, ImageChannel.RED, stft))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mel");
        MelSpectrogram other = new MelSpectrogram(BINS + 1, FRAMES, new float[(BINS + 1) * FRAMES]);
        assertThatThrownBy(() -> SeedImages.toMel(made, ImageChannel.RED, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 rows");
        assertThatThrownBy(() ->
                        SeedImages.ofMel(new MelSpectrogram(1, 2, new float[] {1, Float.NaN}), new ImageCrop(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new SpectrogramImage(2, 2, new float[4])).hasMessageContaining("12 elements");
    }

    private static SpectrogramImage throughTheNetwork(SpectrogramImage image) {
        return SpectrogramImage.ofNetworkInput(image.rows(), image.columns(), image.networkInput());
    }

    private static int columnInTheMiddle(SpectrogramImage image, int row) {
        int best = 0;
        for (int column = 0; column < image.columns(); column++) {
            if (distance(image, row, column) < distance(image, row, best)) {
                best = column;
            }
        }
        return best;
    }

    private static double distance(SpectrogramImage image, int row, int column) {
        return Math.max(Math.abs(image.value(0, row, column) - 0.5), Math.abs(image.value(1, row, column) - 0.5));
    }

    private static void assertClose(float[] values, float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        double allowed = 1e-6 * Samples.peak(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).isCloseTo(expected[i], within(allowed));
        }
    }

    private static float[] squares(int size, long seed) {
        float[] values = gaussian(size, seed);
        for (int i = 0; i < size; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private static float[] gaussian(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
