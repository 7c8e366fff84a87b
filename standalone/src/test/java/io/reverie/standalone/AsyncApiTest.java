package io.reverie.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reverie.schemas.Events;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/asyncapi.yaml is written from the topic manifest and the schemas, and is as they are now. */
class AsyncApiTest {

    private static final Path FILE = Path.of("../docs/asyncapi.yaml");
    private static final boolean WRITING = System.getProperty("reverie.asyncapi.write") != null;
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    @Test
    void theDocumentIsThatOfTheManifestAndTheSchemas() throws IOException {
        // Given
        String expected = "# Written by AsyncApiTest from the topic manifest and the schemas.\n"
                + YAML.writeValueAsString(AsyncApiDocument.of(TopicManifest.load()));

        // When
        if (WRITING) {
            Files.writeString(FILE, expected);
            return;
        }

        // Then
        assertThat(Files.readString(FILE))
                .as("The contract changed. Write its document anew: mvn -pl standalone -am test -Dtest=AsyncApiTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dreverie.asyncapi.write")
                .isEqualTo(expected);
    }

    @Test
    void everyTopicHasAChannelAndEveryReferenceLeadsSomewhere() throws IOException {
        // Given
        JsonNode document = YAML.readTree(FILE.toFile());

        // When
        TreeSet<String> addresses = new TreeSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        List<String> references = document.findValuesAsText("$ref");

        // Then
        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(
                        TopicManifest.load().topics().stream().map(Topic::name).toList());
        assertThat(references).hasSizeGreaterThan(50).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(FILE.resolveSibling(reference)).exists();
            }
        });
    }

    @Test
    void everyEventIsDescribedByItsPresentSchema() throws IOException {
        // Given
        JsonNode messages = YAML.readTree(FILE.toFile()).at("/components/messages");

        for (Class<? extends SpecificRecord> event : Events.ALL) {
            // When
            String file = messages.at("/" + event.getSimpleName() + "/payload/schema/$ref")
                    .asText();
            Schema described =
                    new Schema.Parser().parse(FILE.resolveSibling(file).toFile());

            // Then
            assertThat(SchemaNormalization.parsingFingerprint64(described))
                    .as(event.getSimpleName() + " is not what " + file + " says; record its version, see"
                            + " schemas/history/README.md")
                    .isEqualTo(SchemaNormalization.parsingFingerprint64(
                            SpecificData.get().getSchema(event)));
        }
    }
}
