package io.reverie.standalone.client;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.Way;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventFromJsonTest {

    private static final String REQUEST =
            "{\"dreamId\": \"d\", \"input\": {\"SweepSource\": {}}, \"models\": [\"m\"], \"objective\": {\"target\": \"techno\"}%s}";

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        // When
        SpecificRecord read = dream("");

        // Then it is what a program's builder makes
        assertThat(read)
                .isEqualTo(DreamRequest.newBuilder()
                        .setDreamId("d")
                        .setInput(SweepSource.newBuilder().build())
                        .setModels(List.of("m"))
                        .setObjective(Objective.newBuilder().setTarget("techno").build())
                        .build());
    }

    @Test
    void timesEnumsAndNumbersAreReadAsPeopleWriteThem() throws Exception {
        // When
        DreamRequest read = (DreamRequest)
                dream(", \"way\": \"stft\", \"createdAt\": \"2026-11-26T10:15:30Z\", \"step\": 1, \"seed\": 7");

        // Then
        assertThat(read.getWay()).isEqualTo(Way.STFT);
        assertThat(read.getCreatedAt()).isEqualTo(Instant.parse("2026-11-26T10:15:30Z"));
        assertThat(read.getSeed()).isEqualTo(7);
    }

    @Test
    void aChoiceOfRecordsIsMadeByTheirName() throws Exception {
        // When
        IngestRequest read = (IngestRequest) new EventFromJson(IngestRequest.class)
                .read(new ObjectMapper()
                        .readTree("{\"trackKey\": \"t\", \"source\": {\"AudioSource\": {\"key\": \"inputs/a.wav\"}}}"));

        // Then
        assertThat(((AudioSource) read.getSource()).getKey()).isEqualTo("inputs/a.wav");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    , "iterations": 2.5        | iterations is 2.5; allowed: an integer
                    , "iterations": "many"     | iterations is "many"; allowed: an integer
                    , "way": "sideways"        | way is "sideways"; allowed: one of MASK
                    , "wey": "mask"            | DreamRequest has no field 'wey'; allowed:
                    , "judges": ["a", 5]       | judges[1] is 5; allowed: text
                    , "createdAt": "yesterday" | createdAt is "yesterday"; allowed: a time such as
                    """)
    void whatDoesNotFitIsNamed(String more, String message) {
        assertThatThrownBy(() -> dream(more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsMissingOrOfNoKnownKindIsNamed() {
        assertThatThrownBy(() -> read("{\"dreamId\": \"d\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input is missing");
        assertThatThrownBy(() -> read("{\"dreamId\": \"d\", \"input\": {\"fromHz\": 5}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input is {\"fromHz\":5}; allowed: one of {\"SpectrogramInput\": {…}}, ");
        assertThatThrownBy(() -> read("[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The event is []; allowed: an object");
    }

    private static SpecificRecord dream(String more) throws Exception {
        return read(String.format(REQUEST, more));
    }

    private static SpecificRecord read(String json) throws Exception {
        return new EventFromJson(DreamRequest.class).read(new ObjectMapper().readTree(json));
    }
}
