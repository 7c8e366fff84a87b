package io.reverie.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka in this JVM: one KRaft node that is broker and controller, listening on the loopback address only. Its
 * data lies in a folder and survives a restart, a clean one or after {@code kill -9}.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String HOST = LocalPorts.HOST;
    private static final int NODE_ID = 1;
    private static final String CLIENT_LISTENER = "CLIENTS";
    private static final String CONTROLLER_LISTENER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean running = true;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns when it accepts clients.
     *
     * @param folder where its data lies; made and formatted where it is not there yet
     * @param port to listen on; 0: any free port
     * @throws PortInUseException where something else listens on the port
     * @throws IOException where the folder cannot be written
     */
    public static EmbeddedKafka start(Path folder, int port) throws IOException {
        return start(folder, port, Map.of());
    }

    /**
     * The same with other settings of the broker.
     *
     * @param others by their usual names; they replace this class's
     */
    static EmbeddedKafka start(Path folder, int port, Map<String, String> others) throws IOException {
        LocalPorts.requireFree("Kafka", port);
        int brokerPort = port == 0 ? LocalPorts.findFree() : port;
        int controllerPort = LocalPorts.findFree();
        Files.createDirectories(folder);
        Properties settings = asProperties(settings(folder, brokerPort, controllerPort));
        settings.putAll(others);
        KafkaConfig config = KafkaConfig.fromProps(settings, false);
        format(folder, config);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, HOST + ":" + brokerPort);
    }

    /** Address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker and returns when its data is on disk. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (running) {
            running = false;
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static Map<String, String> settings(Path folder, int brokerPort, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort),
                Map.entry(
                        "listeners",
                        CLIENT_LISTENER + "://" + HOST + ":" + brokerPort + "," + CONTROLLER_LISTENER + "://" + HOST
                                + ":" + controllerPort),
                Map.entry("advertised.listeners", CLIENT_LISTENER + "://" + HOST + ":" + brokerPort),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("log.dirs", folder.toString()),
                // One node: nothing can be replicated.
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // Topics come from the manifest; a misspelt one must not come into being.
                Map.entry("auto.create.topics.enable", "false"),
                // Workers shall begin at once, and a dead one's partitions shall move soon.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                // A clean restart takes 4 s instead of 13 s.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // Small in memory: the default deduplication buffer alone takes 128 MB of heap.
                Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(2 * 1024 * 1024)),
                Map.entry("log.index.size.max.bytes", String.valueOf(1024 * 1024)),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"));
    }

    private static Properties asProperties(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private static void format(Path folder, KafkaConfig config) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(config.metadataLogDir())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    // The formatter reports to standard output otherwise, which carries results only.
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot prepare " + folder + " for Kafka: " + e.getMessage(), e);
        }
    }
}
