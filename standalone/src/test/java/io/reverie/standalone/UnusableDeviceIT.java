package io.reverie.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import io.reverie.standalone.command.CommandRun;
import io.reverie.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Packaged workers that are to compute on a GPU which they cannot use, here because this build has no backend for one. */
@Timeout(180)
class UnusableDeviceIT {

    @Test
    void workerWithoutItsDeviceSaysWhyAndLeavesItsRecordsToOthers(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(CommandRun.of("topics", "create", "--bootstrap", kafka.bootstrapServers())
                            .status())
                    .isZero();
            // Given
            try (WorkerProcess dream = start("dream", folder, kafka, "-Dreverie.backend.kind=cuda");
                    WorkerProcess train = start("train", folder, kafka, "-Dreverie.backend.kind=cuda")) {
                await(() -> dream.health("ready").contains("FAILED")
                        && train.health("ready").contains("FAILED"));

                // Then health has the reason, and the process goes on
                assertThat(dream.health("ready")).contains("CUDA cannot be used: this build has no CUDA backend");
                assertThat(train.health("ready")).contains("CUDA cannot be used: this build has no CUDA backend");
                assertThat(dream.health("live")).contains("\"UP\"");

                // When a worker comes that has what it needs
                try (WorkerProcess other = start("dream", folder, kafka)) {
                    await(() -> other.health("ready").contains("READY"));
                    await(() -> members(admin, "reverie-dream") == 1
                            && members(admin, "reverie-score") == 1
                            && members(admin, "reverie-dream-bulk") == 1);

                    // Then it has every request to itself
                    assertThat(members(admin, "reverie-train")).isZero();
                    assertThat(dream.isAlive()).isTrue();
                    assertThat(dream.log()).contains("stage=dream cannot work: CUDA cannot be used");
                }
            }
        }
    }

    private static WorkerProcess start(String kind, Path folder, EmbeddedKafka kafka, String... options)
            throws Exception {
        return WorkerProcess.start(kind, folder, kafka.bootstrapServers(), Map.of(), List.of(options), Map.of());
    }

    private static int members(Admin admin, String group) throws Exception {
        try {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(100);
        }
    }
}
