package io.reverie.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The steps of a plan and the arrays they work on, all of them made once. The forward steps run in the order in which
 * they were added, the backward ones in the reverse.
 */
final class PlanSteps implements AutoCloseable {
    private final List<INDArray> arrays = new ArrayList<>();
    private final List<Runnable> forward = new ArrayList<>();
    private final Deque<Runnable> backward = new ArrayDeque<>();
    private final List<Exposed> exposed = new ArrayList<>();
    private boolean closed;
    private boolean hasRun;

    /** An array of zeros that is closed with the plan. */
    INDArray keep(long... shape) {
        INDArray array = NativeArrays.allocate(shape);
        arrays.add(array);
        return array;
    }

    /** An array with a copy of the values, closed with the plan. */
    INDArray keep(float[] values, long... shape) {
        INDArray array = NativeArrays.copyOf(values, shape);
        arrays.add(array);
        return array;
    }

    /** A copy in C order, closed with the plan. */
    INDArray keepCopy(INDArray values) {
        return keep(values.shape()).assign(values);
    }

    /** Arrays that are kept. */
    List<INDArray> arrays() {
        return List.copyOf(arrays);
    }

    void addForward(CustomOp operation) {
        forward.add(() -> Nd4j.exec(operation));
    }

    void addForward(Runnable step) {
        forward.add(step);
    }

    void addBackward(CustomOp operation) {
        backward.push(() -> Nd4j.exec(operation));
    }

    void addBackward(Op operation) {
        backward.push(() -> Nd4j.exec(operation));
    }

    void addBackward(Runnable step) {
        backward.push(step);
    }

    /**
     * Makes the layer that was added last readable, with what its backward steps start from.
     *
     * @param values {@code [batch, rows, columns, channels]} or {@code [batch, units]}
     * @param gradient with respect to the values, of the same shape
     */
    void expose(String name, INDArray values, INDArray gradient) {
        PlanLayer layer = isDense(values)
                ? new PlanLayer(name, (int) values.size(1), 1, 1)
                : new PlanLayer(name, (int) values.size(3), (int) values.size(1), (int) values.size(2));
        exposed.add(new Exposed(layer, values, gradient, backward.size()));
    }

    /** The layers that were exposed. */
    List<PlanLayer> layers() {
        return exposed.stream().map(Exposed::layer).toList();
    }

    /** Copies a layer's activations of the last forward run. */
    void readActivations(int layer, float[] activations) {
        requireRun();
        INDArray values = exposed(layer, activations).values;
        if (isDense(values)) {
            NativeArrays.read(values, activations);
        } else {
            ChannelsLast.read(values, activations);
        }
    }

    /** Runs the backward steps from a layer's output on. */
    void runBackward(int layer, float[] gradient) {
        requireRun();
        Exposed from = exposed(layer, gradient);
        if (isDense(from.gradient)) {
            NativeArrays.write(gradient, from.gradient);
        } else {
            ChannelsLast.write(gradient, from.gradient);
        }
        backward.stream().skip(backward.size() - (long) from.backwardSteps).forEach(Runnable::run);
    }

    private static boolean isDense(INDArray values) {
        return values.rank() == 2;
    }

    private Exposed exposed(int layer, float[] values) {
        if (layer < 0 || layer >= exposed.size()) {
            throw new IllegalArgumentException("layer must be 0 to " + (exposed.size() - 1) + ": " + layer);
        }
        Exposed found = exposed.get(layer);
        if (values.length != found.values.length()) {
            throw new IllegalArgumentException("layer " + found.layer.name() + " has " + found.values.length()
                    + " values, but the array has " + values.length);
        }
        return found;
    }

    /** @throws IllegalStateException if the plan is closed */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the plan is closed");
        }
    }

    /** @throws IllegalStateException if the plan is closed or has not run forward yet */
    void requireRun() {
        requireOpen();
        if (!hasRun) {
            throw new IllegalStateException("a gradient needs a forward run first");
        }
    }

    void runForward() {
        forward.forEach(Runnable::run);
        hasRun = true;
    }

    void runBackward() {
        backward.forEach(Runnable::run);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            forward.clear();
            backward.clear();
            arrays.forEach(INDArray::close);
        }
    }

    /** A layer that can be read, and how many backward steps lie between it and the input. */
    private record Exposed(PlanLayer layer, INDArray values, INDArray gradient, int backwardSteps) {}
}
