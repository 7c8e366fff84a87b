package io.reverie.network.cuda;

import java.util.Objects;

/**
 * A device as its driver describes it.
 *
 * @param index CUDA's number of it in this process, from 0; CUDA_VISIBLE_DEVICES decides which devices have one
 * @param name the product's name
 * @param capability what machine code it runs
 * @param memoryBytes all of its memory, whoever has it
 */
public record CudaDevice(int index, String name, ComputeCapability capability, long memoryBytes) {

    /** Refuses null. */
    public CudaDevice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(capability, "capability");
    }

    @Override
    public String toString() {
        return "device " + index + " (" + name + ", compute capability " + capability + ")";
    }
}
