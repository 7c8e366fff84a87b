package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpectrogramPictureTest {

    private static final int PLOT_LEFT = 78;
    private static final int PLOT_TOP = 48;
    private static final int PLOT_WIDTH = 1100;
    private static final int PLOT_HEIGHT = 420;
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

    private static int brightness(int colour) {
        return (colour >> 16 & 0xFF) + (colour >> 8 & 0xFF) + (colour & 0xFF);
    }
}
