package io.reverie.dream;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.LogMel;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;

/**
 * Whether the device computes gradients: a small random network's directional derivative along its own gradient g is
 * |g|², which a central difference has to confirm.
 */
final class SelfTest {

    private static final int BANDS = 32;
    private static final int FRAMES = 64;
    private static final double DIFFERENCE = 1e-3;
    /** Rectifiers that switch within the difference, and float32. */
    private static final double TOLERANCE = 0.05;

    private SelfTest() {}

    /**
     * Runs the test.
     *
     * @throws IllegalStateException if the device does not compute what it should, with the numbers
     */
    static void run(PlanCompiler compiler) {
        try (Plan plan = compiler.compile(model(), 1, FRAMES)) {
            Random random = new Random(1);
            float[] input = new float[BANDS * FRAMES];
            for (int i = 0; i < input.length; i++) {
                input[i] = (float) random.nextGaussian();
            }
            float[] logits = new float[plan.labels()];
            float[] gradient = new float[input.length];
            plan.forward(input, logits);
            plan.inputGradient(new float[] {1, -1}, gradient);
            double squares = 0;
            for (float value : gradient) {
                squares += (double) value * value;
            }
            double length = DIFFERENCE * Math.sqrt(input.length) / Math.sqrt(squares);
            double rise = difference(plan, moved(input, gradient, length), logits)
                    - difference(plan, moved(input, gradient, -length), logits);
            double measured = rise / (2 * length);
            if (!(squares > 0 && Math.abs(measured - squares) <= TOLERANCE * squares)) {
                throw new IllegalStateException("the self-test of " + compiler.backend()
                        + " failed: the derivative along the gradient is " + measured + ", but should be " + squares);
            }
        }
    }

    private static double difference(Plan plan, float[] input, float[] logits) {
        plan.forward(input, logits);
        return (double) logits[0] - logits[1];
    }

    private static float[] moved(float[] input, float[] direction, double length) {
        float[] moved = input.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (length * direction[i]);
        }
        return moved;
    }

    private static Model model() {
        MelParameters defaults = MelParameters.defaults();
        MelParameters mel = new MelParameters(
                BANDS, defaults.scale(), defaults.norm(), defaults.minHz(), defaults.maxHz(), defaults.power());
        float[] deviation = new float[BANDS];
        Arrays.fill(deviation, 1);
        return new Model(
                new ModelDescription(
                        "self-test",
                        LogMel.NAME,
                        SmallNetwork.NAME,
                        List.of("one", "other"),
                        StftParameters.defaults(),
                        mel,
                        FRAMES,
                        new float[BANDS],
                        deviation,
                        new TreeMap<>()),
                SmallNetwork.create(
                        SmallNetworkParameters.of(BANDS, FRAMES, 2, OptimiserParameters.defaults(1), 0, 1)));
    }
}
