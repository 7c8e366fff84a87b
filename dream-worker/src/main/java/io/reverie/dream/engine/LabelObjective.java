package io.reverie.dream.engine;

import java.util.Set;

import io.reverie.schemas.ObjectiveKind;

/**
 * What a dream raises, as a function of one network's logits z. With target t and the labels A that shall not be heard:
 *
 * <ul>
 *   <li>MARGIN: {@code z_t - ln(sum over a in A of e^z_a)}, the log-odds of the target against A
 *   <li>LOGIT: {@code z_t}
 *   <li>DIFFERENCE: {@code z_t - mean over a in A of z_a}, after Deep Dreaming Music (2021)
 * </ul>
 *
 * Immutable.
 */
public final class LabelObjective implements Objective {

    /** The objectives that are functions of the logits. */
    public static final Set<ObjectiveKind> NAMES_LABELS =
            Set.of(ObjectiveKind.MARGIN, ObjectiveKind.LOGIT, ObjectiveKind.DIFFERENCE);

    private final ObjectiveKind kind;
    private final int target;
    private final int[] against;
    private final int labels;

    /**
     * An objective over a network's labels.
     *
     * @param kind which
     * @param target index of the label that shall be heard
     * @param against indices of the labels that shall not be heard; empty: all others
     * @param labels number of labels
     * @throws IllegalArgumentException if an index is out of range, the target is among {@code against}, or there is no
     *     other label to compare with
     */
    public LabelObjective(ObjectiveKind kind, int target, int[] against, int labels) {
        if (target < 0 || target >= labels) {
            throw new IllegalArgumentException("target must be 0 to " + (labels - 1) + ", but is " + target);
        }
        for (int label : against) {
            if (label < 0 || label >= labels || label == target) {
                throw new IllegalArgumentException("against must be labels from 0 to " + (labels - 1) + " without "
                        + target + ", but has " + label);
            }
        }
        if (!NAMES_LABELS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + NAMES_LABELS + ", but is " + kind);
        }
        this.kind = kind;
        this.target = target;
        this.labels = labels;
        this.against = against.length > 0 ? against.clone() : others(target, labels);
        if (this.against.length == 0 && kind != ObjectiveKind.LOGIT) {
            throw new IllegalArgumentException("labels must be at least 2 for " + kind + ", but is " + labels);
        }
    }

    @Override
    public int layer() {
        return LOGITS;
    }

    @Override
    public double value(float[] logits, int at, double factor, float[] gradient) {
        java.util.Arrays.fill(gradient, at, at + labels, 0);
        gradient[at + target] = (float) factor;
        return switch (kind) {
            case LOGIT -> logits[at + target];
            case DIFFERENCE -> difference(logits, at, factor, gradient);
            case MARGIN -> margin(logits, at, factor, gradient);
            default -> throw new AssertionError(kind);
        };
    }

    private double difference(float[] logits, int at, double factor, float[] gradient) {
        double sum = 0;
        for (int label : against) {
            sum += logits[at + label];
            gradient[at + label] = (float) (-factor / against.length);
        }
        return logits[at + target] - sum / against.length;
    }

    private double margin(float[] logits, int at, double factor, float[] gradient) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int label : against) {
            largest = Math.max(largest, logits[at + label]);
        }
        double sum = 0;
        for (int label : against) {
            sum += Math.exp(logits[at + label] - largest);
        }
        for (int label : against) {
            gradient[at + label] = (float) (-factor * Math.exp(logits[at + label] - largest) / sum);
        }
        return logits[at + target] - largest - Math.log(sum);
    }

    private static int[] others(int target, int labels) {
        int[] others = new int[labels - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = i < target ? i : i + 1;
        }
        return others;
    }
}
