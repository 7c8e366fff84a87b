package io.reverie.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A trained network and its description, as one file: the zip that DL4J's {@link ModelSerializer} writes (without the
 * updater's state), and {@value #DESCRIPTION_ENTRY} beside it. DL4J reads the file as well. The same weights and
 * description give the same bytes.
 */
public final class Model {
    /** The zip entry with the {@link ModelDescription}, JSON in UTF-8. */
    public static final String DESCRIPTION_ENTRY = "reverie.json";

    /** Content type of a model's file. */
    public static final String CONTENT_TYPE = "application/zip";

    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final ModelDescription description;
    private final MultiLayerNetwork network;

    /**
     * @param description what the network is
     * @param network a network with as many outputs as the description has labels
     */
    public Model(ModelDescription description, MultiLayerNetwork network) {
        this.description = Objects.requireNonNull(description, "description");
        this.network = Objects.requireNonNull(network, "network");
        long outputs = network.layerSize(network.getnLayers() - 1);
        if (outputs != description.labels().size()) {
            throw new IllegalArgumentException(
                    "labels must be as many as the network's outputs, " + outputs + ": " + description.labels());
        }
    }

    /** What the network is. */
    public ModelDescription description() {
        return description;
    }

    /** The network; for one thread at a time. */
    public MultiLayerNetwork network() {
        return network;
    }

    /**
     * Reads a model from a file.
     *
     * @throws IOException if the file cannot be read or is not a whole model
     */
    public static Model read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /**
     * Reads a model; the stream is read to its end and left open.
     *
     * @throws IOException if the stream cannot be read or is not a whole model
     */
    public static Model read(InputStream in) throws IOException {
        NativeBackend.load();
        byte[] file = in.readAllBytes();
        ModelDescription description = readDescription(file);
        try {
            return new Model(
                    description, ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false));
        } catch (IOException | RuntimeException damage) {
            throw new IOException("not a model: its network cannot be restored: " + damage.getMessage(), damage);
        }
    }

    /** Writes the model to a file, which is replaced where it exists. */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
    }

    /** Writes the model; the stream is left open. */
    public void write(OutputStream out) throws IOException {
        ByteArrayOutputStream serialized = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, serialized, false);
        ZipOutputStream zip = new ZipOutputStream(out);
        writeEntry(zip, DESCRIPTION_ENTRY, JSON.writeValueAsBytes(description));
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(serialized.toByteArray()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                writeEntry(zip, entry.getName(), entries.readAllBytes());
            }
        }
        zip.finish();
    }

    private static void writeEntry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(FIXED_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Reads every entry to its end, so that the checksums of all are verified. */
    private static ModelDescription readDescription(byte[] file) throws IOException {
        byte[] json = null;
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(DESCRIPTION_ENTRY)) {
                    json = entries.readAllBytes();
                } else {
                    entries.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException | IllegalArgumentException damage) {
            throw new IOException("not a model: the file is damaged: " + damage.getMessage(), damage);
        }
        if (json == null) {
            throw new IOException("not a model: the file is not a zip with an entry " + DESCRIPTION_ENTRY);
        }
        try {
            return JSON.readValue(json, ModelDescription.class);
        } catch (JacksonException damage) {
            throw new IOException(
                    "not a model: " + DESCRIPTION_ENTRY + " is not valid: " + damage.getOriginalMessage(), damage);
        }
    }
}
