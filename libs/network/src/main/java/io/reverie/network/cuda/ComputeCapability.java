package io.reverie.network.cuda;

/**
 * NVIDIA's number for a generation of devices, which machine code is made for.
 *
 * @param major generation, for example 8
 * @param minor within the generation, for example 6
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

    /** Refuses negative numbers. */
    public ComputeCapability {
        if (major < 0 || minor < 0) {
            throw new IllegalArgumentException("a compute capability has no negative numbers: " + major + "." + minor);
        }
    }

    /**
     * Whether machine code made for this capability runs on a device: of the same generation, and equal or later within it
     * (CUDA C++ Programming Guide, binary compatibility).
     */
    public boolean runsOn(ComputeCapability device) {
        return major == device.major && minor <= device.minor;
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
