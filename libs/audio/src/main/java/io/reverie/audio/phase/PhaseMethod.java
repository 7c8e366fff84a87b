package io.reverie.audio.phase;

/** How the phase is found that belongs to given magnitudes. */
public enum PhaseMethod {
    /** {@link #PGHI} as the start of {@link #FGLA}: the best of the four, the default. */
    PGHI_FGLA(true, true, true),
    /**
     * Fast Griffin-Lim from zero phase (Perraudin, Balazs and Søndergaard, 2013, "A fast Griffin-Lim algorithm"; the
     * same as {@code torchaudio.functional.griffinlim} with {@code rand_init=False}).
     */
    FGLA(false, true, true),
    /** The algorithm of Griffin and Lim (1984) from zero phase, which is {@link #FGLA} without momentum. */
    GRIFFIN_LIM(false, true, false),
    /**
     * Phase gradient heap integration alone, without iterations (Průša, Balazs and Søndergaard, 2017, "A noniterative
     * method for reconstruction of phase from STFT magnitude").
     */
    PGHI(true, false, false);

    private final boolean heapIntegration;
    private final boolean iterative;
    private final boolean accelerated;

    PhaseMethod(boolean heapIntegration, boolean iterative, boolean accelerated) {
        this.heapIntegration = heapIntegration;
        this.iterative = iterative;
        this.accelerated = accelerated;
    }

    /** Whether the first phase is integrated from the magnitudes' gradient; zero otherwise. */
    boolean heapIntegration() {
        return heapIntegration;
    }

    /** Whether the first phase is refined by iterations. */
    boolean iterative() {
        return iterative;
    }

    /** Whether the iterations have momentum. */
    boolean accelerated() {
        return accelerated;
    }
}
