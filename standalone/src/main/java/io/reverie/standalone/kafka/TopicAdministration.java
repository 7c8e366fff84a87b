package io.reverie.standalone.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the manifest. A topic that exists is left as it is, whatever its settings. */
public final class TopicAdministration implements AutoCloseable {

    private static final int MOST_STANDALONE_PARTITIONS = 2;
    private static final int USUAL_REPLICATION_FACTOR = 3;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Admin admin;
    private final String bootstrapServers;
    private final String prefix;

    private TopicAdministration(Admin admin, String bootstrapServers, String prefix) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
    }

    /**
     * @param bootstrapServers {@code host:port}
     * @param prefix put before every topic's name
     */
    public static TopicAdministration connect(String bootstrapServers, String prefix) throws IOException {
        return connect(bootstrapServers, prefix, Map.of());
    }

    /**
     * The same with further properties of Kafka's clients.
     *
     * @param kafka by their usual names, such as {@code security.protocol}
     */
    public static TopicAdministration connect(String bootstrapServers, String prefix, Map<String, String> kafka)
            throws IOException {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try {
            return new TopicAdministration(Admin.create(settings), bootstrapServers, prefix);
        } catch (KafkaException e) {
            throw new IOException("No Kafka answers at " + bootstrapServers, e);
        }
    }

    /** Creates the topics of a system of one broker, with few partitions: one worker of each kind reads them. */
    public List<String> createForStandalone() throws IOException {
        return create(topic -> Math.min(MOST_STANDALONE_PARTITIONS, topic.partitions()), (short) 1);
    }

    /**
     * Creates the topics of a cluster as the manifest has them.
     *
     * @param replicationFactor null: 3, or the number of brokers where there are fewer
     * @return the names of those that were missing
     */
    public List<String> createOnCluster(Short replicationFactor) throws IOException {
        short factor =
                replicationFactor == null ? (short) Math.min(USUAL_REPLICATION_FACTOR, brokers()) : replicationFactor;
        return create(Topic::partitions, factor);
    }

    private int brokers() throws IOException {
        return get(admin.describeCluster().nodes()).size();
    }

    private List<String> create(ToIntFunction<Topic> partitions, short replicationFactor) throws IOException {
        List<NewTopic> wanted = TopicManifest.load(prefix).topics().stream()
                .map(topic -> new NewTopic(topic.name(), partitions.applyAsInt(topic), replicationFactor)
                        .configs(topic.settings()))
                .toList();
        CreateTopicsResult result = admin.createTopics(wanted);
        List<String> created = new ArrayList<>();
        for (NewTopic topic : wanted) {
            try {
                get(result.values().get(topic.name()));
                created.add(topic.name());
            } catch (IOException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    private <T> T get(KafkaFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka at " + bootstrapServers + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
