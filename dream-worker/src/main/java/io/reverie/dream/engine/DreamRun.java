package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.reverie.worker.Stopwatch;

/** One recording of a {@link DreamEngine#dream}: what was joined of its windows so far, and how far it is. */
final class DreamRun {

    private final DreamItem item;
    private final DreamWay way;
    private final DreamSettings settings;
    private final Original original;
    private final WindowSchedule schedule;
    private final CrossFade joined;
    private final List<CrossFade> snapshots = new ArrayList<>();
    private final List<double[]> trajectory = new ArrayList<>();
    private int iterationsOfFinishedWindows;
    /** Windows of one recording may fail on several threads. */
    private volatile RuntimeException failure;

    DreamRun(DreamItem item, DreamWay way, WindowSchedule schedule, DreamSettings settings) {
        this.item = item;
        this.way = way;
        this.settings = settings;
        this.schedule = schedule;
        this.original = way.open(item.input());
        this.joined = new CrossFade(way.valuesPerFrame(), item.input().frames());
        for (int i = 0; i < settings.snapshots(); i++) {
            snapshots.add(new CrossFade(way.bands(), item.input().frames()));
        }
    }

    Objective objective(int network) {
        return item.objectives().get(network);
    }

    DreamListener listener() {
        return item.listener();
    }

    WindowSchedule schedule() {
        return schedule;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Ends this dream early. */
    void fail(RuntimeException reason) {
        failure = reason;
    }

    void start(WindowDream dream, int window) {
        dream.start(original, schedule.start(window), Seeds.window(item.seed(), window));
    }

    void addRow(double[] row) {
        trajectory.add(row);
    }

    /** Keeps a window's gains as they are after so many iterations, where a snapshot is due. */
    void keepSnapshot(Canvas canvas, int window, int iterationsDone) {
        int every = settings.snapshotIterations();
        if (every != 0 && iterationsDone % every == 0 && iterationsDone > 0) {
            snapshots.get(iterationsDone / every - 1).add(canvas.melGains(), schedule.start(window), schedule.length());
        }
    }

    /** Joins a finished window to those before it. */
    void join(Canvas canvas, int window) {
        joined.add(canvas.state(), schedule.start(window), schedule.length());
        iterationsOfFinishedWindows += settings.iterations();
    }

    /** Iterations of the windows that are finished. */
    int iterationsBefore() {
        return iterationsOfFinishedWindows;
    }

    int iterationsInAll() {
        return schedule.count() * settings.iterations();
    }

    Dreamed dreamed(Stopwatch stopwatch) {
        if (hasFailed()) {
            return new Dreamed(new float[0], List.of(), List.of(), Map.copyOf(stopwatch.seconds()), failure);
        }
        float[] state = joined.joined();
        way.settle(original, state, settings.update(), DreamWay.cap(settings));
        stopwatch.lap("join");
        return new Dreamed(
                state, trajectory, snapshots.stream().map(CrossFade::joined).toList(), stopwatch.seconds(), null);
    }
}
