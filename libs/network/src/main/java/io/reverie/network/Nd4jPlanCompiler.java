package io.reverie.network;

/** Compiles plans for ND4J's processor backend. */
public final class Nd4jPlanCompiler implements PlanCompiler {
    private final NativeBackend backend = NativeBackend.load();

    @Override
    public Plan compile(Model model, int batch, int frames) {
        ModelDescription description = model.description();
        return switch (description.architecture()) {
            case SmallNetwork.NAME -> new SmallNetworkPlan(model, batch, frames);
            case Vgg16.NAME -> new Vgg16Plan(model.network(), batch, description.rows(), frames);
            default -> throw new IllegalArgumentException("architecture must be " + SmallNetwork.NAME + " or "
                    + Vgg16.NAME + ": " + description.architecture());
        };
    }

    @Override
    public Plan compileForPictures(Model model, int batch, int frames) {
        ModelDescription description = model.description();
        return description.architecture().equals(Vgg16.NAME)
                ? Vgg16Plan.ofColours(model.network(), batch, description.rows(), frames)
                : compile(model, batch, frames);
    }

    @Override
    public NativeBackend backend() {
        return backend;
    }
}
