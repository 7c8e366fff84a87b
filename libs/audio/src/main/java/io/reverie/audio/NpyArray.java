package io.reverie.audio;

import java.util.Arrays;
import java.util.Objects;

/**
 * An array as a NumPy file holds it: values in the order of the file, whose meaning {@link #shape()} and
 * {@link #fortranOrder()} give. The values are shared, not copied.
 */
public final class NpyArray {

    /** The name of 32-bit floating point. */
    public static final String FLOAT32 = "float32";

    /** The name of 64-bit floating point. */
    public static final String FLOAT64 = "float64";

    private final long[] shape;
    private final boolean fortranOrder;
    private final float[] floats;
    private final double[] doubles;

    private NpyArray(long[] shape, boolean fortranOrder, float[] floats, double[] doubles) {
        this.shape = shape.clone();
        this.fortranOrder = fortranOrder;
        this.floats = floats;
        this.doubles = doubles;
        long size = sizeOf(shape);
        int length = floats == null ? doubles.length : floats.length;
        if (size != length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " has " + size + " elements, but values has " + length);
        }
    }

    /**
     * A float32 array.
     *
     * @param fortranOrder whether the first axis (true) or the last one (false) moves fastest
     * @throws IllegalArgumentException if the shape does not have as many elements as there are values
     */
    public static NpyArray of(float[] values, boolean fortranOrder, long... shape) {
        return new NpyArray(shape, fortranOrder, Objects.requireNonNull(values, "values"), null);
    }

    /** A float64 array; see {@link #of(float[], boolean, long...)}. */
    public static NpyArray of(double[] values, boolean fortranOrder, long... shape) {
        return new NpyArray(shape, fortranOrder, null, Objects.requireNonNull(values, "values"));
    }

    /** {@value #FLOAT32} or {@value #FLOAT64}. */
    public String dtype() {
        return floats == null ? FLOAT64 : FLOAT32;
    }

    /** The length of each axis; empty for a single number. */
    public long[] shape() {
        return shape.clone();
    }

    /** Whether the first axis moves fastest (column-major) rather than the last one. */
    public boolean fortranOrder() {
        return fortranOrder;
    }

    /** The number of elements. */
    public int size() {
        return floats == null ? doubles.length : floats.length;
    }

    /** The values in the order of the file; a rounded copy where the array is float64. */
    public float[] floats() {
        if (floats != null) {
            return floats;
        }
        float[] rounded = new float[doubles.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) doubles[i];
        }
        return rounded;
    }

    /** The values with the first axis moving fastest, whatever the order of the file; numpy saves the other way. */
    public float[] fortranFloats() {
        if (fortranOrder) {
            return floats();
        }
        float[] source = floats();
        float[] values = new float[source.length];
        int[] index = new int[shape.length];
        for (float value : source) {
            int position = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position = position * (int) shape[axis] + index[axis];
            }
            values[position] = value;
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return values;
    }

    /** The values in the order of the file; a copy where the array is float32. */
    public double[] doubles() {
        if (doubles != null) {
            return doubles;
        }
        double[] widened = new double[floats.length];
        for (int i = 0; i < widened.length; i++) {
            widened[i] = floats[i];
        }
        return widened;
    }

    /**
     * The number of elements of a shape.
     *
     * @throws IllegalArgumentException if a length is negative or the product too large for an array
     */
    static long sizeOf(long[] shape) {
        long size = 1;
        boolean empty = false;
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("shape must not be negative, but is " + Arrays.toString(shape));
            }
            empty |= length == 0;
        }
        if (empty) {
            return 0;
        }
        for (long length : shape) {
            if (length > Samples.LARGEST_ARRAY / size) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(shape) + " has more elements than an array can hold");
            }
            size *= length;
        }
        return size;
    }
}
