package io.reverie.dream.engine;

/**
 * What a dream raises, as a function of one network's logits or of the activations of one of its layers. Immutable;
 * kept activations of a guide are never changed.
 */
public sealed interface Objective permits ChannelObjective, GuideObjective, LabelObjective, LayerObjective {

    /** Stands for the logits instead of a layer. */
    int LOGITS = -1;

    /** Index of the layer in {@link io.reverie.network.Plan#layers}, or {@link #LOGITS}. */
    int layer();

    /**
     * The objective's value, and its gradient with respect to the activations times a factor.
     *
     * @param activations logits, or activations of the layer, of all inputs of a batch
     * @param at where this input's activations begin
     * @param factor of the gradient
     * @param gradient receives the gradient at the same place
     */
    double value(float[] activations, int at, double factor, float[] gradient);
}
