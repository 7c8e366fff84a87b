package io.reverie.benchmarks.dreaming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelGains;
import io.reverie.dream.engine.DreamEngine;
import io.reverie.dream.engine.DreamItem;
import io.reverie.dream.engine.DreamListener;
import io.reverie.dream.engine.DreamReport;
import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.Dreamed;
import io.reverie.dream.engine.DreamingNetwork;
import io.reverie.dream.engine.LabelObjective;
import io.reverie.dream.engine.MaskWay;
import io.reverie.dream.engine.MelGainMask;
import io.reverie.dream.engine.Objective;
import io.reverie.dream.engine.RegulariserSettings;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Update;

/** Whole dreams with the default settings, through the small network, of so many recordings of one window together. */
final class DreamWorkload implements Workload {
    static final int SEGMENT_FRAMES = 431;

    /** Iterations of the dream that is compared with PyTorch's, without random regularisers. */
    private static final int CHECKED_ITERATIONS = 5;

    private static final RegulariserSettings DEFAULT_REGULARISERS =
            new RegulariserSettings(200, 3, 2, 1.0 / 6, 1, 1, 1, 5);
    private static final RegulariserSettings BLUR_ALONE = new RegulariserSettings(0, 0, 0, 0, 1, 1, 1, 5);
    private static final double STEP = 0.05;

    private static final Objective MARGIN = new LabelObjective(ObjectiveKind.MARGIN, 1, new int[0], Models.LABELS);

    private final int recordings;
    private final Model model;
    private final MelFilterBank filters;
    private final DreamEngine engine;
    private final ComplexSpectrogram input;
    private final Map<Integer, Plan> plans = new HashMap<>();

    DreamWorkload(PlanCompiler compiler, int recordings) {
        this.recordings = recordings;
        model = Models.small(SEGMENT_FRAMES);
        ModelDescription description = model.description();
        filters = new MelFilterBank(description.stft(), description.mel());
        DreamingNetwork network = new DreamingNetwork(
                description.transform(),
                description.standardisation(),
                batch -> plans.computeIfAbsent(batch, size -> compiler.compile(model, size, SEGMENT_FRAMES)));
        engine = new DreamEngine(new MaskWay(new MelGainMask(filters)), SEGMENT_FRAMES, List.of(network), recordings);
        input = recording(filters.bins(), SEGMENT_FRAMES);
    }

    @Override
    public Timing run(int iterations) {
        Marks marks = new Marks();
        long start = System.nanoTime();
        dream(iterations, DEFAULT_REGULARISERS, marks);
        return new Timing(System.nanoTime() - start, marks.iteration(iterations));
    }

    @Override
    public void export(Path folder) throws IOException {
        Dreamed dreamed = dream(CHECKED_ITERATIONS, BLUR_ALONE, new Marks());
        NumpyFiles.writeParameters(model.network(), folder);
        NumpyFiles.write(folder, "input", input.values(), input.frames(), input.bins(), 2);
        NumpyFiles.write(folder, "gains", dreamed.state(), input.frames(), filters.bands());
        float[] triangles = new float[filters.bands() * filters.bins()];
        float[] mask = new float[triangles.length];
        float[] areas = new float[filters.bands()];
        MelGains gains = new MelGains(filters);
        for (int band = 0; band < filters.bands(); band++) {
            areas[band] = (float) ((filters.upperHz(band) - filters.lowerHz(band)) / 2);
            for (int bin = 0; bin < filters.bins(); bin++) {
                boolean covered = bin >= filters.firstBin(band) && bin < filters.endBin(band);
                triangles[band * filters.bins() + bin] = covered ? filters.weight(band, bin) : 0;
                mask[band * filters.bins() + bin] = (float) gains.weight(band, bin);
            }
        }
        NumpyFiles.write(folder, "triangles", triangles, filters.bands(), filters.bins());
        NumpyFiles.write(folder, "mask", mask, filters.bands(), filters.bins());
        NumpyFiles.write(folder, "areas", areas, filters.bands());
        NumpyFiles.write(folder, "mean", model.description().mean(), filters.bands());
        NumpyFiles.write(folder, "deviation", model.description().deviation(), filters.bands());
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
    }

    private Dreamed dream(int iterations, RegulariserSettings regularisers, Marks marks) {
        List<DreamItem> items = new ArrayList<>();
        for (int recording = 0; recording < recordings; recording++) {
            items.add(new DreamItem(input, List.of(MARGIN), recording, recording == 0 ? marks : new Marks()));
        }
        return engine.dream(
                        items,
                        new DreamSettings(
                                Update.FREE,
                                GradientScaling.NORMALIZED,
                                iterations,
                                STEP,
                                regularisers,
                                6,
                                Double.POSITIVE_INFINITY,
                                0))
                .get(0)
                .orThrow();
    }

    /** Noise, softer towards high frequencies as music is, and with beats. */
    private static ComplexSpectrogram recording(int bins, int frames) {
        Random random = new Random(1);
        float[] values = new float[2 * bins * frames];
        for (int index = 0; index < values.length; index++) {
            int bin = index / 2 % bins;
            int frame = index / 2 / bins;
            double envelope = (1 + Math.sin(frame * 0.3)) * 30 / (10 + bin);
            values[index] = (float) (envelope * random.nextGaussian());
        }
        return new ComplexSpectrogram(bins, frames, values);
    }

    /** When iterations began; those of one batch begin together. */
    private static final class Marks implements DreamListener {
        private final List<Long> times = new ArrayList<>();

        @Override
        public void beforeIteration() {
            times.add(System.nanoTime());
        }

        @Override
        public boolean wantsReport() {
            return false;
        }

        @Override
        public void report(DreamReport report) {}

        /** Nanoseconds of an iteration of the whole batch: the median, which measures nothing. */
        long iteration(int iterations) {
            if (times.size() != iterations) {
                throw new IllegalStateException(times.size() + " marks of " + iterations + " iterations");
            }
            long[] lengths = new long[iterations - 1];
            for (int iteration = 0; iteration < lengths.length; iteration++) {
                lengths[iteration] = times.get(iteration + 1) - times.get(iteration);
            }
            return Medians.of(lengths);
        }
    }
}
