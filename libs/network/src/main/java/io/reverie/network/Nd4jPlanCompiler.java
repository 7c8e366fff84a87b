package io.reverie.network;

/** Compiles plans for ND4J's processor backend. */
public final class Nd4jPlanCompiler implements PlanCompiler {
    private final NativeBackend backend = NativeBackend.load();

    @Override
    public Plan compile(Model model, int batch, int frames) {
        return new SmallNetworkPlan(model, batch, frames);
    }

    @Override
    public NativeBackend backend() {
        return backend;
    }
}
