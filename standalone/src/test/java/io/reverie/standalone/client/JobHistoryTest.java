package io.reverie.standalone.client;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Objective;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobHistoryTest {

    private static final AudioSource AUDIO = new AudioSource("inputs/a.wav");

    @Test
    void newestOfEachKindInTheOrderOfThePipeline() {
        // Given
        DreamRequest request = DreamRequest.newBuilder()
                .setDreamId("d")
                .setInput(AUDIO)
                .setModels(List.of("m"))
                .setObjective(Objective.newBuilder().setTarget("t").build())
                .build();
        JobFailed failure = JobFailed.newBuilder()
                .setJobId("d")
                .setCode("no-gradient")
                .setMessage("x")
                .build();

        // When
        var history = JobHistory.of(
                "d", Arrays.asList(failure, progress("d", 1), null, progress("d", 2), progress("e", 9), request));

        // Then
        assertThat(history).containsExactly(request, progress("d", 2), failure);
    }

    @Test
    void cancellationComesBeforeTheFailureThatAnswersIt() {
        JobCancelled cancellation =
                JobCancelled.newBuilder().setJobId("d").setReason("too long").build();
        JobFailed failure = JobFailed.newBuilder()
                .setJobId("d")
                .setCode("cancelled")
                .setMessage("The job was cancelled: too long")
                .build();
        assertThat(JobHistory.of("d", List.of(failure, cancellation))).containsExactly(cancellation, failure);
    }

    @Test
    void whatCameAfterAFailureStandsBehindIt() {
        // Given a job that failed after its request, was sent again as it was, and goes on
        Instant begin = Instant.parse("2026-01-02T03:04:05Z");
        JobCancelled cancellation = JobCancelled.newBuilder()
                .setJobId("d")
                .setCreatedAt(begin.plusSeconds(1))
                .build();
        JobFailed failure = JobFailed.newBuilder()
                .setJobId("d")
                .setCreatedAt(begin.plusSeconds(1))
                .setCode("cancelled")
                .setMessage("The job was cancelled")
                .build();
        DreamProgress before = progress("d", 1);
        DreamProgress after = DreamProgress.newBuilder(before)
                .setCreatedAt(begin.plusSeconds(2))
                .build();

        // Then
        assertThat(JobHistory.of("d", List.of(after, failure, cancellation)))
                .containsExactly(cancellation, failure, after);
        assertThat(JobHistory.of("d", List.of(before, failure, cancellation)))
                .containsExactly(before, cancellation, failure);
    }

    @Test
    void ingestRequestWithoutIdGoesByItsTrackKey() {
        IngestRequest request = IngestRequest.newBuilder()
                .setSource(AUDIO)
                .setTrackKey("_/a.wav/mel")
                .build();

        assertThat(JobHistory.of("_/a.wav/mel", List.of(request))).containsExactly(request);
    }

    @Test
    void failureIsDescribedInOneLineWithWhatIsAllowed() {
        JobFailed failure = JobFailed.newBuilder()
                .setJobId("d")
                .setCode("unknown-label")
                .setMessage("The model m has no label\nx.")
                .setAllowed("a, b")
                .build();

        assertThat(new JobFailedException(failure))
                .hasMessage("The model m has no label x; allowed: a, b [unknown-label]");
    }

    private static DreamProgress progress(String id, int iteration) {
        return new DreamProgress("", Instant.EPOCH, null, null, id, iteration, 10, 0.0, Map.of(), 0.0);
    }
}
