package io.reverie.dream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.worker.Job;
import io.reverie.worker.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** Several requests in work at once, each by a thread of its own, as a worker's consumers have them. */
@Timeout(60)
class DreamsTogetherTest {

    /** Of gains, in nepers: a batch sums products in another order. */
    private static final double TOLERANCE = 1e-3;

    private static final int ITERATIONS = 10;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DreamFixture together;
    private DreamFixture alone;

    @BeforeEach
    void makeStore() throws IOException {
        together = new DreamFixture(folder, 4);
        together.addModel("small", 1);
        alone = new DreamFixture(folder);
        alone.models.putAll(together.models);
        together.addAudio("inputs/short.wav", 0.4);
        together.addAudio("inputs/middle.wav", 1);
        together.addAudio("inputs/long.wav", 2);
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        together.dreams.close();
        alone.dreams.close();
    }

    @Test
    void dreamsRequestsThatAgreeAsOneBatchThatGivesWhatSingleDreamsGive() throws Exception {
        // Given requests of different length, seed and target, and one that does not agree with them
        List<DreamRequest> requests = List.of(
                request("one", "inputs/short.wav").build(),
                request("two", "inputs/middle.wav").setSeed(7).build(),
                request("other", "inputs/middle.wav").setStep(0.02).build(),
                request("three", "inputs/long.wav")
                        .setObjective(Objective.newBuilder().setTarget("odd").build())
                        .build(),
                request("four", "inputs/middle.wav").build());

        // When they wait together
        List<InWork> inWork = dreamBehindAnother(requests);

        // Then those that agree were dreamed by one thread
        assertThat(inWork.stream().filter(one -> one.dreamers.size() == 2)).hasSize(3);
        assertThat(inWork.get(2).dreamers).hasSize(1);

        // And each gives its own dream
        for (int i = 0; i < requests.size(); i++) {
            DreamReady ready = inWork.get(i).ready.get();
            DreamReady single = alone.dream(requests.get(i));
            assertThat(ready.getRequest()).isEqualTo(requests.get(i));
            assertClose(gains(ready), gains(single));
            assertThat(ready.getHeard()).allSatisfy((label, probability) -> assertThat(probability)
                    .isCloseTo(single.getHeard().get(label), offset(TOLERANCE)));
        }

        // And the one that did not agree, to the bit
        assertThat(sha256(inWork.get(2).ready.get())).isEqualTo(sha256(alone.dream(requests.get(2))));
    }

    @Test
    void dreamsGuidesTogetherWhoseLayerIsTheSame() throws Exception {
        // Given
        List<DreamRequest> requests = new ArrayList<>();
        for (String guide : List.of("inputs/long.wav", "inputs/short.wav")) {
            requests.add(request("guided-" + requests.size(), "inputs/middle.wav")
                    .setObjective(Objective.newBuilder()
                            .setKind(ObjectiveKind.GUIDE)
                            .setGuide(new AudioSource(guide))
                            .build())
                    .build());
        }

        // When
        List<InWork> inWork = dreamBehindAnother(requests);

        // Then
        for (int i = 0; i < requests.size(); i++) {
            assertClose(gains(inWork.get(i).ready.get()), gains(alone.dream(requests.get(i))));
        }
    }

    @Test
    void givesEqualBytesWhereDreamsAreNotBatched() throws Exception {
        // Given a worker that dreams one request at a time, though two are in work
        DreamRequest request = request("one", "inputs/middle.wav").build();
        DreamReady single = alone.dream(request);

        // When
        Future<DreamReady> first = threads.submit(() -> alone.dream(request));
        Future<DreamReady> second = threads.submit(() -> alone.dream(request));

        // Then
        assertThat(first.get().getDreamed()).isEqualTo(single.getDreamed());
        assertThat(second.get().getDreamed()).isEqualTo(single.getDreamed());
    }

    /** Starts requests while another dream goes on, lets it end when all of them wait, and returns when all are done. */
    private List<InWork> dreamBehindAnother(List<DreamRequest> requests) throws Exception {
        CountDownLatch dreaming = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        DreamRequest first =
                request("first", "inputs/short.wav").setIterations(1).build();
        Future<DreamReady> another = threads.submit(() -> together.dreams.execute(first, job(first, () -> {
            dreaming.countDown();
            await(goOn);
        })));
        dreaming.await();
        List<InWork> inWork = new ArrayList<>();
        for (DreamRequest request : requests) {
            InWork one = new InWork();
            one.ready = threads.submit(() -> together.dreams.execute(request, job(request, one::check)));
            one.waits.await();
            inWork.add(one);
        }
        goOn.countDown();
        another.get();
        for (InWork one : inWork) {
            one.ready.get();
        }
        return inWork;
    }

    private Job job(DreamRequest request, Runnable check) throws IOException {
        return new Job(
                "dreams",
                request.getDreamId(),
                Sha256.of("together" + request),
                together.dreams.inputs(request),
                () -> {
                    check.run();
                    return false;
                });
    }

    private static DreamRequest.Builder request(String id, String audio) {
        return DreamFixture.request(audio)
                .setDreamId(id)
                .setMaxDistanceDb(1000.0)
                .setIterations(ITERATIONS)
                .setSnapshotIterations(id.equals("first") ? 0 : ITERATIONS);
    }

    /** Of the mel bands after the last iteration, in nepers. */
    private double[] gains(DreamReady ready) throws IOException {
        ArrayArtifact snapshots = ready.getSnapshots();
        return together.arrays.read(snapshots, "snapshots").doubles();
    }

    private static String sha256(DreamReady ready) {
        return ready.getDreamed().getArtifact().getSha256();
    }

    private static void assertClose(double[] gains, double[] expected) {
        assertThat(gains).hasSameSizeAs(expected);
        double largest = 0;
        double moved = 0;
        for (int i = 0; i < gains.length; i++) {
            largest = Math.max(largest, Math.abs(gains[i] - expected[i]));
            moved = Math.max(moved, Math.abs(expected[i]));
        }
        assertThat(largest).isLessThan(TOLERANCE);
        assertThat(moved).isGreaterThan(100 * TOLERANCE);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request in work; its job is looked at by its own thread while it waits and by the one that dreams it. */
    private static final class InWork {

        private final CountDownLatch waits = new CountDownLatch(1);
        private final Set<Thread> dreamers = ConcurrentHashMap.newKeySet();
        private Future<DreamReady> ready;

        void check() {
            dreamers.add(Thread.currentThread());
            waits.countDown();
        }
    }
}
