package io.reverie.network;

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

    @Override
    void close();
}
