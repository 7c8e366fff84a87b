package io.reverie.standalone.system;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.reverie.standalone.client.KafkaUnavailableException;
import io.reverie.worker.WorkerStates;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;

/** Asks the workers of this process how they are. */
final class WorkerHealth {

    private static final Set<String> READY = Set.of("READY", "BUSY", "[OK]");

    /**
     * Looks after the workers while one of them is waited for.
     *
     * @param troubles is shown what may pass
     * @throws KafkaUnavailableException where a worker can not go on, so that waiting for it is in vain
     */
    void check(WorkerTroubles troubles) throws IOException {
        ArcContainer container = Arc.container();
        if (container == null || !container.isRunning()) {
            return;
        }
        SmallRyeHealth liveness =
                container.instance(SmallRyeHealthReporter.class).get().getLiveness();
        if (liveness.isDown()) {
            throw new KafkaUnavailableException("A worker failed: " + liveness.getPayload());
        }
        troubles.look(container
                .instance(SmallRyeHealthReporter.class)
                .get()
                .getReadiness()
                .getPayload()
                .toString());
    }

    /**
     * Waits until every worker has caught up and takes work, or one has failed for good.
     *
     * @return what is missing then, or where it takes longer than that; empty where nothing is
     */
    List<String> awaitReady(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        SmallRyeHealthReporter reporter =
                Arc.container().instance(SmallRyeHealthReporter.class).get();
        SmallRyeHealth readiness = reporter.getReadiness();
        while (readiness.isDown() && !hasFailed(readiness) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            readiness = reporter.getReadiness();
        }
        return readiness.isDown() ? missing(readiness) : List.of();
    }

    private static boolean hasFailed(SmallRyeHealth readiness) {
        return missing(readiness).stream().anyMatch(part -> part.contains(" is " + WorkerStates.Status.FAILED));
    }

    private static List<String> missing(SmallRyeHealth readiness) {
        return readiness.getPayload().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("status").equals("DOWN") && check.containsKey("data"))
                .flatMap(check -> check.getJsonObject("data").entrySet().stream())
                .filter(part -> part.getValue() instanceof JsonString state && isMissing(state.getString()))
                .map(part -> part.getKey() + " is " + ((JsonString) part.getValue()).getString())
                .toList();
    }

    /** Of a stage or a channel; what else is told beside them, such as the device, is no state. */
    private static boolean isMissing(String state) {
        boolean ofStage =
                Arrays.stream(WorkerStates.Status.values()).map(Enum::name).anyMatch(state::startsWith);
        return (ofStage || state.startsWith("[")) && !READY.contains(state);
    }
}
