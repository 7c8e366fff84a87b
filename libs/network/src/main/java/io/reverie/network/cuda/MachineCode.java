package io.reverie.network.cuda;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a library was compiled for. It holds nothing that a driver could translate for other devices (PTX).
 *
 * @param capabilities those that it has machine code for, in ascending order
 */
public record MachineCode(List<ComputeCapability> capabilities) {

    /** Keeps them sorted. */
    public MachineCode {
        capabilities = capabilities.stream().sorted().toList();
    }

    /** Whether a device can run it. */
    public boolean runsOn(ComputeCapability device) {
        return capabilities.stream().anyMatch(capability -> capability.runsOn(device));
    }

    /** All of them and what follows from them, for people. */
    @Override
    public String toString() {
        return capabilities.stream().map(ComputeCapability::toString).collect(Collectors.joining(", "))
                + " (devices with a larger second number run the same code)";
    }
}
