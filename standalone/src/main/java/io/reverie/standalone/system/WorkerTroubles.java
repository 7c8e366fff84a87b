package io.reverie.standalone.system;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.worker.WorkerStates;

/**
 * Tells whoever waits why a worker does not go on, though it may later: a store that is full or away, a stage that has
 * failed. Each reason is told once.
 */
final class WorkerTroubles {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The check of {@code io.reverie.worker}, whose data are the stages. */
    private static final String CHECK = "reverie";
    /** Names of unfinished files differ at each attempt. */
    private static final Pattern UNIQUE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Consumer<String> notices;
    private final Set<String> told = new HashSet<>();

    /** @param notices is given a line for whoever watches */
    WorkerTroubles(Consumer<String> notices) {
        this.notices = notices;
    }

    /**
     * Looks at what a health endpoint says.
     *
     * @param health in JSON, as MicroProfile Health has it
     * @throws IOException where it is not JSON
     */
    void look(String health) throws IOException {
        stages(health).forEach((stage, state) -> {
            boolean trouble =
                    state.startsWith(WorkerStates.Status.FAILED.name()) || state.contains(WorkerStates.CANNOT_GO_ON);
            if (trouble && told.add(stage + UNIQUE.matcher(state).replaceAll(""))) {
                notices.accept("reverie: " + stage + ": " + state);
            }
        });
    }

    private static Map<String, String> stages(String health) throws IOException {
        Map<String, String> stages = new TreeMap<>();
        for (JsonNode check : JSON.readTree(health).path("checks")) {
            if (check.path("name").asText().equals(CHECK)) {
                check.path("data")
                        .properties()
                        .forEach(stage ->
                                stages.put(stage.getKey(), stage.getValue().asText()));
            }
        }
        return stages;
    }
}
