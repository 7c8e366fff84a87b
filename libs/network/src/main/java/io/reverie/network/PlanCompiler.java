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

    /**
     * The same for pictures whose red, green and blue change each by itself: a plan of 3 channels where the network sees
     * colours, such as VGG16; the plan of {@link #compile} where it does not.
     */
    Plan compileForPictures(Model model, int batch, int frames);

    /** The backend that runs the plans. */
    NativeBackend backend();
}
