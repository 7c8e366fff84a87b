package io.reverie.standalone.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamReady;
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
import io.reverie.worker.EventHeaders;
import org.apache.avro.specific.SpecificRecord;

/** Picks what belongs to one job out of the log. */
final class JobHistory {

    // Topics are read side by side, so that only the pipeline tells what came before what.
    private static final List<Class<? extends SpecificRecord>> ORDER = List.of(
            IngestRequest.class,
            TrainRequest.class,
            DreamRequest.class,
            TrainProgress.class,
            DreamProgress.class,
            SpectrogramReady.class,
            ModelReady.class,
            DreamReady.class,
            RecordingReady.class,
            DreamScored.class);

    /** What ends a job; it may have been asked for again since. */
    private static final List<Class<? extends SpecificRecord>> ENDS = List.of(JobCancelled.class, JobFailed.class);

    private JobHistory() {}

    /**
     * The newest event of each kind that belongs to the job, in the order of the pipeline. A cancellation or failure comes
     * before what is dated later: the job was asked for again.
     */
    static List<SpecificRecord> of(String jobId, Collection<SpecificRecord> events) {
        Map<Class<?>, SpecificRecord> newest = new HashMap<>();
        for (SpecificRecord event : events) {
            if (event != null && jobId.equals(jobOf(event))) {
                newest.put(event.getClass(), event);
            }
        }
        List<SpecificRecord> history = new ArrayList<>();
        ORDER.stream().filter(newest::containsKey).map(newest::get).forEach(history::add);
        for (Class<?> kind : ENDS) {
            if (newest.containsKey(kind)) {
                insert(newest.get(kind), history);
            }
        }
        return List.copyOf(history);
    }

    private static void insert(SpecificRecord end, List<SpecificRecord> history) {
        int place = history.size();
        for (int i = history.size() - 1; i >= 0; i--) {
            boolean later = EventHeaders.createdAt(history.get(i)).isAfter(EventHeaders.createdAt(end));
            if (later && !ENDS.contains(history.get(i).getClass())) {
                place = i;
            }
        }
        history.add(place, end);
    }

    private static String jobOf(SpecificRecord event) {
        if (event instanceof IngestRequest request) {
            return request.getId().isEmpty() ? request.getTrackKey() : request.getId();
        } else if (event instanceof SpectrogramReady ready) {
            return ready.getRequestId();
        } else if (event instanceof TrainRequest request) {
            return request.getTrainId();
        } else if (event instanceof TrainProgress progress) {
            return progress.getTrainId();
        } else if (event instanceof ModelReady ready) {
            return ready.getTrainId();
        } else if (event instanceof DreamRequest request) {
            return request.getDreamId();
        } else if (event instanceof DreamProgress progress) {
            return progress.getDreamId();
        } else if (event instanceof DreamReady ready) {
            return ready.getDreamId();
        } else if (event instanceof RecordingReady ready) {
            return ready.getDreamId();
        } else if (event instanceof DreamScored scored) {
            return scored.getDreamId();
        } else if (event instanceof JobCancelled cancellation) {
            return cancellation.getJobId();
        } else if (event instanceof JobFailed failure) {
            return failure.getJobId();
        }
        return null;
    }
}
