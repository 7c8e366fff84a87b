package io.reverie.worker;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.reverie.schemas.Stage;
import org.apache.avro.specific.SpecificRecord;

/** What jobs come to, counted and timed by stage. docs/operations.md tells what each is good for. */
@ApplicationScoped
class JobMetrics {

    /** What a job ended with. */
    enum Outcome {
        /** Done just now. */
        DONE,
        /** Done before; its event was published again. */
        REPEATED,
        /** Refused, or broken; the code says why. */
        FAILED,
        /** Stopped by somebody. */
        CANCELLED,
        /** Left to another worker, or to this one after its restart. */
        HANDED_BACK
    }

    private static final Duration[] BUCKETS = Stream.of(
                    "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "30", "60", "300", "3600")
            .map(seconds -> Duration.parse("PT" + seconds + "S"))
            .toArray(Duration[]::new);

    private static final String SECONDS_BY_STAGE = "secondsByStage";

    private final MeterRegistry registry;
    private final WorkerStates states;
    private final Set<Stage> known = EnumSet.noneOf(Stage.class);

    JobMetrics(MeterRegistry registry, WorkerStates states) {
        this.registry = registry;
        this.states = states;
    }

    /**
     * A job is over.
     *
     * @param code of the failure; empty where there is none
     */
    void over(Stage stage, Outcome outcome, String code, Duration took) {
        timer(stage, outcome, code).record(took);
    }

    private Timer timer(Stage stage, Outcome outcome, String code) {
        Timer.Builder timer = Timer.builder("reverie.job")
                .description("Jobs and their seconds")
                .tags(tags(stage).and("outcome", Printable.name(outcome), "code", code));
        // What a job that is done took is what targets are set for; all series together would be a hundred buckets a
        // stage.
        return (outcome == Outcome.DONE ? timer.serviceLevelObjectives(BUCKETS) : timer).register(registry);
    }

    /** A request came to its turn. */
    void begun(Stage stage, Duration waited) {
        Timer.builder("reverie.request.wait")
                .description("Seconds from the time of a request's record to its turn")
                .tags(tags(stage))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(waited);
    }

    /** A job was done: the seconds of its parts, where its event tells them. */
    void parts(Stage stage, SpecificRecord event) {
        if (event.getSchema().getField(SECONDS_BY_STAGE) == null) {
            return;
        }
        Map<?, ?> seconds = (Map<?, ?>)
                event.get(event.getSchema().getField(SECONDS_BY_STAGE).pos());
        seconds.forEach(
                (part, value) -> registry.timer("reverie.job.part", tags(stage).and("part", part.toString()))
                        .record(Duration.ofNanos((long) (1e9 * (Double) value))));
    }

    /** A job waits and is tried again. */
    void retried(Stage stage) {
        registry.counter("reverie.job.retries", tags(stage)).increment();
    }

    /** One iteration of a dream, or one step of a training. */
    void iteration(Stage stage) {
        registry.counter("reverie.job.iterations", tags(stage)).increment();
    }

    void onStart(@Observes StartupEvent event, @Any Instance<JobHandler<?, ?>> handlers) {
        handlers.forEach(handler -> watch(handler.stage()));
    }

    /** Tells of a stage from now on: its state, and of each way to end that no job has come to it yet. */
    synchronized void watch(Stage stage) {
        if (!known.add(stage)) {
            return;
        }
        for (WorkerStates.Status status : WorkerStates.Status.values()) {
            Gauge.builder("reverie.stage.state", states, all -> isIn(all, stage, status) ? 1 : 0)
                    .tags(tags(stage).and("state", Printable.name(status)))
                    .description("1 for the state that the stage is in")
                    .register(registry);
        }
        // An increase is seen only from a value that was there before.
        for (Outcome outcome : Outcome.values()) {
            List<String> codes = outcome == Outcome.FAILED ? FailureCodes.OF_FAILED_JOBS : List.of("");
            codes.forEach(code -> timer(stage, outcome, code));
        }
    }

    private static boolean isIn(WorkerStates states, Stage stage, WorkerStates.Status status) {
        WorkerStates.State state = states.all().get(stage);
        return (state == null ? WorkerStates.Status.READY : state.status()) == status;
    }

    private static Tags tags(Stage stage) {
        return Tags.of("stage", Printable.name(stage));
    }
}
