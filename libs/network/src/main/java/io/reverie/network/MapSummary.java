package io.reverie.network;

/**
 * Summarises feature maps {@code [maps, rows, columns]} of one shape, each by as many values; arrays are in C order. A
 * summary remembers its last forward run and serves one thread at a time.
 */
interface MapSummary {

    /** Whether this serves maps of that shape. */
    boolean fits(long maps, long rows, long columns);

    /** Values of the maps that this serves. */
    int length();

    /** Values that summarise one map. */
    int valuesPerMap();

    /** Writes {@link #valuesPerMap} values for each map. */
    void forward(float[] input, float[] output);

    /** Gradient with respect to the input of the last {@link #forward}. */
    void backward(float[] outputGradient, float[] inputGradient);
}
