package io.reverie.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Every topic of the contract, read from {@code topics.json} beside this class. Each topic that a consumer group reads
 * has a dead-letter topic, {@code <topic>.dlq}, which the file does not list.
 */
public final class TopicManifest {

    /** The file's form. */
    private record Document(List<Topic> topics) {}

    private final String prefix;
    private final List<Topic> topics;

    private TopicManifest(String prefix, List<Topic> topics) {
        this.prefix = prefix;
        this.topics = List.copyOf(topics);
    }

    /** The topics under their own names. */
    public static TopicManifest load() {
        return load("");
    }

    /**
     * The topics with a prefix before every name.
     *
     * @param prefix for example {@code staging.}; empty: none
     * @throws IllegalArgumentException where the prefix makes a name that Kafka does not allow
     */
    public static TopicManifest load(String prefix) {
        try (InputStream in = TopicManifest.class.getResourceAsStream("topics.json")) {
            List<Topic> topics = new ObjectMapper()
                    .readValue(in, Document.class).topics().stream()
                            .flatMap(topic -> Stream.concat(Stream.of(topic), topic.deadLetters().stream()))
                            .map(topic -> topic.withName(prefix + topic.name()))
                            .toList();
            return new TopicManifest(prefix, topics);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read topics.json", e);
        }
    }

    /** All topics, each followed by its dead-letter topic. */
    public List<Topic> topics() {
        return topics;
    }

    /**
     * One topic.
     *
     * @param canonicalName its name without the prefix
     */
    public Topic topic(String canonicalName) {
        return topics.stream()
                .filter(topic -> topic.name().equals(prefix + canonicalName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no topic '" + canonicalName + "'"));
    }

    /** Only the dead-letter topics. */
    public List<Topic> deadLetterTopics() {
        return topics.stream()
                .filter(topic -> topic.name().endsWith(Topic.DEAD_LETTER_SUFFIX))
                .toList();
    }
}
