package io.reverie.network;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How the weights move, whatever the network. Weight decay is decoupled and on the weights alone (Loshchilov and Hutter
 * 2019); the network's layers apply it.
 *
 * @param method the rule of one step
 * @param steps training steps that the learning rate's schedule spans, at least 1
 * @param learningRate largest learning rate, positive
 * @param warmUp fraction of the steps in which the learning rate rises, 0 to 1
 * @param schedule how the learning rate falls
 * @param decaySteps steps from one reduction to the next, at least 1; for {@link Schedule#STEP} alone
 * @param decayFactor what a reduction multiplies the learning rate by, above 0 to 1; for {@link Schedule#STEP} alone
 * @param momentum share of the last step that is taken again, 0 to below 1; for {@link Method#SGD} alone
 * @param weightDecay decoupled weight decay, 0 or more; each step takes {@code learning rate · weightDecay} of the weights
 */
public record OptimiserParameters(
        Method method,
        int steps,
        double learningRate,
        double warmUp,
        Schedule schedule,
        int decaySteps,
        double decayFactor,
        double momentum,
        double weightDecay) {

    /** The rule of one step. */
    public enum Method {
        /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
        ADAMW,
        /** Stochastic gradient descent with momentum, as torch.optim.SGD has it. */
        SGD
    }

    /** How the learning rate falls after the warm-up. */
    public enum Schedule {
        /** Half a cosine over all steps. */
        COSINE,
        /** By a factor every so many steps. */
        STEP
    }

    public OptimiserParameters {
        require(method != null, "method must be given", null);
        require(steps >= 1, "steps must be at least 1", steps);
        require(learningRate > 0 && learningRate <= 1, "learningRate must be positive and at most 1", learningRate);
        require(warmUp >= 0 && warmUp <= 1, "warmUp must be 0 to 1", warmUp);
        require(schedule != null, "schedule must be given", null);
        require(decaySteps >= 1, "decaySteps must be at least 1", decaySteps);
        require(decayFactor > 0 && decayFactor <= 1, "decayFactor must be positive and at most 1", decayFactor);
        require(momentum >= 0 && momentum < 1, "momentum must be at least 0 and below 1", momentum);
        require(weightDecay >= 0 && weightDecay <= 1, "weightDecay must be 0 to 1", weightDecay);
    }

    /** AdamW with warm-up and cosine decay. */
    public static OptimiserParameters adamW(int steps, double learningRate, double warmUp, double weightDecay) {
        return new OptimiserParameters(
                Method.ADAMW, steps, learningRate, warmUp, Schedule.COSINE, 1, 1, 0, weightDecay);
    }

    /** Learning rate 2e-3 with 5 % warm-up and cosine decay, weight decay 1e-2. */
    public static OptimiserParameters defaults(int steps) {
        return adamW(steps, 2e-3, 0.05, 1e-2);
    }

    /** For DL4J's configuration of a network. */
    IUpdater updater() {
        return switch (method) {
            case ADAMW -> new Adam(learningRates());
            case SGD -> new MomentumSgd(learningRates(), momentum);
        };
    }

    private ISchedule learningRates() {
        int warmUpSteps = (int) Math.round(warmUp * steps);
        return switch (schedule) {
            case COSINE -> new WarmUpCosineSchedule(learningRate, warmUpSteps, steps);
            case STEP -> new WarmUpStepSchedule(learningRate, warmUpSteps, decaySteps, decayFactor);
        };
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
