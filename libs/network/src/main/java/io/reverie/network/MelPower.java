package io.reverie.network;

import io.reverie.audio.MelParameters;

/** Features of mel spectrograms take their power. */
final class MelPower {
    private MelPower() {}

    /** Refuses magnitudes and other exponents. */
    static void require(MelParameters mel, FeatureKind kind) {
        if (mel.power() != 2) {
            throw new IllegalArgumentException("mel.power must be 2 for " + kind.text() + " features: " + mel.power());
        }
    }
}
