package io.reverie.train;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.JobInterruptedException;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ExpectedTracksTest {

    private final List<SpectrogramReady> log = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long now;
    private final ExpectedTracks expected = new ExpectedTracks(() -> log, Duration.ofSeconds(20), () -> now);

    @Test
    void takesWhatIsThereWithoutWaiting() throws IOException {
        // Given
        add("music", "jazz");

        // When
        expected.await("music", 0, pauses::add);
        expected.await("music", 1, pauses::add);

        // Then
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsForLabelledTracksOfTheDataset() throws IOException {
        // Given a log that grows at every pause, by tracks that do not count first
        add("music", "jazz");

        // When
        expected.await("music", 3, pause -> {
            pauses.add(pause);
            add(pauses.size() == 1 ? "noise" : "music", pauses.size() == 2 ? null : "jazz");
        });

        // Then
        assertThat(pauses).hasSize(4);
        assertThat(log).hasSize(5);
    }

    @Test
    void saysHowManyThereAreWhenTheTimeIsOver() {
        // Given
        add("music", "jazz");

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class,
                () -> expected.await("music", 80, pause -> {
                    pauses.add(pause);
                    now += pause.toNanos();
                }));

        // Then
        assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(20_000);
        assertThat(rejection.field()).isEqualTo("expect");
        assertThat(rejection).hasMessageContaining("1 labelled").hasMessageContaining("80");
        assertThat(rejection.allowed()).contains("reverie.train.longest-wait");
    }

    @Test
    void endsWhereTheWorkerStops() {
        assertThatThrownBy(() -> expected.await("music", 1, pause -> {
                    throw new JobInterruptedException("t-1");
                }))
                .isInstanceOf(JobInterruptedException.class);
    }

    private void add(String dataset, String label) {
        log.add(Events.track(dataset + "/" + log.size(), dataset, label, Events.coarse()));
    }
}
