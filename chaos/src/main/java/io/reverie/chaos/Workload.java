package io.reverie.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import io.reverie.worker.ArtifactStore;
import org.apache.avro.specific.SpecificRecord;

/**
 * 200 jobs, the same ones every time: 40 recordings to ingest, then 8 trainings on them, then 152 dreams through the
 * models. A quarter can never be done: wrong values, labels and models that there are not, text that is called WAV, keys
 * that lead out of the store, records that are no events.
 */
final class Workload {

    static final String INGEST = "reverie.ingest.requests";
    static final String TRAIN = "reverie.train.requests";
    static final String DREAM = "reverie.dream.requests";

    private static final int SAMPLE_RATE = 22050;
    private static final int TRACKS_PER_LABEL = 5;
    private static final int SWEEPS = 20;
    private static final int MODELS = 6;
    private static final int DREAMS = 114;
    private static final int TRAINING_STEPS = 12;
    private static final int DREAM_ITERATIONS = 8;
    private static final int KINDS_OF_POISON = 4;
    private static final String DATASET = "noises";

    private final ArtifactStore store;

    /** @param store where the recordings are put */
    Workload(ArtifactStore store) {
        this.store = store;
    }

    /** The 10 recordings that models are trained on. */
    List<Job> tracks() throws IOException {
        List<Job> jobs = new ArrayList<>();
        for (int track = 0; track < TRACKS_PER_LABEL; track++) {
            jobs.add(ingest(DATASET + "/hum-" + track, new AudioSource(recording("hum-" + track)), "hum", true));
            jobs.add(ingest(DATASET + "/hiss-" + track, new AudioSource(recording("hiss-" + track)), "hiss", true));
        }
        return jobs;
    }

    /** The training of a model, by its number. */
    Job training(int number) {
        return train("model-" + number, DATASET, number, true);
    }

    /** 30 good and 10 bad. */
    List<Job> ingest() throws IOException {
        List<Job> jobs = tracks();
        for (int i = 0; i < SWEEPS; i++) {
            jobs.add(ingest("sweeps/" + i, sweep(i), null, true));
        }
        store.put("inputs/text.wav", "audio/wav", out -> out.write("no audio".getBytes(StandardCharsets.UTF_8)));
        jobs.add(ingest("bad/text", new AudioSource("inputs/text.wav"), "hum", false));
        jobs.add(ingest("bad/missing", new AudioSource("inputs/missing.wav"), "hum", false));
        jobs.add(ingest("bad/outside", new AudioSource("../outside.wav"), "hum", false));
        jobs.add(ingest("bad/absolute", new AudioSource("/etc/hostname"), "hum", false));
        jobs.add(ingest("bad/url", new AudioSource("http://localhost/a.wav"), "hum", false));
        jobs.add(ingest("bad/sweep", SweepSource.newBuilder().setSeconds(-1).build(), null, false));
        jobs.addAll(poison(INGEST, "bad/ingest-"));
        return jobs;
    }

    /** 6 good and 2 bad, once the recordings are there. */
    List<Job> train() {
        List<Job> jobs = new ArrayList<>();
        for (int seed = 0; seed < MODELS; seed++) {
            jobs.add(training(seed));
        }
        jobs.add(train("bad-no-dataset", "nothing", 0, false));
        TrainRequest misfit = TrainRequest.newBuilder(trainRequest("bad-features", DATASET, 0))
                .setFeatures(Features.LOG_STFT)
                .build();
        jobs.add(new Job("bad-features", TRAIN, encode(misfit), false));
        return jobs;
    }

    /** 114 good and 38 bad, once the models are there. */
    List<Job> dreams() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < DREAMS; i++) {
            jobs.add(dream("dream-" + i, goodDream("dream-" + i, i).build(), true));
        }
        List<Supplier<DreamRequest.Builder>> faults = List.of(
                () -> goodDream("", 0).setIterations(0),
                () -> goodDream("", 0).setModels(List.of("nobody")),
                () -> goodDream("", 0)
                        .setObjective(Objective.newBuilder().setTarget("jazz").build()),
                () -> goodDream("", 0).setInput(new AudioSource("inputs/../../outside.wav")),
                () -> goodDream("", 0).setInput(new AudioSource("inputs/missing.wav")),
                () -> goodDream("", 0).setStep(Double.NaN));
        for (int i = 0; i < 34; i++) {
            String id = "bad-dream-" + i;
            DreamRequest request =
                    faults.get(i % faults.size()).get().setDreamId(id).build();
            jobs.add(dream(id, request, false));
        }
        jobs.addAll(poison(DREAM, "bad-poison-"));
        return jobs;
    }

    /** A spectrogram of a quarter of a second. */
    static Job tinyIngest(String trackKey, int number) {
        return new Job(
                trackKey,
                INGEST,
                encode(IngestRequest.newBuilder()
                        .setTrackKey(trackKey)
                        .setSource(shortSweep(number))
                        .build()),
                true);
    }

    /** One iteration on a quarter of a second. */
    static Job tinyDream(String id, int number) {
        return dream(
                id,
                goodDream(id, 0)
                        .setInput(shortSweep(number))
                        .setIterations(1)
                        .setSnapshotIterations(0)
                        .build(),
                true);
    }

    /** 30 iterations on 5 s. */
    static Job usualDream(String id, int number) {
        return dream(
                id,
                goodDream(id, 1)
                        .setInput(SweepSource.newBuilder().build())
                        .setIterations(30)
                        .setSeed(number)
                        .build(),
                true);
    }

    /** Some ten seconds of work. */
    static Job longDream(String id) {
        return dream(
                id, goodDream(id, 1).setIterations(1000).setProgressSeconds(1).build(), true);
    }

    private static SweepSource shortSweep(int number) {
        return SweepSource.newBuilder()
                .setFromHz(50 + number)
                .setToHz(4000)
                .setSeconds(0.25)
                .build();
    }

    private Job ingest(String trackKey, Object source, String label, boolean good) {
        IngestRequest request = IngestRequest.newBuilder()
                .setTrackKey(trackKey)
                .setSource(source)
                .setDataset(label == null ? null : DATASET)
                .setLabel(label)
                .setAnalysis(Analysis.newBuilder().setKind(AnalysisKind.MEL).build())
                .build();
        return new Job(trackKey, INGEST, encode(request), good);
    }

    private Job train(String model, String dataset, long seed, boolean good) {
        return new Job(model, TRAIN, encode(trainRequest(model, dataset, seed)), good);
    }

    private static TrainRequest trainRequest(String model, String dataset, long seed) {
        TrainRequest request = TrainRequest.newBuilder()
                .setTrainId(model)
                .setModel(model)
                .setDataset(dataset)
                .setSeed(seed)
                .build();
        request.getBudget().setSteps(TRAINING_STEPS);
        request.getBudget().setBatchSize(TRACKS_PER_LABEL);
        return request;
    }

    private static Job dream(String id, DreamRequest request, boolean good) {
        return new Job(id, DREAM, encode(request), good);
    }

    private static DreamRequest.Builder goodDream(String id, int number) {
        return DreamRequest.newBuilder()
                .setDreamId(id)
                .setInput(number % 2 == 0 ? sweep(number) : new AudioSource(key("hum-" + number % TRACKS_PER_LABEL)))
                .setModels(List.of("model-" + number % MODELS))
                .setJudges(number % 3 == 0 ? List.of("model-" + (number + 1) % MODELS) : List.of())
                .setObjective(Objective.newBuilder().setTarget("hiss").build())
                .setWay(number % 5 == 4 ? Way.STFT : Way.MASK)
                .setUpdate(number % 4 == 3 ? Update.ADDITIVE : Update.FREE)
                .setIterations(DREAM_ITERATIONS)
                .setSnapshotIterations(number % 10 == 0 ? 2 : 0)
                .setSeed(number);
    }

    private static SweepSource sweep(int number) {
        return SweepSource.newBuilder()
                .setFromHz(50 + 10 * number)
                .setToHz(4000)
                .setSeconds(2 + number % 4)
                .build();
    }

    /** Records of requests to ingest that are no events, and good ones evenly among them. */
    static List<Job> malformed(int malformed, int good) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < malformed; i++) {
            if (i % (malformed / good) == 0) {
                jobs.add(tinyIngest("good-" + i, i));
            }
            jobs.add(new Job("malformed-" + i, INGEST, malformed(i), false));
        }
        return jobs;
    }

    private static List<Job> poison(String topic, String prefix) {
        List<Job> jobs = new ArrayList<>();
        for (int kind = 0; kind < KINDS_OF_POISON; kind++) {
            jobs.add(new Job(prefix + kind, topic, malformed(kind), false));
        }
        return jobs;
    }

    /** Not Avro, an unknown schema, truncated, and nothing at all. */
    private static byte[] malformed(int number) {
        byte[] valid = encode(goodDream("truncated", 0).build());
        return switch (number % KINDS_OF_POISON) {
            case 0 -> "no event".getBytes(StandardCharsets.UTF_8);
            case 1 -> {
                valid[2] ^= 1;
                yield valid;
            }
            case 2 -> Arrays.copyOf(valid, valid.length / 2);
            default -> null;
        };
    }

    private static byte[] encode(SpecificRecord event) {
        try (SingleObjectAvroSerializer encoder = new SingleObjectAvroSerializer()) {
            return encoder.serialize("", event);
        }
    }

    private static String key(String name) {
        return "inputs/" + name + ".wav";
    }

    private String recording(String name) throws IOException {
        Random random = new Random(name.hashCode());
        double hertz = 110 * (1 + random.nextInt(8));
        boolean hum = name.startsWith("hum");
        float[] samples = new float[5 * SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float)
                    (hum
                            ? 0.3 * Math.sin(2 * Math.PI * hertz * i / SAMPLE_RATE) + 0.001 * random.nextGaussian()
                            : 0.1 * random.nextGaussian());
        }
        store.put(key(name), "audio/wav", out -> WavFile.write16(out, samples, SAMPLE_RATE));
        return key(name);
    }
}
