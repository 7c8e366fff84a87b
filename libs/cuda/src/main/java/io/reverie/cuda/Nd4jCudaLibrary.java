package io.reverie.cuda;

import java.nio.file.Path;
import java.util.List;

import io.reverie.network.cuda.ComputeCapability;
import io.reverie.network.cuda.CudaLibrary;
import io.reverie.network.cuda.CudaSurvey;
import io.reverie.network.cuda.MachineCode;
import org.nd4j.jita.conf.CudaEnvironment;

/** nd4j-cuda-11.6 with cuDNN. */
public final class Nd4jCudaLibrary implements CudaLibrary {

    /** Read from libnd4jcuda.so: each of its 239 groups of kernels has code for these nine, and no PTX. */
    private static final MachineCode MACHINE_CODE = new MachineCode(List.of(
            new ComputeCapability(3, 7),
            new ComputeCapability(5, 0),
            new ComputeCapability(5, 2),
            new ComputeCapability(6, 0),
            new ComputeCapability(6, 1),
            new ComputeCapability(7, 0),
            new ComputeCapability(7, 5),
            new ComputeCapability(8, 0),
            new ComputeCapability(8, 6)));

    @Override
    public MachineCode machineCode() {
        return MACHINE_CODE;
    }

    @Override
    public CudaSurvey survey() {
        return new DriverSurvey(DriverVersion.ofThisMachine(Path.of("/proc/driver/nvidia/version"))).survey();
    }

    /** ND4J would spread its threads over all devices. */
    @Override
    public void useFirstDevice() {
        CudaEnvironment.getInstance().getConfiguration().allowMultiGPU(false);
    }
}
