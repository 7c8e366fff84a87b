package io.reverie.standalone;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/operations.md grants each worker what the topic manifest has it do, and no more. */
class AccessControlTest {

    private static final List<String> WORKERS = List.of("ingest", "train", "dream", "reconstruct");

    @Test
    void theAccessControlListsAreThoseOfTheManifest() throws IOException {
        // Given
        TreeSet<String> expected = new TreeSet<>();
        for (Topic topic : TopicManifest.load("").topics()) {
            for (String worker : WORKERS) {
                if (topic.producers().contains(worker)) {
                    expected.add(grant(worker, "Write --topic " + topic.name()));
                }
                for (Topic.Reader reader : topic.consumers()) {
                    if (reader.name().equals(worker)) {
                        expected.add(grant(worker, "Read --topic " + topic.name()));
                        if (reader.group() != null) {
                            expected.add(grant(worker, "Read --group " + reader.group()));
                        }
                    }
                }
            }
        }

        // Then
        assertThat(DocumentedRights.commands()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String grant(String worker, String what) {
        return "kafka-acls.sh $ADMIN --add --allow-principal User:reverie-" + worker + " --operation " + what;
    }
}
