package io.reverie.network;

import java.util.List;

/**
 * A frozen network compiled for one shape of input: made once, run many times, without any allocation of its own.
 *
 * <p>One thread at a time may use a plan; {@link #close()} gives its off-heap memory back, and using it afterwards is an
 * {@link IllegalStateException}.
 */
public interface Plan extends AutoCloseable {
    /** Inputs that are run together. */
    int batch();

    /** Channels of an input. */
    int channels();

    /** Rows of an input: bands or bins of the spectrogram. */
    int rows();

    /** Columns of an input: frames of the spectrogram. */
    int frames();

    /** Labels that the network tells apart. */
    int labels();

    /**
     * Runs the network.
     *
     * @param features standardised features {@code [batch, channels, rows, frames]} in C order; not changed
     * @param logits receives the outputs before the softmax, {@code [batch, labels]}
     * @throws IllegalArgumentException if an array has another length
     */
    void forward(float[] features, float[] logits);

    /**
     * Gradient of {@code Σ logitGradient · logits} with respect to the features of the last {@link #forward}. May be
     * called any number of times for one forward run.
     *
     * @param logitGradient weights of the logits, {@code [batch, labels]}
     * @param featureGradient receives the gradient, {@code [batch, channels, rows, frames]} in C order
     * @throws IllegalArgumentException if an array has another length
     * @throws IllegalStateException if nothing has been run forward yet
     */
    void inputGradient(float[] logitGradient, float[] featureGradient);

    /** Layers whose activations can be read and raised, from the input on; the last one, the logits, is left out. */
    List<PlanLayer> layers();

    /**
     * Activations of a layer in the last {@link #forward}; to be read before a gradient is taken, which may overwrite
     * them.
     *
     * @param layer index in {@link #layers}
     * @param activations receives them, {@code [batch, channels, rows, columns]} in C order
     * @throws IllegalArgumentException if there is no such layer, or the array has another length
     * @throws IllegalStateException if nothing has been run forward yet
     */
    void activations(int layer, float[] activations);

    /**
     * Gradient of {@code Σ gradient · activations} of a layer with respect to the features of the last {@link #forward}.
     *
     * @param layer index in {@link #layers}
     * @param gradient weights of the activations, {@code [batch, channels, rows, columns]}
     * @param featureGradient receives the gradient, {@code [batch, channels, rows, frames]} in C order
     * @throws IllegalArgumentException if there is no such layer, or an array has another length
     * @throws IllegalStateException if nothing has been run forward yet
     */
    void inputGradient(int layer, float[] gradient, float[] featureGradient);

    @Override
    void close();
}
