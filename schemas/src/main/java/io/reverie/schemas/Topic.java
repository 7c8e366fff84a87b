package io.reverie.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One topic of the contract.
 *
 * @param name name on the cluster
 * @param event simple name of the event class, see {@link Events}; of a dead-letter topic that of the records as they
 *     were asked for, though any bytes may be there
 * @param key field of the event that is the record's key
 * @param partitions number of partitions of a cluster; a single machine may do with fewer
 * @param cleanup what becomes of old records
 * @param retentionDays days that records are kept; null where the topic is compacted and keeps the latest of each key
 * @param producers who writes: workers, or {@code anyone}
 * @param consumers who reads
 * @param description what it is for
 */
public record Topic(
        String name,
        String event,
        String key,
        int partitions,
        Cleanup cleanup,
        Integer retentionDays,
        List<String> producers,
        List<Reader> consumers,
        String description) {

    /** What becomes of old records. */
    public enum Cleanup {
        /** Deleted after the retention. */
        DELETE,
        /** The latest of each key is kept. */
        COMPACT
    }

    /**
     * Who reads a topic.
     *
     * @param name a worker, or {@code anyone}
     * @param group the consumer group that shares the records among its members; null where each reader reads all
     */
    public record Reader(String name, String group) {

        public Reader {
            Objects.requireNonNull(name, "name");
        }
    }

    /** Appended to a consumed topic's name. */
    public static final String DEAD_LETTER_SUFFIX = ".dlq";

    private static final int LONGEST_NAME = 249;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_NAME + "}");
    private static final int DEAD_LETTER_PARTITIONS = 3;
    private static final int DEAD_LETTER_DAYS = 30;

    public Topic {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be letters, digits, dot, underscore and hyphen, 1 to "
                    + LONGEST_NAME + ", but is '" + name + "'");
        }
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(key, "key");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, but is " + partitions + ": " + name);
        }
        Objects.requireNonNull(cleanup, "cleanup");
        if ((cleanup == Cleanup.DELETE) != (retentionDays != null) || retentionDays != null && retentionDays < 1) {
            throw new IllegalArgumentException("retentionDays must be at least 1 where records are deleted and absent"
                    + " where they are compacted, but is " + retentionDays + ": " + name);
        }
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        Objects.requireNonNull(description, "description");
    }

    /** How long records are kept; empty where the topic is compacted. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retentionDays).map(Duration::ofDays);
    }

    /** Kafka's settings for the topic. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", cleanup == Cleanup.COMPACT ? "compact" : "delete");
        retention().ifPresent(time -> settings.put("retention.ms", Long.toString(time.toMillis())));
        return settings;
    }

    /** The topic for records that its group could not use; empty where no group reads it. */
    Optional<Topic> deadLetters() {
        List<String> groups = consumers.stream()
                .filter(reader -> reader.group() != null)
                .map(Reader::name)
                .toList();
        return groups.isEmpty()
                ? Optional.empty()
                : Optional.of(new Topic(
                        name + DEAD_LETTER_SUFFIX,
                        event,
                        key,
                        DEAD_LETTER_PARTITIONS,
                        Cleanup.DELETE,
                        DEAD_LETTER_DAYS,
                        groups,
                        List.of(new Reader("anyone", null)),
                        "Records of " + name + " that could not be used, as they came, the reason in the headers."));
    }

    Topic withName(String other) {
        return new Topic(other, event, key, partitions, cleanup, retentionDays, producers, consumers, description);
    }
}
