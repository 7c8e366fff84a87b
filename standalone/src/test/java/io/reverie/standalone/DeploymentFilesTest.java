package io.reverie.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docker-compose.yml, deploy/ and the Dockerfiles against what they speak of: the configuration reference, the topic manifest,
 * the metrics. No engine runs them here.
 */
class DeploymentFilesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
    private static final Path CUDA = ROOT.resolve("deploy/cuda/Dockerfile");
    private static final List<String> KINDS = List.of("ingest", "train", "dream", "reconstruct");
    private static final String FINISH_WITHIN = "REVERIE_SHUTDOWN_FINISH_WITHIN";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void everyVariableOfTheContainersIsAKeyOfTheConfiguration() throws IOException {
        // Given
        Set<String> variables = new TreeSet<>();
        services().forEach((name, service) -> {
            if (isOurs(service)) {
                variables.addAll(environment(service).keySet());
            }
        });
        variables.addAll(map(document(KUBERNETES.resolve("base/configuration.yaml")), "data")
                .keySet());

        // When
        List<String> unknown =
                variables.stream().filter(variable -> !isDocumented(variable)).toList();

        // Then
        assertThat(variables).contains(FINISH_WITHIN, "KAFKA_BOOTSTRAP_SERVERS", "REVERIE_STORE_KIND");
        assertThat(unknown)
                .as("Variables that docs/configuration.md does not have: correct them, or add their keys there")
                .isEmpty();
    }

    @Test
    void everyImageIsPinned() throws IOException {
        // Given
        Set<String> images = new TreeSet<>();
        services().values().forEach(service -> images.add(image(service)));
        List<Path> dockerfiles = dockerfiles();
        dockerfiles.add(CUDA);
        for (Path dockerfile : dockerfiles) {
            Files.readAllLines(dockerfile).stream()
                    .filter(line -> line.startsWith("FROM "))
                    .forEach(line -> images.add(line.split(" ")[1]));
        }

        // Then
        assertThat(images).hasSizeGreaterThan(8).allSatisfy(image -> assertThat(image)
                .as("An image with the tag of one version")
                .matches("[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*"));
    }

    @Test
    void everyWorkerHasAnImageThatRunsAsNobodyAndTellsItsHealth() throws IOException {
        for (String kind : KINDS) {
            List<String> dockerfile = Files.readAllLines(ROOT.resolve(kind + "-worker/Dockerfile"));
            assertThat(dockerfile)
                    .as(kind)
                    .contains("USER 10001:10001", "COPY --from=build /build/" + kind + "-worker/target/quarkus-app/ ./")
                    .anyMatch(line -> line.startsWith("HEALTHCHECK"));
            assertThat(environment(services().get(kind + "-worker"))).containsKey(FINISH_WITHIN);
        }
        // Reverie is built once for all of them
        assertThat(dockerfiles().stream().map(DeploymentFilesTest::firstStage).distinct())
                .hasSize(1);
    }

    @Test
    void workersWithNetworksHaveAnImageForGpus() throws IOException {
        // Given
        List<String> dockerfile = Files.readAllLines(CUDA);

        // Then it is as the others are, with the profile
        assertThat(dockerfile)
                .contains("USER 10001:10001", "COPY --from=build /build/${WORKER}/target/quarkus-app/ ./")
                .anyMatch(line -> line.startsWith("HEALTHCHECK"))
                .anyMatch(line -> line.contains("-Pcuda"));
        for (String worker : List.of("dream-worker", "train-worker")) {
            Map<String, Object> service = services().get(worker + "-gpu");
            assertThat(map(service, "build", "args")).containsEntry("WORKER", worker);
            assertThat(map(service, "build")).containsEntry("dockerfile", "deploy/cuda/Dockerfile");
            assertThat(image(service)).isEqualTo("reverie/" + worker + "-cuda:0.1.0");
            assertThat(service).doesNotContainKeys("container_name", "ports", "hostname");
            assertThat(environment(service)).containsKey(FINISH_WITHIN);
        }
        assertThat(((List<?>) map(document(KUBERNETES.resolve("gpu/kustomization.yaml")))
                        .get("images")))
                .singleElement()
                .isEqualTo(Map.of(
                        "name", "reverie/dream-worker", "newName", "reverie/dream-worker-cuda", "newTag", "0.1.0"));
    }

    @Test
    void workersAreGivenTheTimeToFinishTheirJobs() throws IOException {
        for (String kind : KINDS) {
            Map<String, Object> service = services().get(kind + "-worker");
            assertThat(seconds(service.get("stop_grace_period")))
                    .isGreaterThan(seconds(environment(service).get(FINISH_WITHIN)));

            Map<String, Object> pod =
                    map(document(KUBERNETES.resolve("base/" + kind + "-worker.yaml")), "spec", "template", "spec");
            assertThat((int) pod.get("terminationGracePeriodSeconds"))
                    .isGreaterThan((int) seconds(map(document(KUBERNETES.resolve("base/configuration.yaml")), "data")
                            .get(FINISH_WITHIN)));
        }
    }

    @Test
    void thereCanBeAnyNumberOfEachWorker() throws IOException {
        for (String kind : KINDS) {
            assertThat(services().get(kind + "-worker")).doesNotContainKeys("container_name", "ports", "hostname");
        }
    }

    @Test
    void dreamWorkersAreScaledByWhatTheirGroupsConsume() throws IOException {
        // Given
        Map<String, Object> scaling = map(document(KUBERNETES.resolve("dream-worker-scaling.yaml")), "spec");
        TopicManifest manifest = TopicManifest.load();

        // When
        Set<String> scaled = new HashSet<>();
        for (Object trigger : (List<?>) scaling.get("triggers")) {
            Map<String, Object> metadata = map(trigger, "metadata");
            scaled.add(metadata.get("topic") + " " + metadata.get("consumerGroup"));
        }

        // Then
        Set<String> consumed = new HashSet<>();
        for (Topic topic : manifest.topics()) {
            topic.consumers().stream()
                    .filter(reader -> reader.name().equals("dream") && reader.group() != null)
                    .forEach(reader -> consumed.add(topic.name() + " " + reader.group()));
        }
        assertThat(scaled).containsExactlyInAnyOrderElementsOf(consumed);
        assertThat(scaling)
                .containsEntry(
                        "maxReplicaCount",
                        manifest.topic("reverie.dream.requests").partitions());
    }

    @Test
    void alertsAreAboutMetricsThatAreDocumented() throws IOException {
        // Given
        String alerts = Files.readString(ROOT.resolve("deploy/prometheus/reverie-alerts.yml"));
        String documented = Files.readString(ROOT.resolve("docs/operations.md"));

        // When
        Set<String> metrics = new TreeSet<>();
        Matcher metric = Pattern.compile("\\breverie_[a-z_]+").matcher(alerts);
        while (metric.find()) {
            metrics.add(metric.group());
        }

        // Then
        assertThat(metrics).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(documented)
                .as("docs/operations.md on " + name)
                .contains("`" + name));
    }

    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> services = map(document(ROOT.resolve("docker-compose.yml")), "services");
        Map<String, Map<String, Object>> found = new TreeMap<>();
        services.forEach((name, service) -> found.put(name, map(service)));
        return found;
    }

    private static boolean isOurs(Map<String, Object> service) {
        return image(service).startsWith("reverie/");
    }

    /** The image that is used where no variable names another. */
    private static String image(Map<String, Object> service) {
        return service.get("image").toString().replaceAll("^\\$\\{[A-Z_]+:-(.*)}$", "$1");
    }

    private static Map<String, Object> environment(Map<String, Object> service) {
        Object environment = service.get("environment");
        return environment == null ? Map.of() : map(environment);
    }

    /** Whether the reference has the variable, or a key that is read from it. */
    private static boolean isDocumented(String variable) {
        try {
            Matcher quoted = QUOTED.matcher(Files.readString(ROOT.resolve("docs/configuration.md")));
            while (quoted.find()) {
                String key = quoted.group(1);
                if (key.equals(variable) || asVariable(key).equals(variable)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MicroProfile Config's rule for environment variables. */
    private static String asVariable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String firstStage(Path dockerfile) {
        try {
            String text = Files.readString(dockerfile);
            return text.substring(text.indexOf("FROM "), text.indexOf("FROM ", text.indexOf("FROM ") + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> dockerfiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("Dockerfile"))
                    .filter(Files::isRegularFile)
                    .forEach(found::add);
        }
        assertThat(found).hasSize(KINDS.size() + 1);
        return found;
    }

    private static long seconds(Object duration) {
        return Duration.parse("PT" + duration.toString().toUpperCase(Locale.ROOT))
                .toSeconds();
    }

    private static Object document(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value, String... path) {
        Map<String, Object> map = (Map<String, Object>) value;
        for (String key : path) {
            map = (Map<String, Object>) map.get(key);
        }
        return map;
    }
}
