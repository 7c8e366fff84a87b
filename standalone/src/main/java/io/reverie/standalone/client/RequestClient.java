package io.reverie.standalone.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.standalone.client.EventReader.KeyedEvent;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends requests and waits for what becomes of them. Every wait begins at the ends of the result topics as they were
 * before the request was sent, so that nothing is missed and nothing older is taken for an answer.
 *
 * <p>A wait has no time limit, long jobs being normal; it ends where the guard given to the constructor says that
 * nobody can answer any more.
 */
public final class RequestClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration GUARD_INTERVAL = Duration.ofSeconds(2);
    private static final int CONNECT_MILLIS = 8000;

    /** Asked every few seconds while a job is waited for. */
    @FunctionalInterface
    public interface Guard {

        /** @throws KafkaUnavailableException where nobody can answer any more */
        void check() throws IOException;
    }

    private final ClientSettings settings;
    private final Guard guard;
    private final Deserializer<SpecificRecord> deserializer;
    private final KafkaProducer<String, SpecificRecord> producer;

    private RequestClient(
            ClientSettings settings,
            Guard guard,
            Deserializer<SpecificRecord> deserializer,
            KafkaProducer<String, SpecificRecord> producer) {
        this.settings = settings;
        this.guard = guard;
        this.deserializer = deserializer;
        this.producer = producer;
    }

    /**
     * Connects to Kafka.
     *
     * @throws KafkaUnavailableException where it does not answer
     */
    public static RequestClient connect(ClientSettings settings, Guard guard) throws KafkaUnavailableException {
        requireAnswer(settings);
        return new RequestClient(
                settings,
                guard,
                settings.eventDeserializer(),
                new KafkaProducer<>(settings.producer(), new StringSerializer(), settings.eventSerializer()));
    }

    private static void requireAnswer(ClientSettings settings) throws KafkaUnavailableException {
        try (Admin admin = Admin.create(settings.admin(CONNECT_MILLIS))) {
            admin.describeCluster().clusterId().get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw KafkaUnavailableException.of("No Kafka answers at " + settings.bootstrapServers(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Sends many requests at once and waits until each is done or has failed.
     *
     * @param requests with different ids
     */
    public void ingest(Collection<IngestRequest> requests, IngestListener listener) throws IOException {
        Map<String, IngestRequest> pending = new LinkedHashMap<>();
        requests.forEach(request -> pending.put(request.getId(), request));
        try (EventReader reader = readerFromEnd(Topics.SPECTROGRAMS, Topics.FAILURES)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (IngestRequest request : requests) {
                sent.add(submit(Topics.INGEST_REQUESTS, request.getTrackKey(), request));
            }
            confirm(sent);
            for (EventWait wait = new EventWait(reader, guard); !pending.isEmpty(); ) {
                for (SpecificRecord event : wait.next()) {
                    if (event instanceof SpectrogramReady ready && pending.remove(ready.getRequestId()) != null) {
                        listener.ready(ready);
                    } else if (event instanceof JobFailed failure && pending.containsKey(failure.getJobId())) {
                        listener.failed(pending.remove(failure.getJobId()), failure);
                    }
                }
            }
        }
    }

    /**
     * Sends a request for a model and waits for it.
     *
     * @throws JobFailedException where there will be none
     */
    public ModelReady train(TrainRequest request, Consumer<TrainProgress> progress)
            throws IOException, JobFailedException {
        String id = request.getTrainId();
        try (EventReader reader = readerFromEnd(Topics.MODELS, Topics.TRAIN_PROGRESS, Topics.FAILURES)) {
            confirm(List.of(submit(Topics.TRAIN_REQUESTS, id, request)));
            for (EventWait wait = new EventWait(reader, guard); ; ) {
                for (SpecificRecord event : wait.next()) {
                    if (event instanceof TrainProgress step && step.getTrainId().equals(id)) {
                        progress.accept(step);
                    } else if (event instanceof ModelReady model
                            && model.getTrainId().equals(id)) {
                        return model;
                    } else if (event instanceof JobFailed failure
                            && failure.getJobId().equals(id)) {
                        throw new JobFailedException(failure);
                    }
                }
            }
        }
    }

    /**
     * Sends a request for a dream and waits until its recording is there and scored.
     *
     * @throws JobFailedException where a stage of it failed; the recording may have been heard of before
     */
    public DreamScored dream(DreamRequest request, Urgency urgency, DreamListener listener)
            throws IOException, JobFailedException {
        String id = request.getDreamId();
        try (EventReader reader =
                readerFromEnd(Topics.RECORDINGS, Topics.SCORES, Topics.DREAM_PROGRESS, Topics.FAILURES)) {
            confirm(List.of(submit(urgency.topic(), id, request)));
            DreamScored scored = null;
            boolean recorded = false;
            EventWait wait = new EventWait(reader, guard);
            while (scored == null || !recorded) {
                for (SpecificRecord event : wait.next()) {
                    if (event instanceof DreamProgress step) {
                        if (step.getDreamId().equals(id)) {
                            listener.progress(step);
                        } else {
                            listener.waiting(step);
                        }
                    } else if (event instanceof RecordingReady ready
                            && ready.getDreamId().equals(id)
                            && !recorded) {
                        recorded = true;
                        listener.recording(ready);
                    } else if (event instanceof DreamScored score
                            && score.getDreamId().equals(id)) {
                        scored = score;
                    } else if (event instanceof JobFailed failure
                            && failure.getJobId().equals(id)) {
                        throw new JobFailedException(failure);
                    }
                }
            }
            return scored;
        }
    }

    /** The newest model of each name. */
    public SortedMap<String, ModelReady> models() throws IOException {
        SortedMap<String, ModelReady> models = new TreeMap<>();
        try (EventReader reader = readerFromBeginning(Topics.MODELS)) {
            for (KeyedEvent record : reader.readToEnd()) {
                if (record.event() == null) {
                    models.remove(record.key());
                } else if (record.event() instanceof ModelReady model) {
                    models.put(model.getName(), model);
                }
            }
        }
        return models;
    }

    /**
     * Asks that a job be stopped; what becomes of it is not waited for. Requests of this id that were made before now
     * are not done, whoever made them; what is finished stays.
     *
     * @param reason null: none given
     * @return the event as it was sent
     */
    public JobCancelled cancel(String jobId, String reason) throws KafkaUnavailableException {
        JobCancelled cancellation =
                JobCancelled.newBuilder().setJobId(jobId).setReason(reason).build();
        confirm(List.of(submit(Topics.CANCELLATIONS, jobId, cancellation)));
        return cancellation;
    }

    /** How many labelled tracks a data set has now. */
    public int labelledTracks(String dataset) throws IOException {
        try (EventReader reader = readerFromBeginning(Topics.SPECTROGRAMS)) {
            return LabelledTracks.count(reader.readToEnd(), dataset);
        }
    }

    /** Every event of a job that the topics still keep, in the order of the pipeline. */
    public List<SpecificRecord> history(String jobId) throws IOException {
        try (EventReader reader = readerFromBeginning(Topics.OF_JOBS.toArray(String[]::new))) {
            return JobHistory.of(
                    jobId, reader.readToEnd().stream().map(KeyedEvent::event).toList());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        deserializer.close();
    }

    private List<RecordMetadata> confirm(List<Future<RecordMetadata>> sent) throws KafkaUnavailableException {
        producer.flush();
        List<RecordMetadata> confirmed = new ArrayList<>();
        try {
            for (Future<RecordMetadata> request : sent) {
                confirmed.add(request.get());
            }
            return confirmed;
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(
                    "The request could not be sent: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Sends a request and does not wait for its answer.
     *
     * @param topic without the prefix of topics
     * @return where it lies
     */
    public RecordPosition send(String topic, String key, SpecificRecord request) throws KafkaUnavailableException {
        RecordMetadata lies = confirm(List.of(submit(topic, key, request))).get(0);
        return new RecordPosition(lies.topic(), lies.partition(), lies.offset());
    }

    /** Sends a request, which is dated now: when it is sent, not when the topic's partitions are asked for first. */
    private Future<RecordMetadata> submit(String topic, String key, SpecificRecord request)
            throws KafkaUnavailableException {
        try {
            producer.partitionsFor(settings.topic(topic));
            request.put(request.getSchema().getField("createdAt").pos(), Instant.now());
            return producer.send(new ProducerRecord<>(settings.topic(topic), key, request));
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The request could not be sent: " + e.getMessage(), e);
        }
    }

    private EventReader readerFromEnd(String... topics) throws KafkaUnavailableException {
        return EventReader.fromEnd(settings, deserializer, names(topics));
    }

    private EventReader readerFromBeginning(String... topics) throws KafkaUnavailableException {
        return EventReader.fromBeginning(settings, deserializer, names(topics));
    }

    private List<String> names(String... topics) {
        return List.of(topics).stream().map(settings::topic).toList();
    }

    /** Polls, and asks the guard now and then. */
    private static final class EventWait {

        private final EventReader reader;
        private final Guard guard;
        private long nextCheck = System.nanoTime() + GUARD_INTERVAL.toNanos();

        EventWait(EventReader reader, Guard guard) {
            this.reader = reader;
            this.guard = guard;
        }

        List<SpecificRecord> next() throws IOException {
            if (System.nanoTime() - nextCheck > 0) {
                guard.check();
                nextCheck = System.nanoTime() + GUARD_INTERVAL.toNanos();
            }
            return reader.poll(POLL).stream()
                    .map(KeyedEvent::event)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }
}
