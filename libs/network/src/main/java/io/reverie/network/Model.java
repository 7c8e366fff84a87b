package io.reverie.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network and its description, as one file: the zip that DL4J's {@link ModelSerializer} writes (without the
 * updater's state), and {@value #DESCRIPTION_ENTRY} beside it. DL4J reads the file as well. Reading and writing stream, so
 * that the heap need not hold a large network. The same weights and
 * description give the same bytes.
 */
public final class Model {
    /** The zip entry with the {@link ModelDescription}, JSON in UTF-8. */
    public static final String DESCRIPTION_ENTRY = "reverie.json";

    /** Content type of a model's file. */
    public static final String CONTENT_TYPE = "application/zip";

    private static final String CONFIGURATION_ENTRY = ModelSerializer.CONFIGURATION_JSON;
    private static final String PARAMETERS_ENTRY = ModelSerializer.COEFFICIENTS_BIN;
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
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in);
        }
    }

    /**
     * Reads a model; the stream is read to its end and left open. The weights go straight into native memory.
     *
     * @throws IOException if the stream cannot be read or is not a whole model
     */
    public static Model read(InputStream in) throws IOException {
        NativeBackend.load();
        byte[] description = null;
        MultiLayerConfiguration configuration = null;
        INDArray parameters = null;
        // Every entry is read to its end, so that the checksums of all are verified.
        LeftOpen source = new LeftOpen(in);
        try (ZipInputStream entries = new ZipInputStream(source)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                switch (entry.getName()) {
                    case DESCRIPTION_ENTRY -> description = entries.readAllBytes();
                    case CONFIGURATION_ENTRY -> configuration = configuration(entries.readAllBytes());
                    case PARAMETERS_ENTRY -> parameters = StoredParameters.read(entries, configuration);
                    default -> {
                        // What a later version added.
                    }
                }
                entries.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | IllegalArgumentException damage) {
            source.throwFailure();
            throw new NotAModelException("the file is damaged: " + damage.getMessage(), damage);
        }
        in.transferTo(OutputStream.nullOutputStream());
        if (description == null) {
            throw new NotAModelException("the file is not a zip with an entry " + DESCRIPTION_ENTRY);
        }
        if (parameters == null) {
            throw new NotAModelException("the file has no entry " + PARAMETERS_ENTRY);
        }
        return restored(description(description), configuration, parameters);
    }

    private static Model restored(
            ModelDescription description, MultiLayerConfiguration configuration, INDArray parameters)
            throws IOException {
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(parameters, false);
            return new Model(description, network);
        } catch (RuntimeException damage) {
            throw new NotAModelException("its network cannot be restored: " + damage.getMessage(), damage);
        }
    }

    /** Writes the model to a file, which is replaced where it exists. */
    public void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out);
        }
    }

    /** Writes the model; the stream is left open. */
    public void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        startEntry(zip, DESCRIPTION_ENTRY);
        zip.write(JSON.writeValueAsBytes(description));
        startEntry(zip, CONFIGURATION_ENTRY);
        zip.write(network.getLayerWiseConfigurations().toJson().getBytes(StandardCharsets.UTF_8));
        startEntry(zip, PARAMETERS_ENTRY);
        StoredParameters.write(network.params(), zip);
        zip.finish();
    }

    private static void startEntry(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(FIXED_TIME);
        zip.putNextEntry(entry);
    }

    private static MultiLayerConfiguration configuration(byte[] json) throws IOException {
        try {
            return MultiLayerConfiguration.fromJson(new String(json, StandardCharsets.UTF_8));
        } catch (RuntimeException damage) {
            throw new IOException(CONFIGURATION_ENTRY + " is not valid", damage);
        }
    }

    private static ModelDescription description(byte[] json) throws IOException {
        try {
            return JSON.readValue(json, ModelDescription.class);
        } catch (JacksonException damage) {
            throw new NotAModelException(DESCRIPTION_ENTRY + " is not valid: " + damage.getOriginalMessage(), damage);
        }
    }

    /** A stream that belongs to someone else, who closes it; it remembers that it failed, which says nothing of the file. */
    private static final class LeftOpen extends FilterInputStream {
        private IOException failure;

        LeftOpen(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void close() {
            // Left open.
        }
    }
}
