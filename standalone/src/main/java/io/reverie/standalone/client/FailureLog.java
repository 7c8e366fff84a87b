package io.reverie.standalone.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.reverie.schemas.JobFailed;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.reverie.standalone.client.EventReader.KeyedEvent;

/** What failed, and where the requests are that could not be used. Every call reads the topics anew. */
public final class FailureLog {

    private static final Comparator<Failure> BY_TIME =
            Comparator.comparing(failure -> failure.event().getCreatedAt());

    private final ClientSettings settings;

    public FailureLog(ClientSettings settings) {
        this.settings = settings;
    }

    /** Every failure that the topic still keeps, the newest last. */
    public List<Failure> failures() throws KafkaUnavailableException {
        Map<RecordPosition, DeadLetter> bySource = new HashMap<>();
        for (DeadLetter letter : deadLetters()) {
            bySource.put(letter.source(), letter);
        }
        return events().stream()
                .map(event -> new Failure(
                        event, Optional.ofNullable(bySource.get(source(event))).map(DeadLetter::position)))
                .sorted(BY_TIME)
                .toList();
    }

    /** The newest dead letter of a job; where no failure tells of a dead letter, its key is the job's id. */
    public Optional<RecordPosition> deadLetterOf(String jobId) throws KafkaUnavailableException {
        Map<RecordPosition, String> jobs = new HashMap<>();
        events().forEach(event -> jobs.put(source(event), event.getJobId()));
        return deadLetters().stream()
                .filter(letter -> jobId.equals(jobs.getOrDefault(letter.source(), letter.key())))
                .max(Comparator.comparingLong(DeadLetter::timestamp))
                .map(DeadLetter::position);
    }

    /**
     * Dead letters that nobody has sent again yet, the oldest first. One that was sent again and failed again is a new
     * dead letter.
     *
     * @param wanted which failures
     */
    public List<RecordPosition> notRetried(Predicate<JobFailed> wanted) throws KafkaUnavailableException {
        Set<RecordPosition> retried = retried();
        return failures().stream()
                .filter(failure -> wanted.test(failure.event()))
                .flatMap(failure -> failure.deadLetter().stream())
                .filter(letter -> !retried.contains(letter))
                .distinct()
                .toList();
    }

    /** The names of the topics that dead letters lie on. */
    public List<String> deadLetterTopics() {
        return TopicManifest.load(settings.topicPrefix()).deadLetterTopics().stream()
                .map(Topic::name)
                .toList();
    }

    private Collection<JobFailed> events() throws KafkaUnavailableException {
        // A record that is delivered again fails again.
        Map<RecordPosition, JobFailed> events = new HashMap<>();
        List<JobFailed> without = new ArrayList<>();
        try (EventReader reader = EventReader.fromBeginning(
                settings, settings.eventDeserializer(), List.of(settings.topic(Topics.FAILURES)))) {
            for (KeyedEvent record : reader.readToEnd()) {
                if (record.event() instanceof JobFailed event) {
                    RecordPosition source = source(event);
                    if (source == null) {
                        without.add(event);
                    } else {
                        events.put(source, event);
                    }
                }
            }
        }
        without.addAll(events.values());
        return without;
    }

    private List<DeadLetter> deadLetters() throws KafkaUnavailableException {
        List<DeadLetter> letters = new ArrayList<>();
        try (RecordReader reader = RecordReader.fromBeginning(settings, deadLetterTopics())) {
            reader.readToEnd(record -> letters.add(DeadLetter.of(record)));
        }
        return letters;
    }

    private Set<RecordPosition> retried() throws KafkaUnavailableException {
        Set<RecordPosition> retried = new HashSet<>();
        List<String> topics = deadLetterTopics().stream().map(Retries::target).toList();
        try (RecordReader reader = RecordReader.fromBeginning(settings, topics)) {
            reader.readToEnd(record -> DeadLetter.retriedBy(record).ifPresent(retried::add));
        }
        return retried;
    }

    private static RecordPosition source(JobFailed event) {
        return event.getTopic() == null || event.getPartition() == null || event.getOffset() == null
                ? null
                : new RecordPosition(event.getTopic(), event.getPartition(), event.getOffset());
    }
}
