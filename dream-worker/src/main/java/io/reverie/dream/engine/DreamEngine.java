package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.network.Plan;
import io.reverie.schemas.Update;
import io.reverie.worker.Stopwatch;

/**
 * Dreams through the transform: gradient ascent of an objective of frozen networks on the gains of mel bands.
 *
 * <p>Each iteration computes the masked spectrogram ({@link MelGainMask}), the features of every network ({@link
 * io.reverie.network.FeatureTransform}), hears them through
 * random regularisers ({@link RegulariserDraw}, {@link HeardFeatures}), takes the gradient of the objective with respect
 * to the networks' input ({@link Plan}) back through all of it, blurs it ({@link GaussianBlur}) and makes a step ({@link
 * GainUpdate}). Several networks: the mean of their objectives, each hearing its own draw.
 *
 * <p>Recordings of any length are dreamed window by window ({@link WindowSchedule}), each with random numbers of its own,
 * and the gains cross-faded ({@link CrossFade}), so that memory beyond the recording itself is bounded. Same input,
 * settings, networks and backend: same gains. One thread at a time.
 */
public final class DreamEngine {

    /** Frames that neighbouring windows share at least, but no more than a quarter of a window. */
    private static final int OVERLAP_FRAMES = 64;

    /** Most windows that are run as one batch. */
    static final int LARGEST_BATCH = 4;

    /** The trajectory has a row before the first iteration, after every so many, and after the last. */
    static final int TRAJECTORY_ITERATIONS = 5;

    private final MelGainMask mask;
    private final int segmentFrames;
    private final List<DreamingNetwork> networks;
    private final Hearing hearing;

    /**
     * An engine for networks that share one analysis.
     *
     * @param mask the gains' mel filters
     * @param segmentFrames frames that a network hears at once
     * @param networks at least one
     */
    public DreamEngine(MelGainMask mask, int segmentFrames, List<DreamingNetwork> networks) {
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("networks must not be empty");
        }
        this.mask = mask;
        this.segmentFrames = segmentFrames;
        this.networks = List.copyOf(networks);
        this.hearing = new Hearing(networks, mask.bands(), segmentFrames);
    }

    /**
     * Dreams.
     *
     * @param input the spectrogram to change, its noise bed included; it is not changed
     * @throws NoGradientException if the gradient is zero or not finite
     */
    public Dreamed dream(ComplexSpectrogram input, DreamSettings settings, DreamListener listener) {
        return new Run(input, settings, listener).dream();
    }

    /** The windows of a recording. */
    static WindowSchedule schedule(int frames, int segmentFrames) {
        return new WindowSchedule(frames, segmentFrames, Math.min(OVERLAP_FRAMES, segmentFrames / 4));
    }

    /** One dream. */
    private final class Run {

        private final ComplexSpectrogram input;
        private final DreamSettings settings;
        private final DreamListener listener;
        private final EnergyCap cap;
        private final WindowSchedule schedule;
        private final CrossFade joined;
        private final List<CrossFade> snapshots = new ArrayList<>();
        private final List<double[]> trajectory = new ArrayList<>();
        private final Stopwatch stopwatch = new Stopwatch();

        Run(ComplexSpectrogram input, DreamSettings settings, DreamListener listener) {
            this.input = input;
            this.settings = settings;
            this.listener = listener;
            this.cap = settings.update() == Update.ADDITIVE ? new EnergyCap(settings.energyCapDb()) : null;
            this.schedule = schedule(input.frames(), segmentFrames);
            this.joined = new CrossFade(mask.bands(), input.frames());
            for (int i = 0; i < settings.snapshots(); i++) {
                snapshots.add(new CrossFade(mask.bands(), input.frames()));
            }
        }

        Dreamed dream() {
            int windows = schedule.count();
            int batch = Math.min(windows, LARGEST_BATCH);
            Batch buffers = null;
            for (int first = 0; first < windows; first += batch) {
                int size = Math.min(batch, windows - first);
                if (buffers == null || buffers.size() != size) {
                    buffers = new Batch(size);
                }
                dream(buffers, first);
                for (int item = 0; item < size; item++) {
                    joined.add(buffers.items.get(item).gains(), schedule.start(first + item), schedule.length());
                }
            }
            float[] gains = joined.joined();
            if (cap != null) {
                keepWithinCap(gains);
            }
            stopwatch.lap("join");
            return new Dreamed(
                    gains, trajectory, snapshots.stream().map(CrossFade::joined).toList(), stopwatch.seconds());
        }

        private void dream(Batch batch, int firstWindow) {
            batch.start(firstWindow);
            for (int iteration = 0; iteration < settings.iterations(); iteration++) {
                listener.beforeIteration();
                batch.items.forEach(WindowDream::listen);
                stopwatch.lap("listen");
                observe(batch, firstWindow, iteration, iteration % TRAJECTORY_ITERATIONS == 0);
                batch.iterate();
                keepSnapshots(batch, firstWindow, iteration + 1);
            }
            batch.items.forEach(WindowDream::listen);
            stopwatch.lap("listen");
            observe(batch, firstWindow, settings.iterations(), true);
        }

        /** Measures without the regularisers, where a row of the trajectory or a report is due. */
        private void observe(Batch batch, int firstWindow, int iteration, boolean row) {
            boolean report = listener.wantsReport();
            if (!row && !report) {
                return;
            }
            batch.measure();
            if (row) {
                for (int item = 0; item < batch.size(); item++) {
                    trajectory.add(batch.row(firstWindow + item, iteration, item));
                }
            }
            stopwatch.lap("measure");
            if (report) {
                int done = firstWindow * settings.iterations() + iteration * batch.size();
                listener.report(batch.report(done, schedule.count() * settings.iterations()));
                stopwatch.lap("report");
            }
        }

        private void keepSnapshots(Batch batch, int firstWindow, int iterationsDone) {
            int every = settings.snapshotIterations();
            if (every == 0 || iterationsDone % every != 0) {
                return;
            }
            CrossFade snapshot = snapshots.get(iterationsDone / every - 1);
            for (int item = 0; item < batch.size(); item++) {
                snapshot.add(batch.items.get(item).gains(), schedule.start(firstWindow + item), schedule.length());
            }
        }

        /** Each window keeps the cap; where loud and soft windows are joined, the whole may still exceed it. */
        private void keepWithinCap(float[] gains) {
            double inputEnergy = 0;
            double energy = 0;
            float[] factors = new float[mask.bins()];
            float[] values = input.values();
            for (int frame = 0; frame < input.frames(); frame++) {
                mask.factors(gains, frame, factors);
                int at = 2 * frame * mask.bins();
                for (int bin = 0; bin < factors.length; bin++) {
                    double real = values[at + 2 * bin];
                    double imaginary = values[at + 2 * bin + 1];
                    double power = real * real + imaginary * imaginary;
                    inputEnergy += power;
                    energy += power * factors[bin] * factors[bin];
                }
            }
            float scale = (float) cap.scale(energy, inputEnergy);
            for (int i = 0; i < gains.length; i++) {
                gains[i] *= scale;
            }
        }

        /** Windows that are run together, and the networks' inputs and outputs for them. */
        private final class Batch {

            private final List<WindowDream> items = new ArrayList<>();
            private final List<Plan> plans = new ArrayList<>();
            private final List<float[]> logits = new ArrayList<>();
            private final List<float[]> logitGradients = new ArrayList<>();
            /** Of each network. */
            private final List<float[]> heardInputs = new ArrayList<>();

            private final List<float[]> inputGradients = new ArrayList<>();
            private final double[] objectives;
            private final double[] distances;
            private final double[][] probabilities;

            Batch(int size) {
                for (int item = 0; item < size; item++) {
                    items.add(new WindowDream(mask, hearing, segmentFrames, schedule.length(), settings, cap));
                }
                for (int network = 0; network < networks.size(); network++) {
                    Plan plan = networks.get(network).plans().apply(size);
                    plans.add(plan);
                    logits.add(new float[size * plan.labels()]);
                    logitGradients.add(new float[size * plan.labels()]);
                    heardInputs.add(new float[size * hearing.ear(network).size()]);
                    inputGradients.add(new float[size * hearing.ear(network).size()]);
                }
                objectives = new double[size];
                distances = new double[size];
                probabilities = new double[size][plans.get(0).labels()];
                stopwatch.lap("compile");
            }

            int size() {
                return items.size();
            }

            void start(int firstWindow) {
                for (int item = 0; item < size(); item++) {
                    int window = firstWindow + item;
                    items.get(item).start(input, schedule.start(window), Seeds.window(settings.seed(), window));
                }
                stopwatch.lap("start");
            }

            void iterate() {
                for (int network = 0; network < plans.size(); network++) {
                    Plan plan = plans.get(network);
                    int inputSize = hearing.ear(network).size();
                    for (int item = 0; item < size(); item++) {
                        items.get(item).hear(network, heardInputs.get(network), item * inputSize);
                    }
                    stopwatch.lap("hear");
                    plan.forward(heardInputs.get(network), logits.get(network));
                    raise(network);
                    plan.inputGradient(logitGradients.get(network), inputGradients.get(network));
                    stopwatch.lap("network");
                    for (int item = 0; item < size(); item++) {
                        items.get(item).feel(network, inputGradients.get(network), item * inputSize);
                    }
                    stopwatch.lap("hear");
                }
                items.forEach(WindowDream::step);
                stopwatch.lap("step");
            }

            /** Objectives, probabilities and distances of the windows as they are. */
            void measure() {
                java.util.Arrays.fill(objectives, 0);
                for (int network = 0; network < plans.size(); network++) {
                    for (int item = 0; item < size(); item++) {
                        items.get(item)
                                .hearPlainly(
                                        network,
                                        heardInputs.get(network),
                                        item * hearing.ear(network).size());
                    }
                    plans.get(network).forward(heardInputs.get(network), logits.get(network));
                    double[] values = raise(network);
                    for (int item = 0; item < size(); item++) {
                        objectives[item] += values[item] / plans.size();
                    }
                }
                for (int item = 0; item < size(); item++) {
                    Softmax.of(logits.get(0), item * probabilities[item].length, probabilities[item]);
                    distances[item] = items.get(item).distanceDb();
                }
            }

            double[] row(int window, int iteration, int item) {
                double[] row = new double[4 + probabilities[item].length];
                row[0] = window;
                row[1] = iteration;
                row[2] = objectives[item];
                row[3] = distances[item];
                System.arraycopy(probabilities[item], 0, row, 4, probabilities[item].length);
                return row;
            }

            DreamReport report(int done, int of) {
                double objective = 0;
                double distance = 0;
                double[] mean = new double[probabilities[0].length];
                for (int item = 0; item < size(); item++) {
                    objective += objectives[item] / size();
                    distance += distances[item] / size();
                    for (int label = 0; label < mean.length; label++) {
                        mean[label] += probabilities[item][label] / size();
                    }
                }
                return new DreamReport(done, of, objective, mean, distance);
            }

            /** The objective of each window, and the logits' gradients. */
            private double[] raise(int network) {
                Objective objective = networks.get(network).objective();
                int labels = plans.get(network).labels();
                double[] values = new double[size()];
                for (int item = 0; item < size(); item++) {
                    values[item] = objective.value(
                            logits.get(network), item * labels, 1.0 / plans.size(), logitGradients.get(network));
                }
                return values;
            }
        }
    }
}
