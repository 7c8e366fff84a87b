package io.reverie.worker;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while every stage of this process is ready or busy; names each stage's status and reason, and what computes. */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {

    private final WorkerStates states;
    private final WorkerFacts facts;

    WorkerReadiness(WorkerStates states, WorkerFacts facts) {
        this.states = states;
        this.facts = facts;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("reverie");
        boolean up = true;
        for (var entry : states.all().entrySet()) {
            WorkerStates.State state = entry.getValue();
            up &= state.status() == WorkerStates.Status.READY || state.status() == WorkerStates.Status.BUSY;
            String reason = state.reason().isEmpty() ? "" : ": " + state.reason();
            response.withData(Printable.name(entry.getKey()), state.status() + reason);
        }
        facts.all().forEach(response::withData);
        return response.status(up).build();
    }
}
