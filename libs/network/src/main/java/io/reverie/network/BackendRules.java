package io.reverie.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.reverie.network.cuda.CudaDevice;
import io.reverie.network.cuda.CudaLibrary;
import io.reverie.network.cuda.CudaSurvey;
import io.reverie.network.cuda.MachineCode;

/** Decides what computes, from what was asked for, what the build has and what the machine has. */
final class BackendRules {

    private BackendRules() {}

    /**
     * Decides. The machine is asked only where a device with CUDA may be the answer.
     *
     * @param kind what was asked for
     * @param fallBackToCpu whether the processor may stand in for a device that cannot be used
     * @param cuda the build's CUDA backend; empty where it has none
     * @throws NoUsableDeviceException if a device is needed and none can be used
     */
    static BackendChoice choose(BackendKind kind, boolean fallBackToCpu, Optional<CudaLibrary> cuda) {
        if (kind == BackendKind.CPU || kind == BackendKind.AUTO && cuda.isEmpty()) {
            return BackendChoice.processor();
        }
        if (cuda.isEmpty()) {
            return instead(
                    "this build has no CUDA backend: build it with mvn -Pcuda, or use the image that has one",
                    fallBackToCpu);
        }
        CudaSurvey survey = cuda.get().survey();
        Optional<String> obstacle = obstacle(survey, cuda.get().machineCode());
        return obstacle.isPresent() ? instead(obstacle.get(), fallBackToCpu) : first(survey);
    }

    private static Optional<String> obstacle(CudaSurvey survey, MachineCode code) {
        String driver = "driver " + survey.driver().orElse("unknown");
        if (survey.devices().isEmpty()) {
            return survey.problem().isPresent()
                    ? survey.problem()
                    : Optional.of(
                            "the " + driver + " has no device for this process; a container has to be given one, and"
                                    + " CUDA_VISIBLE_DEVICES must not hide it");
        }
        CudaDevice first = survey.devices().get(0);
        if (code.runsOn(first.capability())) {
            return survey.problem();
        }
        List<CudaDevice> others = survey.devices().stream()
                .filter(device -> code.runsOn(device.capability()))
                .toList();
        return Optional.of("the CUDA backend has no code for " + first + ", " + driver
                + "; it has code for compute capability "
                + code
                + (others.isEmpty()
                        ? ""
                        : ". " + names(others) + " could be used: only the first device is, and CUDA_VISIBLE_DEVICES="
                                + others.get(0).index() + " makes it the first"));
    }

    private static BackendChoice first(CudaSurvey survey) {
        List<CudaDevice> others = survey.devices().subList(1, survey.devices().size());
        return new BackendChoice(
                Optional.of(survey.devices().get(0)),
                survey.driver(),
                others.isEmpty()
                        ? Optional.empty()
                        : Optional.of("one worker uses one device; left alone: " + names(others)));
    }

    private static BackendChoice instead(String obstacle, boolean fallBackToCpu) {
        if (fallBackToCpu) {
            return BackendChoice.processorInstead(obstacle);
        }
        throw new NoUsableDeviceException("CUDA cannot be used: " + obstacle
                + ". With reverie.backend.fall-back-to-cpu=true the worker goes on on the processor, with"
                + " reverie.backend.kind=cpu it never asks for a device");
    }

    private static String names(List<CudaDevice> devices) {
        return devices.stream().map(CudaDevice::toString).collect(Collectors.joining(", "));
    }
}
