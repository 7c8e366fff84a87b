package io.reverie.network;

import java.util.Objects;
import java.util.Optional;

import io.reverie.network.cuda.CudaDevice;

/**
 * What is going to compute.
 *
 * @param device a device with CUDA; empty: the processor
 * @param driver version of the device's driver; empty for the processor
 * @param note what whoever runs the worker should know of the choice: why it is not what was asked for, what is left alone
 */
public record BackendChoice(Optional<CudaDevice> device, Optional<String> driver, Optional<String> note) {

    /** Refuses null. */
    public BackendChoice {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(note, "note");
    }

    static BackendChoice processor() {
        return new BackendChoice(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static BackendChoice processorInstead(String reason) {
        return new BackendChoice(
                Optional.empty(), Optional.empty(), Optional.of("on the processor instead, because " + reason));
    }
}
