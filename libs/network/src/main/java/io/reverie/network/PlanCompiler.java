package io.reverie.network;

/** Compiles models into plans for one computing backend. */
public interface PlanCompiler {
    /**
     * @param model the model; its weights are copied, later changes do not show
     * @param batch inputs that are run together, at least 1
     * @param frames frames of an input; any number that leaves a frame after the network's pooling
     * @throws IllegalArgumentException if the shape or the model's architecture cannot be compiled
     */
    Plan compile(Model model, int batch, int frames);

    /** The backend that runs the plans. */
    NativeBackend backend();
}
