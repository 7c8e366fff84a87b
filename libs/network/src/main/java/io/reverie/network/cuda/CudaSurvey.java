package io.reverie.network.cuda;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found on a machine.
 *
 * @param driver version of NVIDIA's driver; empty where there is none
 * @param devices in CUDA's order
 * @param problem why none of them can be used whatever they are: no driver, a library that is missing; else empty
 */
public record CudaSurvey(Optional<String> driver, List<CudaDevice> devices, Optional<String> problem) {

    /** Copies the list, refuses null. */
    public CudaSurvey {
        Objects.requireNonNull(driver, "driver");
        devices = List.copyOf(devices);
        Objects.requireNonNull(problem, "problem");
    }

    /** A driver that answered. */
    public static CudaSurvey of(String driver, List<CudaDevice> devices) {
        return new CudaSurvey(Optional.of(driver), devices, Optional.empty());
    }

    /** A machine that cannot use CUDA. */
    public static CudaSurvey unusable(String problem) {
        return new CudaSurvey(Optional.empty(), List.of(), Optional.of(problem));
    }
}
