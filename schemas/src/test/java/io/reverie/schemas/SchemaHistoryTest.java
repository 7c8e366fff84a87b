package io.reverie.schemas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Every schema stays readable by and can read every version that was ever published (FULL_TRANSITIVE). */
class SchemaHistoryTest {

    private static final boolean RECORDING = System.getProperty("reverie.schemas.record") != null;
    private static final SchemaRecorder HISTORY = new SchemaRecorder(Path.of("history"));

    static List<Class<? extends SpecificRecord>> events() {
        return Events.ALL;
    }

    @BeforeAll
    static void recordsWhereAskedTo() throws IOException {
        if (RECORDING) {
            for (Class<? extends SpecificRecord> event : Events.ALL) {
                HISTORY.record(event.getSimpleName(), SpecificData.get().getSchema(event));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void currentSchemaIsCompatibleWithEveryPublishedVersion(Class<? extends SpecificRecord> event) throws IOException {
        Schema current = SpecificData.get().getSchema(event);
        List<Schema> versions = HISTORY.versions(event.getSimpleName());
        for (int i = 0; i < versions.size(); i++) {
            String version = event.getSimpleName() + " version " + (i + 1);
            assertReads("This build cannot read " + version, current, versions.get(i));
            assertReads(version + " cannot read this build's events", versions.get(i), current);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void currentSchemaIsPublished(Class<? extends SpecificRecord> event) throws IOException {
        List<Schema> versions = HISTORY.versions(event.getSimpleName());
        Schema current = SchemaRecorder.portable(SpecificData.get().getSchema(event));
        assertThat(versions.isEmpty() ? null : versions.get(versions.size() - 1))
                .as(
                        "The schema of %s changed and is not in schemas/history. Record it as version %d with: %s",
                        event.getSimpleName(), versions.size() + 1, SchemaRecorder.COMMAND)
                .isEqualTo(current);
    }

    @ParameterizedTest
    @MethodSource("events")
    void publishedVersionsTravelInTheJar(Class<? extends SpecificRecord> event) {
        assumeThat(RECORDING).as("recorded now, in the jar of the next build").isFalse();
        assertThat(SchemaHistory.versionsOf(event.getSimpleName())).isNotEmpty();
    }

    private static void assertReads(String what, Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        String problems = pair.getResult().getIncompatibilities().stream()
                .map(problem -> problem.getLocation() + ": " + problem.getType() + " " + problem.getMessage())
                .collect(Collectors.joining("\n  "));
        assertThat(pair.getType())
                .as(
                        "%s:%n  %s%nGive every added field a default, keep every field that has none, and never rename a"
                                + " field, change its type or take a symbol from an enum.",
                        what, problems)
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
