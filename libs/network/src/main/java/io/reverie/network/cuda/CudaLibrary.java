package io.reverie.network.cuda;

/**
 * The CUDA backend of a build that has one, found by {@link java.util.ServiceLoader}. It is asked before ND4J is touched for
 * the first time: an initialisation of ND4J that fails cannot be repeated in the same process.
 */
public interface CudaLibrary {

    /** What the backend was compiled for. */
    MachineCode machineCode();

    /** Asks the driver, without computing anything. Whatever fails is in the result. */
    CudaSurvey survey();

    /** Makes the backend, which is not loaded yet, leave all devices but the first one alone. */
    void useFirstDevice();
}
