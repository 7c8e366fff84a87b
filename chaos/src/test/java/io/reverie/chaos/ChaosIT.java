package io.reverie.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

import io.reverie.schemas.Artifact;
import io.reverie.worker.JobOutputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** 200 jobs, good and bad, through worker processes that are killed at random, beside a quiet run of the same. */
class ChaosIT {

    private static final int WORKER_KILLS = 20;
    private static final int BROKER_RESTARTS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final long SEED = Long.getLong("reverie.chaos.seed", 1);

    private final Path folder =
            Path.of("target", "chaos-" + System.currentTimeMillis()).toAbsolutePath();

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void nothingIsLostAndEveryArtifactIsAsInAQuietRun() throws Exception {
        // Given a quiet run
        JobsRun.Outcome quiet;
        try (Cluster cluster = cluster("quiet")) {
            quiet = JobsRun.quiet(cluster, LONGEST);
        }

        // When workers and the broker are killed meanwhile
        JobsRun.Outcome disturbed;
        Monkey monkey;
        try (Cluster cluster = cluster("chaos")) {
            monkey = new Monkey(cluster, SEED);
            disturbed = JobsRun.disturbed(cluster, monkey, WORKER_KILLS, BROKER_RESTARTS, LONGEST);

            // Then every artifact that an event names is there and whole
            for (Job job : disturbed.jobs()) {
                for (SortedMap<String, Artifact> artifacts :
                        disturbed.observed().outputs(job.id()).values()) {
                    assertThat(new JobOutputs(artifacts).damages(cluster.store()))
                            .as(job.toString())
                            .isEmpty();
                }
            }
        }
        System.out.printf(
                "%d jobs: quiet %.0f s, %d events; disturbed %.0f s, %d events; %d worker kills, %d broker restarts: %s%n",
                disturbed.jobs().size(),
                quiet.seconds(),
                quiet.observed().events(),
                disturbed.seconds(),
                disturbed.observed().events(),
                monkey.workerKills(),
                monkey.brokerRestarts(),
                monkey.acts());
        assertThat(monkey.workerKills()).isGreaterThanOrEqualTo(WORKER_KILLS);
        assertThat(monkey.brokerRestarts()).isGreaterThanOrEqualTo(BROKER_RESTARTS);

        // And every good job has the artifacts of the quiet run, whatever was repeated
        assertThat(disturbed.observed().contradictions()).isEmpty();
        assertThat(disturbed.jobs()).hasSize(200).filteredOn(Job::good).allSatisfy(job -> {
            Map<String, SortedMap<String, Artifact>> artifacts =
                    disturbed.observed().outputs(job.id());
            assertThat(artifacts).isEqualTo(quiet.observed().outputs(job.id()));
            assertThat(disturbed.observed().failed(job.id())).isFalse();
            assertThat(disturbed.observed().deadLetters(job.id())).isZero();
        });

        // And every bad one its failure, for the same reason, and its dead letter
        assertThat(disturbed.jobs()).filteredOn(job -> !job.good()).allSatisfy(job -> {
            assertThat(disturbed.observed().outputs(job.id())).isEmpty();
            assertThat(disturbed.observed().deadLetters(job.id())).isPositive();
            assertThat(disturbed.observed().failures().get(job.id()).getCode())
                    .isEqualTo(quiet.observed().failures().get(job.id()).getCode());
        });
        List<String> codes = disturbed.observed().failures().values().stream()
                .map(failure -> failure.getCode().toString())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        assertThat(codes).doesNotContain("internal-error");
    }

    private Cluster cluster(String name) throws Exception {
        Cluster cluster = Cluster.start(
                folder.resolve(name), Path.of("..").toAbsolutePath().normalize());
        cluster.addWorkers("ingest", 2);
        cluster.addWorkers("train", 2);
        cluster.addWorkers("dream", 2);
        cluster.addWorkers("reconstruct", 2);
        return cluster;
    }
}
