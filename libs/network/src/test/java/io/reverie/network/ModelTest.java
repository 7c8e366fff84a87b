package io.reverie.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ModelTest {
    private static Model model;
    private static byte[] file;

    @BeforeAll
    static void write() throws IOException {
        model = Networks.model(16, 64, 3);
        file = bytes(model);
    }

    @Test
    void comesBackAsItWasWritten(@TempDir Path folder) throws IOException {
        // Given
        Path path = folder.resolve("model.zip");

        // When
        model.write(path);
        Model read = Model.read(path);

        // Then
        ModelDescription expected = model.description();
        assertThat(read.network().params()).isEqualTo(model.network().params());
        assertThat(read.description())
                .usingRecursiveComparison()
                .ignoringFields("metrics")
                .isEqualTo(expected);
        assertThat(read.description().metrics()).isEqualTo(expected.metrics());
    }

    @Test
    void aVgg16ComesBackAndIsCompiled() throws IOException {
        // Given
        ModelDescription small = Networks.description(48, 64, 3);
        Model vgg = new Model(
                new ModelDescription(
                        small.name(),
                        small.features(),
                        Vgg16.NAME,
                        small.labels(),
                        small.stft(),
                        small.mel(),
                        small.segmentFrames(),
                        small.mean(),
                        small.deviation(),
                        small.metrics()),
                Vgg16.create(
                        Vgg16Networks.parameters(1, 48, 64, 3, 0.5, Vgg16Parameters.Trainable.HEAD),
                        Vgg16Networks.NARROW));

        // When
        Model read = read(bytes(vgg));

        // Then
        assertThat(read.network().params()).isEqualTo(vgg.network().params());
        assertThat(bytes(read)).isEqualTo(bytes(vgg));
        try (Plan plan = new Nd4jPlanCompiler().compile(read, 1, 64)) {
            assertThat(plan.labels()).isEqualTo(3);
        }
    }

    @Test
    void anotherNumberOfParametersIsRefused() throws IOException {
        // Given the parameters of a network with a label more
        byte[] other = bytes(Networks.model(16, 64, 4));
        byte[] parameters = rewritten(other, (name, content) -> name.equals("coefficients.bin") ? content : null);
        byte[] mixed = rewritten((name, content) -> name.equals("coefficients.bin") ? onlyEntry(parameters) : content);

        // When, then
        assertThatIOException().isThrownBy(() -> read(mixed)).withMessageContaining("parameters");
    }

    @Test
    void sameModelGivesSameBytes() throws IOException {
        assertThat(bytes(model)).isEqualTo(file);
        assertThat(bytes(read(file))).isEqualTo(file);
    }

    @Test
    void keepsTheSeedsOptimiser() throws IOException {
        // Given
        OptimiserParameters sgd = new OptimiserParameters(
                OptimiserParameters.Method.SGD, 10, 1e-3, 0.1, OptimiserParameters.Schedule.STEP, 140, 0.1, 0.9, 0);
        Model trained =
                new Model(model.description(), SmallNetwork.create(SmallNetworkParameters.of(16, 64, 3, sgd, 0.3, 1)));

        // When
        Model read = read(bytes(trained));

        // Then
        assertThat(bytes(read)).isEqualTo(bytes(trained));
        assertThat(read.network().getLearningRate(0)).isEqualTo(1e-3);
    }

    @Test
    void isReadByDl4jItself() throws IOException {
        assertThat(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file))
                        .params())
                .isEqualTo(model.network().params());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.3, 0.7})
    void aTruncatedFileIsRefused(double share) {
        assertThatIOException()
                .isThrownBy(() -> read(Arrays.copyOf(file, (int) (share * file.length))))
                .withMessageStartingWith("not a model");
    }

    /** A store that fails says nothing about the file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 100_000})
    void aStreamThatFailsIsNotADamagedFile(int position) {
        // Given
        IOException failure = new IOException("the network is down");
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(file, 0, position), new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        });

        // When, then
        assertThatIOException().isThrownBy(() -> Model.read(broken)).isSameAs(failure);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 5000, 100_000})
    void aChangedByteIsRefused(int position) {
        // Given
        byte[] changed = file.clone();
        changed[position] ^= 0x10;

        // When, then
        assertThatIOException().isThrownBy(() -> read(changed)).withMessageStartingWith("not a model");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        // Given a zip without a description, one whose description is not JSON, one with a label too many
        byte[] withoutDescription = rewritten((name, content) -> name.equals(Model.DESCRIPTION_ENTRY) ? null : content);
        byte[] notJson = rewritten(description(text -> "{"));
        byte[] wrongValue =
                rewritten(description(text -> text.replace("\"segmentFrames\" : 64", "\"segmentFrames\" : 0")));
        byte[] oneLabelMore = rewritten(description(text -> text.replace("\"label-0\"", "\"label-9\", \"label-0\"")));
        byte[] unknownFeatures = rewritten(description(text -> text.replace("\"log-mel\"", "\"cepstrum\"")));
        byte[] otherFeatures = rewritten(description(text -> text.replace("\"log-mel\"", "\"log-stft\"")));
        byte[] withoutWeights = rewritten((name, content) -> name.equals("coefficients.bin") ? null : content);

        // When, then
        assertThatIOException().isThrownBy(() -> read(withoutDescription)).withMessageContaining("reverie.json");
        assertThatIOException().isThrownBy(() -> read(notJson)).withMessageContaining("reverie.json");
        assertThatIOException().isThrownBy(() -> read(wrongValue)).withMessageContaining("segmentFrames");
        assertThatIOException().isThrownBy(() -> read(oneLabelMore)).withMessageContaining("labels");
        assertThatIOException()
                .isThrownBy(() -> read(unknownFeatures))
                .withMessageContaining("features must be one of log-mel, log-stft, compressed-complex, mel");
        assertThatIOException()
                .isThrownBy(() -> read(otherFeatures))
                .withMessageContaining("mean must have one value for each of the 513 rows of log-stft features: 16");
        assertThatIOException().isThrownBy(() -> read(withoutWeights)).withMessageStartingWith("not a model");
        assertThatIOException()
                .isThrownBy(() -> read("RIFF, not a zip".getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("not a model");
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws IOException {
        // Given
        byte[] later = rewritten(description(text -> text.replaceFirst("\\{", "{\"later\": [1],")));

        // When, then
        assertThat(read(later).description().name()).isEqualTo("genres");
    }

    @Test
    void descriptionsAreValidated() {
        // Given
        ModelDescription valid = Networks.description(16, 64, 3);

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Model(Networks.description(16, 64, 4), model.network()))
                .withMessageContaining("labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelDescription(
                        " ",
                        valid.features(),
                        valid.architecture(),
                        valid.labels(),
                        valid.stft(),
                        valid.mel(),
                        64,
                        valid.mean(),
                        valid.deviation(),
                        valid.metrics()))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelDescription(
                        "x",
                        valid.features(),
                        valid.architecture(),
                        valid.labels(),
                        valid.stft(),
                        valid.mel(),
                        64,
                        new float[3],
                        valid.deviation(),
                        valid.metrics()))
                .withMessageContaining("mean");
    }

    private interface Change {
        byte[] apply(String name, byte[] content);
    }

    private static Change description(UnaryOperator<String> change) {
        return (name, content) -> name.equals(Model.DESCRIPTION_ENTRY)
                ? change.apply(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
                : content;
    }

    private static byte[] onlyEntry(byte[] zip) {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            entries.getNextEntry();
            return entries.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] rewritten(Change change) throws IOException {
        return rewritten(file, change);
    }

    private static byte[] rewritten(byte[] original, Change change) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(original));
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                byte[] content = change.apply(entry.getName(), from.readAllBytes());
                if (content != null) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    to.write(content);
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model.write(out);
        return out.toByteArray();
    }

    private static Model read(byte[] file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(file)) {
            return Model.read(in);
        }
    }
}
