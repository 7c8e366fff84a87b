package io.reverie.worker;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SweepSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalRequestTest {

    @Test
    void leavesOutHeaderAndDefaultsAndSortsNames() {
        assertThat(CanonicalRequest.json(Requests.dream("dream-1")))
                .isEqualTo("{\"dreamId\":\"dream-1\",\"input\":{\"SweepSource\":{}},\"models\":[\"genres\"],"
                        + "\"objective\":{\"target\":\"jazz\"}}");
    }

    @Test
    void isTheSameWhoeverAsksAndWhenever() {
        DreamRequest asked = Requests.dream("dream-1");
        DreamRequest askedAgain = DreamRequest.newBuilder(asked)
                .setId("other")
                .setCreatedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
                .setRequester("somebody")
                .setCorrelationId("42")
                .build();
        assertThat(CanonicalRequest.hash("dream-1", askedAgain)).isEqualTo(CanonicalRequest.hash("dream-1", asked));
    }

    @Test
    void isTheSameWhereADefaultIsWrittenOut() {
        IngestRequest bare = ingest(request -> {});
        IngestRequest spelledOut = ingest(request -> request.setAnalysis(
                Analysis.newBuilder().setHop(256).setPower(2).setMinHz(-0.0).build()));
        assertThat(CanonicalRequest.json(spelledOut)).isEqualTo(CanonicalRequest.json(bare));
        assertThat(CanonicalRequest.json(bare))
                .isEqualTo("{\"source\":{\"AudioSource\":{\"key\":\"inputs/a.wav\"}},\"trackKey\":\"a\"}");
    }

    @Test
    void differsWithEveryOtherField() {
        String bare = CanonicalRequest.json(ingest(request -> {}));
        assertThat(CanonicalRequest.json(ingest(request -> request.setLabel("jazz"))))
                .isNotEqualTo(bare);
        assertThat(CanonicalRequest.json(ingest(request -> request.setSource(new AudioSource("inputs/b.wav")))))
                .isNotEqualTo(bare);
        assertThat(CanonicalRequest.json(ingest(
                        request -> request.setSource(SweepSource.newBuilder().build()))))
                .isNotEqualTo(bare);
        assertThat(CanonicalRequest.json(ingest(request ->
                        request.setAnalysis(Analysis.newBuilder().setHop(255).build()))))
                .contains("\"analysis\":{\"hop\":255}");
    }

    @Test
    void writesNumbersExactlyAndNotFiniteOnesAsWords() {
        assertThat(withMaxHz(0.1)).contains("\"maxHz\":\"0.1000000000000000055511151231257827021181583404541015625\"");
        assertThat(withMaxHz(8000)).contains("\"maxHz\":\"8000\"");
        assertThat(withMaxHz(Double.NaN)).contains("\"maxHz\":\"NaN\"");
    }

    @Test
    void hashesAreWhatTheyWereInEarlierBuilds() {
        // Recorded once: another value would let every finished job be done again.
        String hash = CanonicalRequest.hash("dream-1", Requests.dream("dream-1"));
        assertThat(hash)
                .isEqualTo(
                        Sha256.of(
                                "{\"job\":\"dream-1\",\"request\":{\"dreamId\":\"dream-1\","
                                        + "\"input\":{\"SweepSource\":{}},\"models\":[\"genres\"],\"objective\":{\"target\":\"jazz\"}}}"));
        assertThat(hash).isEqualTo("45c73599cfa6f093b7b598a0a507a9e5647262c187e8242c68d4b76393442955");
    }

    @Test
    void jobHashDependsOnInputsAndAlgorithm() {
        TreeMap<String, String> inputs = new TreeMap<>();
        String none = CanonicalRequest.jobHash("a", inputs, "1");
        inputs.put("model", "b");
        assertThat(List.of(
                        none, CanonicalRequest.jobHash("a", inputs, "1"), CanonicalRequest.jobHash("a", inputs, "2")))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static String withMaxHz(double hz) {
        return CanonicalRequest.json(ingest(request ->
                request.setAnalysis(Analysis.newBuilder().setMaxHz(hz).build())));
    }

    private static IngestRequest ingest(Consumer<IngestRequest.Builder> change) {
        IngestRequest.Builder request = IngestRequest.newBuilder()
                .setSource(new AudioSource("inputs/a.wav"))
                .setTrackKey("a");
        change.accept(request);
        return request.build();
    }
}
