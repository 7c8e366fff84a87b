package io.reverie.network;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Off-heap float arrays in C order that outlive every workspace, and bulk copies between them and Java's arrays.
 *
 * <p>A backend for devices keeps an array twice and has to be told which of the two is newer; for the processor's backend that
 * costs nothing. Whatever is asked for here is brought to the host first; what is written through {@link #buffer},
 * {@link #bytes} or {@link #floats} is made known by {@link #written}.
 */
final class NativeArrays {
    private NativeArrays() {}

    /** An array of zeros outside every workspace; its owner closes it. */
    static INDArray allocate(long... shape) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(DataType.FLOAT, shape, 'c');
        }
    }

    /** An array with a copy of the values, outside every workspace; its owner closes it. */
    static INDArray copyOf(float[] values, long... shape) {
        INDArray array = allocate(shape);
        write(values, array);
        return array;
    }

    /** Copies a whole array of the heap into one of as many elements, contiguous and in C order. */
    static void write(float[] source, INDArray target) {
        pointer(target, source.length).put(source);
        written(target);
    }

    /** Copies an array that is contiguous and in C order to the heap. */
    static void read(INDArray source, float[] target) {
        pointer(source, target.length).get(target);
    }

    /** The bytes of an array of floats that is contiguous, in the machine's order; they belong to the array. */
    static BytePointer bytes(INDArray array) {
        if (array.dataType() != DataType.FLOAT || !isContiguous(array)) {
            throw new IllegalArgumentException("array must hold contiguous floats: " + array.shapeInfoToString());
        }
        return new BytePointer(onHost(array));
    }

    /** The values of an array of floats; they belong to the array. */
    static FloatPointer floats(INDArray array) {
        return new FloatPointer(onHost(array));
    }

    /** Says that an array's values were written on the host: an operation of a device takes them from there next time. */
    static void written(INDArray array) {
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    }

    /** The values of an array that is contiguous and in C order, as long as the array lives and no operation writes it. */
    static FloatBuffer buffer(INDArray array) {
        FloatPointer pointer = pointer(array, Math.toIntExact(array.length()));
        return pointer.capacity(array.length()).asBuffer();
    }

    /** The values of an array of any order, in C order. */
    static float[] values(INDArray array) {
        INDArray copy = array.dup('c');
        try {
            return copy.data().asFloat();
        } finally {
            if (copy.closeable()) {
                copy.close();
            }
        }
    }

    /** The array itself if it is contiguous and in C order, else a copy that is. */
    static INDArray contiguous(INDArray array) {
        return isContiguous(array) ? array : array.dup('c');
    }

    private static boolean isContiguous(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) > 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    private static FloatPointer pointer(INDArray array, int length) {
        if (array.length() != length || array.dataType() != DataType.FLOAT || !isContiguous(array)) {
            throw new IllegalArgumentException(
                    "array must hold " + length + " contiguous floats in C order: " + array.shapeInfoToString());
        }
        return floats(array);
    }

    private static Pointer onHost(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        return array.data().addressPointer();
    }
}
