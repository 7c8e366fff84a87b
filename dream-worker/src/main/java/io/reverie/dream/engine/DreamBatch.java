package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.reverie.network.Plan;
import io.reverie.worker.Stopwatch;

/** Windows that are dreamed together, and the networks' inputs and outputs for them. */
final class DreamBatch {

    /** The trajectory has a row before the first iteration, after every so many, and after the last. */
    static final int TRAJECTORY_ITERATIONS = 5;

    private static final int COLUMNS_BEFORE_LABELS = 4;

    /** A window of a dream. */
    record Place(DreamRun run, int window) {}

    private final DreamWay way;
    private final Hearing hearing;
    private final int segmentFrames;
    private final DreamSettings settings;
    private final Stopwatch stopwatch;
    private final int labels;
    private final List<NetworkBatch> networks = new ArrayList<>();
    private final WindowDream[] dreams;
    private final double[] objectives;
    private final double[] distances;
    private final double[][] probabilities;
    /** Windows that move no more: their objective is met, or their dream has failed. */
    private final boolean[] done;

    private List<Place> places = List.of();

    DreamBatch(
            DreamWay way,
            Hearing hearing,
            int segmentFrames,
            List<DreamingNetwork> dreaming,
            int size,
            DreamSettings settings,
            Stopwatch stopwatch) {
        this.way = way;
        this.hearing = hearing;
        this.segmentFrames = segmentFrames;
        this.settings = settings;
        this.stopwatch = stopwatch;
        for (int network = 0; network < dreaming.size(); network++) {
            Plan plan = dreaming.get(network).plans().apply(size);
            networks.add(new NetworkBatch(plan, hearing.ear(network).size(), dreaming.size()));
        }
        labels = networks.get(0).labels();
        dreams = new WindowDream[size];
        objectives = new double[size];
        distances = new double[size];
        probabilities = new double[size][labels];
        done = new boolean[size];
        stopwatch.lap("compile");
    }

    int size() {
        return dreams.length;
    }

    /**
     * Dreams windows from beginning to end and joins them to their recordings.
     *
     * @param windows as many as this batch has
     */
    void dream(List<Place> windows) {
        start(windows);
        int iteration = 0;
        while (iteration < settings.iterations() && !allDone()) {
            notifyListeners();
            listen();
            observe(iteration, iteration % TRAJECTORY_ITERATIONS == 0);
            if (allDone()) {
                break;
            }
            iterate();
            iteration++;
            keepSnapshots(iteration);
        }
        if (!allDone()) {
            listen();
            observe(iteration, true);
        }
        while (iteration < settings.iterations()) {
            keepSnapshots(++iteration);
        }
        for (int item = 0; item < size(); item++) {
            Place place = places.get(item);
            if (!place.run().hasFailed()) {
                place.run().join(dreams[item].canvas(), place.window());
            }
        }
        stopwatch.lap("join");
    }

    private void start(List<Place> windows) {
        places = windows;
        for (int item = 0; item < size(); item++) {
            Place place = places.get(item);
            int frames = place.run().schedule().length();
            if (dreams[item] == null || dreams[item].frames() != frames) {
                dreams[item] = new WindowDream(way, hearing, segmentFrames, frames, settings);
            }
            start(dreams[item], place);
            done[item] = place.run().hasFailed();
        }
        stopwatch.lap("start");
    }

    private static void start(WindowDream dream, Place place) {
        try {
            place.run().start(dream, place.window());
        } catch (NoGradientException e) {
            place.run().fail(e);
        }
    }

    private boolean allDone() {
        for (boolean one : done) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Each recording's listener once, however many windows of it there are. */
    private void notifyListeners() {
        for (int item = 0; item < size(); item++) {
            DreamRun run = places.get(item).run();
            if (isFirstOfItsRun(item) && !run.hasFailed()) {
                try {
                    run.listener().beforeIteration();
                } catch (RuntimeException e) {
                    run.fail(e);
                }
            }
            done[item] |= run.hasFailed();
        }
    }

    private boolean isFirstOfItsRun(int item) {
        return item == 0 || places.get(item - 1).run() != places.get(item).run();
    }

    private void listen() {
        forEachMoving(item -> dreams[item].listen());
        stopwatch.lap("listen");
    }

    /** Measures without the regularisers, where a row of the trajectory or a report is due. */
    private void observe(int iteration, boolean row) {
        boolean[] reports = new boolean[size()];
        boolean anyReport = false;
        for (int item = 0; item < size(); item++) {
            reports[item] = isFirstOfItsRun(item)
                    && !places.get(item).run().hasFailed()
                    && places.get(item).run().listener().wantsReport();
            anyReport |= reports[item];
        }
        if (!row && !anyReport) {
            return;
        }
        measure();
        stopwatch.lap("measure");
        for (int item = 0; item < size(); item++) {
            if (reports[item]) {
                places.get(item).run().listener().report(report(item, iteration));
            }
        }
        if (row) {
            for (int item = 0; item < size(); item++) {
                if (!done[item]) {
                    places.get(item).run().addRow(row(item, iteration));
                    done[item] = objectives[item] >= settings.stopAt();
                }
            }
        }
        stopwatch.lap("report");
    }

    private void iterate() {
        for (int index = 0; index < networks.size(); index++) {
            int network = index;
            NetworkBatch batch = networks.get(network);
            forEachMoving(item -> dreams[item].hear(network, batch.heard(), batch.at(item)));
            stopwatch.lap("hear");
            batch.forward();
            for (int item = 0; item < size(); item++) {
                if (!done[item]) {
                    batch.raise(places.get(item).run().objective(network), item);
                }
            }
            batch.backward();
            stopwatch.lap("network");
            forEachMoving(item -> dreams[item].feel(network, batch.heardGradient(), batch.at(item)));
            stopwatch.lap("hear");
        }
        forEachMoving(this::step);
        stopwatch.lap("step");
    }

    private void step(int item) {
        try {
            dreams[item].step();
        } catch (NoGradientException e) {
            places.get(item).run().fail(e);
            done[item] = true;
        }
    }

    /** Windows share nothing but what is immutable: each on a thread of its own where there are several. */
    private void forEachMoving(IntConsumer work) {
        IntStream moving = IntStream.range(0, size()).filter(item -> !done[item]);
        (size() > 1 ? moving.parallel() : moving).forEach(work);
    }

    /** Objectives, probabilities and distances of the windows as they are. */
    private void measure() {
        for (int network = 0; network < networks.size(); network++) {
            NetworkBatch batch = networks.get(network);
            for (int item = 0; item < size(); item++) {
                if (!done[item]) {
                    dreams[item].hearPlainly(network, batch.heard(), batch.at(item));
                }
            }
            batch.forward();
            for (int item = 0; item < size(); item++) {
                if (done[item]) {
                    continue;
                }
                double value = batch.raise(places.get(item).run().objective(network), item) / networks.size();
                objectives[item] = network == 0 ? value : objectives[item] + value;
                if (network == 0) {
                    Softmax.of(batch.logits(), item * labels, probabilities[item]);
                }
            }
        }
        for (int item = 0; item < size(); item++) {
            if (!done[item]) {
                distances[item] = dreams[item].canvas().distanceDb();
            }
        }
    }

    private double[] row(int item, int iteration) {
        double[] row = new double[COLUMNS_BEFORE_LABELS + labels];
        row[0] = places.get(item).window();
        row[1] = iteration;
        row[2] = objectives[item];
        row[3] = distances[item];
        System.arraycopy(probabilities[item], 0, row, COLUMNS_BEFORE_LABELS, labels);
        return row;
    }

    /** Where the recording of a window stands: the mean over its windows in this batch. */
    private DreamReport report(int first, int iteration) {
        DreamRun run = places.get(first).run();
        double objective = 0;
        double distance = 0;
        double[] mean = new double[labels];
        int windows = 0;
        for (int item = first; item < size() && places.get(item).run() == run; item++, windows++) {
            objective += objectives[item];
            distance += distances[item];
            for (int label = 0; label < labels; label++) {
                mean[label] += probabilities[item][label];
            }
        }
        for (int label = 0; label < labels; label++) {
            mean[label] /= windows;
        }
        return new DreamReport(
                run.iterationsBefore() + iteration * windows,
                run.iterationsInAll(),
                objective / windows,
                mean,
                distance / windows);
    }

    private void keepSnapshots(int iterationsDone) {
        for (int item = 0; item < size(); item++) {
            Place place = places.get(item);
            if (!place.run().hasFailed()) {
                place.run().keepSnapshot(dreams[item].canvas(), place.window(), iterationsDone);
            }
        }
    }
}
