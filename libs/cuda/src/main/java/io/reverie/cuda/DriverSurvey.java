package io.reverie.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.reverie.network.cuda.ComputeCapability;
import io.reverie.network.cuda.CudaDevice;
import io.reverie.network.cuda.CudaSurvey;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Asks CUDA's driver for its devices, through the driver API (CUDA Driver API, device management), and whether the libraries
 * that ND4J needs are there. No context is made, so that no memory is taken, and ND4J itself is not touched.
 */
final class DriverSurvey {

    /** The first driver whose CUDA runs what was compiled for any CUDA 11 (CUDA Compatibility, minor versions). */
    private static final int FIRST_VERSION = 11000;

    private static final int LONGEST_NAME = 256;

    private final Optional<String> release;

    /** @param release the driver's release where it is known */
    DriverSurvey(Optional<String> release) {
        this.release = release;
    }

    CudaSurvey survey() {
        try {
            Loader.load(cudart.class);
        } catch (LinkageError missing) {
            return CudaSurvey.unusable(MissingLibrary.describe(missing));
        }
        int[] version = new int[1];
        int status = cudart.cuDriverGetVersion(version);
        if (status != cudart.CUDA_SUCCESS) {
            return CudaSurvey.unusable("the driver does not tell its version: " + error(status));
        }
        String driver = release.map(text -> text + " ").orElse("") + "(CUDA " + DriverVersion.cuda(version[0]) + ")";
        if (version[0] < FIRST_VERSION) {
            return unusable(driver, "the driver " + driver + " is too old: CUDA 11 is needed");
        }
        status = cudart.cuInit(0);
        if (status == cudart.CUDA_ERROR_NO_DEVICE) {
            return CudaSurvey.of(driver, List.of());
        }
        if (status != cudart.CUDA_SUCCESS) {
            return unusable(driver, "the driver " + driver + " cannot be initialised: " + error(status));
        }
        List<CudaDevice> devices;
        try {
            devices = devices();
        } catch (DriverException failure) {
            return unusable(driver, "the driver " + driver + " does not describe its devices: " + failure.getMessage());
        }
        return new CudaSurvey(Optional.of(driver), devices, obstacle());
    }

    /** In what ND4J needs besides; of a failed initialisation it would not recover. */
    private static Optional<String> obstacle() {
        try {
            int status = cudart.cudaGetDeviceCount(new int[1]);
            if (status != cudart.cudaSuccess) {
                return Optional.of("CUDA's runtime does not get on with the driver: "
                        + cudart.cudaGetErrorName(status).getString() + " (" + status + ")");
            }
            Loader.load(cublas.class);
            Loader.load(cusolver.class);
            Loader.load(cudnn.class);
            return Optional.empty();
        } catch (LinkageError missing) {
            return Optional.of(MissingLibrary.describe(missing));
        }
    }

    private static List<CudaDevice> devices() {
        int[] count = new int[1];
        check(cudart.cuDeviceGetCount(count));
        List<CudaDevice> devices = new ArrayList<>();
        for (int index = 0; index < count[0]; index++) {
            devices.add(device(index));
        }
        return devices;
    }

    private static CudaDevice device(int index) {
        int[] handle = new int[1];
        check(cudart.cuDeviceGet(handle, index));
        byte[] name = new byte[LONGEST_NAME];
        check(cudart.cuDeviceGetName(name, name.length, handle[0]));
        ComputeCapability capability = new ComputeCapability(
                attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, handle[0]),
                attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, handle[0]));
        try (SizeTPointer total = new SizeTPointer(1)) {
            check(cudart.cuDeviceTotalMem(total, handle[0]));
            return new CudaDevice(index, text(name), capability, total.get());
        }
    }

    private static int attribute(int attribute, int device) {
        int[] value = new int[1];
        check(cudart.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static void check(int status) {
        if (status != cudart.CUDA_SUCCESS) {
            throw new DriverException(error(status));
        }
    }

    /** Such as {@code CUDA_ERROR_UNKNOWN (999)}. */
    private static String error(int status) {
        try (BytePointer name = new BytePointer()) {
            boolean known = cudart.cuGetErrorName(status, name) == cudart.CUDA_SUCCESS && !name.isNull();
            return (known ? name.getString() : "error") + " (" + status + ")";
        }
    }

    private static CudaSurvey unusable(String driver, String problem) {
        return new CudaSurvey(Optional.of(driver), List.of(), Optional.of(problem));
    }

    private static String text(byte[] name) {
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    /** A call of the driver that failed. */
    private static final class DriverException extends RuntimeException {

        private static final long serialVersionUID = 1;

        DriverException(String message) {
            super(message);
        }
    }
}
