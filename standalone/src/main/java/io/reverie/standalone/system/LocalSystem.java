package io.reverie.standalone.system;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.reverie.standalone.client.ClientSettings;
import io.reverie.standalone.kafka.EmbeddedKafka;
import io.reverie.standalone.kafka.KafkaBreakdown;
import io.reverie.standalone.kafka.LocalPorts;
import io.reverie.standalone.kafka.TopicAdministration;
import org.jboss.logging.Logger;

/** A system of this process: embedded Kafka, its topics and, where wanted, the four workers. */
final class LocalSystem implements AutoCloseable {

    static final int NO_HTTP = -1;

    private static final Logger LOG = Logger.getLogger(LocalSystem.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread hook = new Thread(this::stop, "reverie-stop");
    private RunningSystem description;

    private LocalSystem() {}

    /**
     * Starts a system.
     *
     * @param claim the right to the folder; given back when the system stops
     * @param kafkaPort 0: any free port
     * @param httpPort 0: any free port; {@link #NO_HTTP}: no HTTP server
     * @param workers whether to start the workers too
     * @param lastWords is given a line where Kafka breaks down, which ends the process
     */
    static LocalSystem start(
            DataDirectory directory,
            DataDirectory.Claim claim,
            int kafkaPort,
            int httpPort,
            boolean workers,
            Consumer<String> lastWords)
            throws IOException {
        LocalSystem system = new LocalSystem();
        system.parts.push(claim);
        Runtime.getRuntime().addShutdownHook(system.hook);
        boolean started = false;
        try {
            system.startParts(directory, claim, kafkaPort, httpPort, workers, lastWords);
            started = true;
            return system;
        } finally {
            if (!started) {
                system.close();
            }
        }
    }

    private void startParts(
            DataDirectory directory,
            DataDirectory.Claim claim,
            int kafkaPort,
            int httpPort,
            boolean workers,
            Consumer<String> lastWords)
            throws IOException {
        boolean withHttp = workers && httpPort != NO_HTTP;
        if (withHttp) {
            LocalPorts.requireFree("HTTP", httpPort);
        }
        Files.createDirectories(directory.logFile().getParent());
        Logs.toFile(directory.logFile());
        parts.push(KafkaBreakdown.watch(directory.kafka(), directory.logFile(), lastWords));
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.kafka(), kafkaPort);
        parts.push(kafka);
        try (TopicAdministration topics = TopicAdministration.connect(
                kafka.bootstrapServers(),
                ClientSettings.of(kafka.bootstrapServers()).topicPrefix())) {
            topics.createForStandalone();
        }
        int chosenHttpPort = httpPort == 0 ? LocalPorts.findFree() : httpPort;
        if (workers) {
            parts.push(Workers.start(configuration(directory, kafka, withHttp, chosenHttpPort)));
        }
        description = new RunningSystem(
                ProcessHandle.current().pid(),
                kafka.bootstrapServers(),
                withHttp ? "http://" + LocalPorts.HOST + ":" + chosenHttpPort : null);
        // One without workers that stays is found too: workers of their own may serve it.
        if (workers || httpPort != NO_HTTP) {
            claim.announce(description);
        }
    }

    private static Map<String, String> configuration(
            DataDirectory directory, EmbeddedKafka kafka, boolean withHttp, int httpPort) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        // Whatever the environment says for workers of a cluster.
        configuration.put("reverie.store.kind", "folder");
        configuration.put("reverie.store.folder", directory.store().toString());
        configuration.put("quarkus.http.host-enabled", String.valueOf(withHttp));
        configuration.put("quarkus.http.port", String.valueOf(withHttp ? httpPort : 0));
        // Ctrl-C ends now; what is not finished is done by the next system on this folder.
        configuration.put("reverie.shutdown.finish-within", "0S");
        return configuration;
    }

    RunningSystem description() {
        return description;
    }

    /** Stops what was started, the last first, the broker after the workers. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is going down already; the hook finds nothing left to stop.
        }
    }

    private synchronized void stop() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("A part did not stop cleanly", e);
            }
        }
    }
}
