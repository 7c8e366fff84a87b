package io.reverie.audio.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An animated GIF that is repeated for ever, written image after image. */
final class GifSequence implements AutoCloseable {

    private static final String FORMAT = "gif";
    private static final String IMAGE_FORMAT = "javax_imageio_gif_image_1.0";
    private static final String STREAM_FORMAT = "javax_imageio_gif_stream_1.0";
    /** A sub-block of type 1 with the number of repetitions, 0 for ever. */
    private static final byte[] FOR_EVER = {1, 0, 0};

    private final ImageWriter writer;
    private final MemoryCacheImageOutputStream encoded;
    private boolean repeated;

    /** @param first an image as all will be: they have its palette and size */
    GifSequence(OutputStream out, BufferedImage first) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(FORMAT);
        if (!writers.hasNext()) {
            throw new IOException("this Java runtime has no GIF encoder");
        }
        this.writer = writers.next();
        this.encoded = new MemoryCacheImageOutputStream(out);
        writer.setOutput(encoded);
        writer.prepareWriteSequence(streamMetadata(first));
    }

    /** @param centiseconds how long the image is shown */
    void add(BufferedImage image, int centiseconds) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(IMAGE_FORMAT);
        // Without it the writer repeats the palette in each image.
        root.removeChild(child(root, "LocalColorTable"));
        child(root, "ImageDescriptor").setAttribute("interlaceFlag", "FALSE");
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", String.valueOf(centiseconds));
        control.setAttribute("transparentColorIndex", "0");
        if (!repeated) {
            repeat(root);
            repeated = true;
        }
        metadata.setFromTree(IMAGE_FORMAT, root);
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
        encoded.flush();
    }

    /** Ends the GIF; the stream behind it stays open. */
    @Override
    public void close() throws IOException {
        try (encoded) {
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static void repeat(IIOMetadataNode image) {
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(FOR_EVER);
        child(image, "ApplicationExtensions").appendChild(loop);
    }

    private IIOMetadata streamMetadata(BufferedImage image) throws IOException {
        IIOMetadata metadata = writer.getDefaultStreamMetadata(null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(STREAM_FORMAT);
        child(root, "Version").setAttribute("value", "89a");
        IIOMetadataNode screen = child(root, "LogicalScreenDescriptor");
        screen.setAttribute("logicalScreenWidth", String.valueOf(image.getWidth()));
        screen.setAttribute("logicalScreenHeight", String.valueOf(image.getHeight()));
        screen.setAttribute("colorResolution", "8");
        screen.setAttribute("pixelAspectRatio", "0");
        root.appendChild(globalColours((IndexColorModel) image.getColorModel()));
        metadata.setFromTree(STREAM_FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode globalColours(IndexColorModel model) {
        IIOMetadataNode table = child(new IIOMetadataNode(STREAM_FORMAT), "GlobalColorTable");
        table.setAttribute("sizeOfGlobalColorTable", String.valueOf(model.getMapSize()));
        table.setAttribute("backgroundColorIndex", "0");
        table.setAttribute("sortFlag", "FALSE");
        for (int i = 0; i < model.getMapSize(); i++) {
            IIOMetadataNode entry = new IIOMetadataNode("ColorTableEntry");
            entry.setAttribute("index", String.valueOf(i));
            entry.setAttribute("red", String.valueOf(model.getRed(i)));
            entry.setAttribute("green", String.valueOf(model.getGreen(i)));
            entry.setAttribute("blue", String.valueOf(model.getBlue(i)));
            table.appendChild(entry);
        }
        return table;
    }

    /** The child of a name, made where there is none. */
    private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
        for (int i = 0; i < parent.getLength(); i++) {
            if (parent.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) parent.item(i);
            }
        }
        IIOMetadataNode child = new IIOMetadataNode(name);
        parent.appendChild(child);
        return child;
    }
}
