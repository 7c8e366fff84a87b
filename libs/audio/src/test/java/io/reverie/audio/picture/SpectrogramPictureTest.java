package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SpectrogramPictureTest {

    private static final int PLOT_LEFT = 78;
    private static final int PLOT_TOP = 48;
    private static final int PLOT_WIDTH = 1100;
    private static final int PLOT_HEIGHT = 420;
    private static final int PARTS_HEIGHT = 300;
    private static final int PANEL_HEIGHT = 250;
    private static final int CAPTION_HEIGHT = 28;

    private final StftParameters parameters = StftParameters.defaults();
    private final Stft stft = new Stft(parameters);

    @ParameterizedTest
    @ValueSource(ints = {513, 66_150, 2_000_000})
    void isAsWideForAudioOfAnyLengthAndBrightWhereTheToneIs(int samples) throws IOException {
        // Given
        ComplexSpectrogram tone = stft.forward(Sweep.linear(1000, 1000, samples / 22_050.0, 22_050));

        // When
        BufferedImage image = single("A tone of 1 kHz", tone);

        // Then
        assertThat(image.getWidth()).isEqualTo(1280);
        MelAxis axis = new MelAxis(PLOT_HEIGHT, 11_025);
        int column = PLOT_LEFT + PLOT_WIDTH / 2;
        assertThat(brightness(image.getRGB(column, PLOT_TOP + (int) axis.rowOf(1000))))
                .isGreaterThan(600);
        assertThat(brightness(image.getRGB(column, PLOT_TOP + (int) axis.rowOf(5000))))
                .isLessThan(300);
    }

    @Test
    void silenceAndTitlesOfAnyKindAreDrawn() throws IOException {
        // Given
        ComplexSpectrogram silence = stft.forward(new float[5000]);

        // Then
        for (String title : new String[] {"", "x".repeat(5000), "tab\tand\nline", "\u97F3\uD83C\uDFB5"}) {
            BufferedImage image = single(title, silence);
            assertThat(image.getRGB(PLOT_LEFT + 500, PLOT_TOP + 200) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(0));
        }
    }

    @Test
    void theDifferenceIsRedWhereSomethingCameAndBlueWhereItWent() throws IOException {
        // Given: noise whose upper half is amplified and lower half attenuated, and all of it made quieter
        ComplexSpectrogram before = stft.forward(DirectTransform.noise(66_150, 1));
        float[] values = before.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= i / 2 % 513 > 256 ? 0.05f : 0.005f;
        }
        ComplexSpectrogram after = new ComplexSpectrogram(513, before.frames(), values);

        // When
        BufferedImage image = comparison(before, after);

        // Then
        MelAxis axis = new MelAxis(PANEL_HEIGHT, 11_025);
        int top = PLOT_TOP + 2 * PANEL_HEIGHT + 3 * CAPTION_HEIGHT;
        int high = image.getRGB(PLOT_LEFT + 500, top + (int) axis.rowOf(8000));
        int low = image.getRGB(PLOT_LEFT + 500, top + (int) axis.rowOf(2000));
        assertThat(high >> 16 & 0xFF).isGreaterThan(high & 0xFF);
        assertThat(low >> 16 & 0xFF).isLessThan(low & 0xFF);
    }

    @Test
    void theRestOfTheShorterOneStaysEmpty() throws IOException {
        // Given
        ComplexSpectrogram longer = stft.forward(DirectTransform.noise(60_000, 1));
        ComplexSpectrogram shorter = stft.forward(DirectTransform.noise(30_000, 1));

        // When
        BufferedImage image = comparison(longer, shorter);

        // Then
        int right = PLOT_LEFT + PLOT_WIDTH - 50;
        int middle = PLOT_TOP + CAPTION_HEIGHT + PANEL_HEIGHT / 2;
        int panel = PANEL_HEIGHT + CAPTION_HEIGHT;
        assertThat(image.getRGB(right, middle) & 0xFFFFFF).isNotEqualTo(0xE9E9EC);
        assertThat(image.getRGB(right, middle + panel) & 0xFFFFFF).isEqualTo(0xE9E9EC);
        assertThat(image.getRGB(right, middle + 2 * panel) & 0xFFFFFF).isEqualTo(0xE9E9EC);
    }

    @Test
    void otherAnalysesAreDrawn() throws IOException {
        // Given
        StftParameters small = new StftParameters(768_000, 4, 4, 1, true, PadMode.ZERO);
        ComplexSpectrogram spectrogram = new Stft(small).forward(new float[] {1});

        // Then
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpectrogramPicture.write(out, "Four samples", spectrogram, small);
        assertThat(out.size()).isPositive();
    }

    @Test
    void theSameSpectrogramGivesTheSameBytes() throws IOException {
        // Given
        ComplexSpectrogram spectrogram = stft.forward(DirectTransform.noise(20_000, 1));
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();

        // When
        SpectrogramPicture.write(first, "Noise", spectrogram, parameters);
        SpectrogramPicture.write(second, "Noise", spectrogram, parameters);

        // Then
        assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
    }

    @Test
    void refusesSpectrogramsWithoutFramesOrOfAnotherAnalysis() {
        assertThatThrownBy(() -> single("", new ComplexSpectrogram(513, 0, new float[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spectrogram must have frames of 513 bins");
        assertThatThrownBy(() -> comparison(stft.forward(new float[1000]), new ComplexSpectrogram(5, 1, new float[10])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("after must have frames of 513 bins");
    }

    @Test
    void colourMapsEndAtTheirControlPoints() {
        assertThat(ColourMap.MAGMA.at(-1)).isEqualTo(0x000004);
        assertThat(ColourMap.MAGMA.at(2)).isEqualTo(0xFCFDBF);
        assertThat(ColourMap.DIVERGING.at(0.5)).isEqualTo(0xF7F7F7);
        assertThat(ColourMap.DIVERGING.at(0.05)).isEqualTo(0x134B87);
    }

    @ParameterizedTest
    @CsvSource({
        "HTK, SLANEY, 0, 0, 128, 2", "SLANEY, NONE, 0, 0, 64, 2", "HTK, SLANEY, 0, 0, 128, 1",
        "SLANEY, SLANEY, 300, 4000, 40, 1", "HTK, NONE, 900, 1100, 3, 2", "HTK, SLANEY, 0, 0, 700, 2"
    })
    void melBandsShowATonesLevelAtItsFrequency(
            MelScale scale, MelNorm norm, double minHz, double maxHz, int bands, double power) throws IOException {
        // Given a tone of 1 kHz whose second half is 20 dB quieter
        MelParameters mel = new MelParameters(bands, scale, norm, minHz, maxHz, power);
        float[] samples = Sweep.linear(1000, 1000, 4, 22_050);
        for (int i = samples.length / 2; i < samples.length; i++) {
            samples[i] *= 0.1f;
        }
        MelSpectrogram tone = new MelFilterBank(parameters, mel).apply(stft.forward(samples));

        // When
        BufferedImage image = drawn(out -> SpectrogramPicture.write(out, "A tone of 1 kHz", tone, parameters, mel));

        // Then the brightest row of the first half is that of 1 kHz, to within half a band
        MelAxis axis = new MelAxis(PLOT_HEIGHT, scale, minHz, maxHz == 0 ? 11_025 : maxHz);
        int column = PLOT_LEFT + PLOT_WIDTH / 4;
        double halfABand = Math.max(3.5, 0.5 * PLOT_HEIGHT / (bands + 1));
        assertThat(brightestRow(image, column)).isCloseTo(axis.rowOf(1000), within(1 + halfABand));
        // And the second half has the colour of -20 dB, whether the bands hold magnitudes or powers
        int row = PLOT_TOP + (int) brightestRow(image, column);
        assertColour(image.getRGB(column, row), ColourMap.MAGMA.at(1));
        assertColour(image.getRGB(PLOT_LEFT + PLOT_WIDTH * 3 / 4, row), ColourMap.MAGMA.at(0.75));
    }

    @Test
    void partsAreRedAboveAndBlueBelowZeroByTheCubeRoot() throws IOException {
        // Given a real part of 1 below and -0.001 above, an imaginary part of 0
        float[] values = new float[2 * 513 * 10];
        for (int frame = 0; frame < 10; frame++) {
            for (int bin = 0; bin < 513; bin++) {
                values[2 * (frame * 513 + bin)] = bin < 256 ? 5 : -0.005f;
            }
        }

        // When
        BufferedImage image = drawn(out ->
                SpectrogramPicture.writeParts(out, "Parts", new ComplexSpectrogram(513, 10, values), parameters));

        // Then
        MelAxis axis = new MelAxis(PARTS_HEIGHT, 11_025);
        int x = PLOT_LEFT + 500;
        int low = (int) axis.rowOf(1000);
        int high = (int) axis.rowOf(8000);
        int real = PLOT_TOP + CAPTION_HEIGHT;
        int imaginary = real + PARTS_HEIGHT + CAPTION_HEIGHT;
        assertColour(image.getRGB(x, real + low), ColourMap.DIVERGING.at(1));
        assertColour(image.getRGB(x, real + high), ColourMap.DIVERGING.at(0.45));
        assertColour(image.getRGB(x, imaginary + low), ColourMap.DIVERGING.at(0.5));
        assertColour(image.getRGB(x, imaginary + high), ColourMap.DIVERGING.at(0.5));
    }

    @Test
    void partsOfLongAudioDoNotCancel() throws IOException {
        // Given signs that change from frame to frame, many frames to a column
        float[] values = new float[2 * 3 * 9000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 6 % 2 == 0 ? 1 : -0.5f;
        }
        StftParameters small = new StftParameters(8000, 4, 4, 1, true, PadMode.ZERO);

        // When
        BufferedImage image = drawn(
                out -> SpectrogramPicture.writeParts(out, "Parts", new ComplexSpectrogram(3, 9000, values), small));

        // Then 1 / sqrt(2) of the largest magnitude
        assertColour(
                image.getRGB(PLOT_LEFT + 700, PLOT_TOP + CAPTION_HEIGHT + 100),
                ColourMap.DIVERGING.at(0.5 + 0.5 * Math.cbrt(Math.sqrt(0.5))));
    }

    @Test
    void melComparisonsAndSilenceOfEveryKindAreDrawn() throws IOException {
        // Given
        MelParameters mel = new MelParameters(1, MelScale.HTK, MelNorm.NONE, 1000, 1010, 1);
        MelSpectrogram silence = new MelSpectrogram(1, 1, new float[1]);
        ComplexSpectrogram frame = new ComplexSpectrogram(513, 1, new float[2 * 513]);

        // When
        BufferedImage comparison =
                drawn(out -> SpectrogramPicture.writeComparison(out, "Silence", silence, silence, parameters, mel));
        BufferedImage parts = drawn(out -> SpectrogramPicture.writeParts(out, "Silence", frame, parameters));

        // Then
        int x = PLOT_LEFT + 500;
        assertColour(comparison.getRGB(x, PLOT_TOP + CAPTION_HEIGHT + 100), ColourMap.MAGMA.at(0));
        assertColour(
                comparison.getRGB(x, PLOT_TOP + 3 * CAPTION_HEIGHT + 2 * PANEL_HEIGHT + 100),
                ColourMap.DIVERGING.at(0.5));
        assertColour(parts.getRGB(x, PLOT_TOP + CAPTION_HEIGHT + 100), ColourMap.DIVERGING.at(0.5));
    }

    @Test
    void refusesMelSpectrogramsOfOtherBandsOrAboveNyquist() {
        MelParameters mel = MelParameters.defaults();
        MelSpectrogram three = new MelSpectrogram(3, 1, new float[3]);
        assertThatThrownBy(() -> drawn(out -> SpectrogramPicture.write(out, "", three, parameters, mel)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spectrogram must have frames of 128 bands, but has 1 of 3");
        MelParameters high = new MelParameters(3, MelScale.HTK, MelNorm.NONE, 12_000, 0, 2);
        assertThatThrownBy(() -> drawn(out -> SpectrogramPicture.write(out, "", three, parameters, high)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12000");
    }

    private BufferedImage single(String title, ComplexSpectrogram spectrogram) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpectrogramPicture.write(out, title, spectrogram, parameters);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private BufferedImage comparison(ComplexSpectrogram before, ComplexSpectrogram after) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpectrogramPicture.writeComparison(out, "Comparison", before, after, parameters);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private interface Drawing {
        void writeTo(OutputStream out) throws IOException;
    }

    private static BufferedImage drawn(Drawing drawing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drawing.writeTo(out);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    /** The middle of the rows that are as bright as the brightest, below the plot's top. */
    private static double brightestRow(BufferedImage image, int column) {
        int first = 0;
        int last = 0;
        for (int row = 0; row < PLOT_HEIGHT; row++) {
            int brightness = brightness(image.getRGB(column, PLOT_TOP + row));
            int brightest = brightness(image.getRGB(column, PLOT_TOP + first));
            if (brightness > brightest) {
                first = row;
            }
            if (brightness >= brightest) {
                last = row;
            }
        }
        return (first + last + 1) / 2.0;
    }

    /** To within 2 of 255 in each channel. */
    private static void assertColour(int actual, int expected) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(actual >> shift & 0xFF)
                    .as("%06x but expected %06x", actual & 0xFFFFFF, expected)
                    .isCloseTo(expected >> shift & 0xFF, within(2));
        }
    }

    private static int brightness(int colour) {
        return (colour >> 16 & 0xFF) + (colour >> 8 & 0xFF) + (colour & 0xFF);
    }
}
