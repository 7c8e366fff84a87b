package io.reverie.benchmarks.dreaming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

import io.reverie.network.Model;
import io.reverie.network.Plan;

/** A frozen network alone: forward, and the gradient of the first label with respect to the input. */
final class PlanWorkload implements Workload {
    private final Model model;
    private final Plan plan;
    private final float[] features;
    private final float[] logits;
    private final float[] logitGradient;
    private final float[] featureGradient;

    PlanWorkload(Model model, Plan plan) {
        this.model = model;
        this.plan = plan;
        features = new float[plan.batch() * plan.channels() * plan.rows() * plan.frames()];
        featureGradient = new float[features.length];
        logits = new float[plan.batch() * plan.labels()];
        logitGradient = new float[logits.length];
        for (int item = 0; item < plan.batch(); item++) {
            logitGradient[item * plan.labels()] = 1;
        }
        Random random = new Random(1);
        for (int index = 0; index < features.length; index++) {
            features[index] = random.nextFloat();
        }
    }

    @Override
    public Timing run(int iterations) {
        long[] times = new long[iterations];
        long start = System.nanoTime();
        for (int iteration = 0; iteration < iterations; iteration++) {
            long before = System.nanoTime();
            iterate();
            times[iteration] = System.nanoTime() - before;
        }
        return new Timing(System.nanoTime() - start, Medians.of(times));
    }

    private void iterate() {
        plan.forward(features, logits);
        plan.inputGradient(logitGradient, featureGradient);
    }

    @Override
    public void export(Path folder) throws IOException {
        iterate();
        NumpyFiles.writeParameters(model.network(), folder);
        NumpyFiles.write(folder, "features", features, plan.batch(), plan.channels(), plan.rows(), plan.frames());
        NumpyFiles.write(
                folder, "gradient", featureGradient, plan.batch(), plan.channels(), plan.rows(), plan.frames());
    }

    @Override
    public void close() {
        plan.close();
    }
}
