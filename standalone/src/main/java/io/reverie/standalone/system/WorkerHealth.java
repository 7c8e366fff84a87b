package io.reverie.standalone.system;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.reverie.standalone.client.KafkaUnavailableException;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;

/** Asks the workers of this process how they are. */
final class WorkerHealth {

    /** @throws KafkaUnavailableException where a worker can not go on, so that waiting for it is in vain */
    void check() throws KafkaUnavailableException {
        ArcContainer container = Arc.container();
        if (container == null || !container.isRunning()) {
            return;
        }
        SmallRyeHealth liveness =
                container.instance(SmallRyeHealthReporter.class).get().getLiveness();
        if (liveness.isDown()) {
            throw new KafkaUnavailableException("A worker failed: " + liveness.getPayload());
        }
    }

    /** Whether every worker has caught up and takes work. */
    boolean isReady() {
        return !Arc.container()
                .instance(SmallRyeHealthReporter.class)
                .get()
                .getReadiness()
                .isDown();
    }
}
