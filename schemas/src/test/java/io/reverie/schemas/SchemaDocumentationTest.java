package io.reverie.schemas;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaDocumentationTest {

    static List<Class<? extends SpecificRecord>> events() {
        return Events.ALL;
    }

    @ParameterizedTest
    @MethodSource("events")
    void everythingIsDocumentedAndEveryEnumHasADefault(Class<? extends SpecificRecord> event) {
        Set<String> problems = new LinkedHashSet<>();
        collect(SpecificData.get().getSchema(event), problems);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventBeginsWithTheSameHeader(Class<? extends SpecificRecord> event) {
        assertThat(SpecificData.get().getSchema(event).getFields())
                .extracting(Schema.Field::name)
                .startsWith("id", "createdAt", "requester", "correlationId");
    }

    private static void collect(Schema schema, Set<String> problems) {
        switch (schema.getType()) {
            case RECORD -> {
                requireDoc(schema.getFullName(), schema.getDoc(), problems);
                for (Schema.Field field : schema.getFields()) {
                    requireDoc(schema.getFullName() + "." + field.name(), field.doc(), problems);
                    collect(field.schema(), problems);
                }
            }
            case ENUM -> {
                requireDoc(schema.getFullName(), schema.getDoc(), problems);
                if (schema.getEnumDefault() == null) {
                    problems.add(schema.getFullName() + " has no default, so that no symbol can be added");
                }
            }
            case ARRAY -> collect(schema.getElementType(), problems);
            case MAP -> collect(schema.getValueType(), problems);
            case UNION -> schema.getTypes().forEach(member -> collect(member, problems));
            default -> {}
        }
    }

    private static void requireDoc(String name, String doc, Set<String> problems) {
        if (doc == null || doc.isBlank()) {
            problems.add(name + " has no doc");
        }
    }
}
