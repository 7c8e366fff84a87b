package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.Sweep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpectrogramAnimationTest {

    private static final int PLOT_LEFT = 78;
    private static final int PLOT_TOP = 48 + 28;
    private static final int PLOT_HEIGHT = 270;
    private static final Duration DELAY = Duration.ofMillis(400);

    private final StftParameters parameters = StftParameters.defaults();
    private final Stft stft = new Stft(parameters);

    @Test
    void everyImageHasTheScaleOfTheFirstSoThatGrowthShows() throws IOException {
        // Given a tone that gets 10 dB louder and then 30 dB quieter
        ComplexSpectrogram tone = stft.forward(Sweep.linear(1000, 1000, 2, 22_050));

        // When
        List<BufferedImage> images = images(gif(
                frame("Iteration 0 of 2", tone),
                frame("Iteration 1 of 2", scaled(tone, 10)),
                frame("Iteration 2 of 2", scaled(tone, -20))));

        // Then, in the exact colours of the scale's steps of 1.25 dB
        assertThat(images).hasSize(3);
        MelAxis axis = new MelAxis(PLOT_HEIGHT, 11_025);
        int x = PLOT_LEFT + 270;
        int y = loudestRow(images.get(0), x);
        assertThat(y - PLOT_TOP).isBetween((int) axis.rowOf(1000) - 3, (int) axis.rowOf(1000) + 3);
        assertThat(images.get(0).getRGB(x, y) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(56 / 64.0));
        assertThat(images.get(1).getRGB(x, y) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(1));
        assertThat(images.get(2).getRGB(x, y) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(40 / 64.0));
        assertThat(images.get(0).getRGB(x, PLOT_TOP + 5) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(0));
        assertThat(images.get(0).getWidth()).isEqualTo(720);
        assertThat(images.get(0).getRGB(5, 5) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void isRepeatedForEverAndHoldsTheLastImage() throws IOException {
        // Given
        ComplexSpectrogram noise = stft.forward(DirectTransform.noise(10_000, 1));

        // When
        byte[] gif = gif(frame("0", noise), frame("1", noise), frame("2", noise));

        // Then
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            List<String> delays = new ArrayList<>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                IIOMetadataNode image =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                delays.add(node(image, "GraphicControlExtension").getAttribute("delayTime"));
                // One palette for all of them
                assertThat(image.getElementsByTagName("LocalColorTable").getLength())
                        .isZero();
            }
            assertThat(delays).containsExactly("40", "40", "160");
            IIOMetadataNode first =
                    (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
            IIOMetadataNode loop = node(first, "ApplicationExtension");
            assertThat(loop.getAttribute("applicationID") + loop.getAttribute("authenticationCode"))
                    .isEqualTo("NETSCAPE2.0");
            assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
        }
    }

    @Test
    void eightImagesOf17SecondsOfNoiseAreSmallerThan1500Kilobytes() throws IOException {
        // Given the most difficult signal
        ComplexSpectrogram noise = stft.forward(DirectTransform.noise(17 * 22_050, 1));

        // When
        SpectrogramAnimation.Frame[] frames = new SpectrogramAnimation.Frame[8];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame("Iteration " + i, scaled(noise, i));
        }

        // Then
        assertThat(gif(frames).length).isLessThan(1_500_000);
    }

    @Test
    void asksForOneSpectrogramAtATime() throws IOException {
        // Given an iterator that sees how much has been written
        ComplexSpectrogram noise = stft.forward(DirectTransform.noise(20_000, 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Integer> written = new ArrayList<>();
        Iterator<SpectrogramAnimation.Frame> frames = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return written.size() < 4;
            }

            @Override
            public SpectrogramAnimation.Frame next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                written.add(out.size());
                return frame("x", noise);
            }
        };

        // When
        SpectrogramAnimation.write(out, "Streamed", frames, parameters, DELAY);

        // Then
        assertThat(written.get(2)).isGreaterThan(written.get(1) + 10_000);
        assertThat(written.get(3)).isGreaterThan(written.get(2) + 10_000);
    }

    @Test
    void silenceSetsNoScale() throws IOException {
        // Given
        ComplexSpectrogram tone = stft.forward(Sweep.linear(1000, 1000, 1, 22_050));
        ComplexSpectrogram silence = new ComplexSpectrogram(513, tone.frames(), new float[tone.values().length]);

        // When
        List<BufferedImage> images = images(gif(frame("silence", silence), frame("tone", tone)));

        // Then
        int x = PLOT_LEFT + 270;
        int y = loudestRow(images.get(1), x);
        assertThat(images.get(0).getRGB(x, y) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(0));
        assertThat(images.get(1).getRGB(x, y) & 0xFFFFFF).isEqualTo(ColourMap.MAGMA.at(56 / 64.0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        ComplexSpectrogram noise = stft.forward(DirectTransform.noise(10_000, 1));
        ComplexSpectrogram longer = stft.forward(DirectTransform.noise(20_000, 1));
        assertThatThrownBy(() -> gif())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one frame");
        assertThatThrownBy(() -> gif(frame("0", noise), frame("1", longer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"1\" has 79 of 513");
        List<SpectrogramAnimation.Frame> one = List.of(frame("0", noise));
        assertThatThrownBy(() -> SpectrogramAnimation.write(
                        new ByteArrayOutputStream(), "", one.iterator(), parameters, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delay must be");
    }

    private byte[] gif(SpectrogramAnimation.Frame... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpectrogramAnimation.write(out, "A dream", List.of(frames).iterator(), parameters, DELAY);
        return out.toByteArray();
    }

    private static SpectrogramAnimation.Frame frame(String caption, ComplexSpectrogram spectrogram) {
        return new SpectrogramAnimation.Frame(caption, spectrogram);
    }

    private static List<BufferedImage> images(byte[] gif) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            List<BufferedImage> images = new ArrayList<>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                images.add(reader.read(i));
            }
            return images;
        }
    }

    private static IIOMetadataNode node(IIOMetadataNode root, String name) {
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }

    private static int loudestRow(BufferedImage image, int x) {
        int loudest = PLOT_TOP;
        for (int y = PLOT_TOP; y < PLOT_TOP + PLOT_HEIGHT; y++) {
            if ((image.getRGB(x, y) >> 16 & 0xFF) > (image.getRGB(x, loudest) >> 16 & 0xFF)
                    || (image.getRGB(x, y) >> 8 & 0xFF) > (image.getRGB(x, loudest) >> 8 & 0xFF)) {
                loudest = y;
            }
        }
        return loudest;
    }

    private static ComplexSpectrogram scaled(ComplexSpectrogram spectrogram, double decibels) {
        float[] values = spectrogram.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) Math.pow(10, decibels / 20);
        }
        return new ComplexSpectrogram(spectrogram.bins(), spectrogram.frames(), values);
    }
}
