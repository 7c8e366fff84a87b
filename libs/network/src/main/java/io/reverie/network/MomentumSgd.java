package io.reverie.network;

import java.util.Map;
import java.util.Objects;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stochastic gradient descent with momentum as {@code torch.optim.SGD(momentum=…)} has it, {@code v ← momentum · v +
 * gradient; weight ← weight − rate · v}. DL4J's own {@code Nesterovs} looks ahead by a further momentum step, and keeps
 * the learning rate inside {@code v}, so that a reduction of the rate takes effect only after a while.
 */
final class MomentumSgd implements IUpdater {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private ISchedule schedule;

    @JsonProperty
    private final double momentum;

    /**
     * @param schedule of the learning rate
     * @param momentum 0 to below 1
     */
    @JsonCreator
    MomentumSgd(@JsonProperty("schedule") ISchedule schedule, @JsonProperty("momentum") double momentum) {
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.momentum = momentum;
    }

    /** One value a weight: v. */
    @Override
    public long stateSize(long weights) {
        return weights;
    }

    @Override
    public GradientUpdater<MomentumSgd> instantiate(INDArray view, boolean initialize) {
        Rule rule = new Rule(this);
        rule.setStateViewArray(view, view.shape(), view.ordering(), initialize);
        return rule;
    }

    @Override
    public GradientUpdater<MomentumSgd> instantiate(Map<String, INDArray> state, boolean initialize) {
        Rule rule = new Rule(this);
        rule.setState(state, initialize);
        return rule;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return schedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double learningRate, ISchedule newSchedule) {
        if (newSchedule == null) {
            throw new IllegalArgumentException("a schedule must be given");
        }
        this.schedule = newSchedule;
    }

    @Override
    public MomentumSgd clone() {
        return new MomentumSgd(schedule, momentum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MomentumSgd that && momentum == that.momentum && schedule.equals(that.schedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(schedule, momentum);
    }

    private static final class Rule implements GradientUpdater<MomentumSgd> {

        private static final String VELOCITY = "V";

        private final MomentumSgd config;
        private INDArray velocity;

        Rule(MomentumSgd config) {
            this.config = config;
        }

        @Override
        public MomentumSgd getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            velocity = state.get(VELOCITY);
            if (initialize) {
                velocity.assign(0);
            }
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(VELOCITY, velocity);
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            velocity = view.reshape(order, shape);
            if (initialize) {
                velocity.assign(0);
            }
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            velocity.muli(config.momentum).addi(gradient);
            gradient.assign(velocity).muli(config.getLearningRate(iteration, epoch));
        }
    }
}
