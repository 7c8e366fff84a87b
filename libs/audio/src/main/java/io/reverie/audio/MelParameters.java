package io.reverie.audio;

import java.util.Objects;

/**
 * The parameters of a mel spectrogram.
 *
 * @param bands number of mel bands
 * @param scale the mel scale on which the bands are equally wide
 * @param norm the normalisation of the filters
 * @param minHz lower edge of the lowest band, in Hz
 * @param maxHz upper edge of the highest band, in Hz; 0 stands for Nyquist
 * @param power exponent of the magnitude before the filters: 1 magnitude, 2 power
 */
public record MelParameters(int bands, MelScale scale, MelNorm norm, double minHz, double maxHz, double power) {

    /** The largest number of bands. */
    public static final int LARGEST_BANDS = 4096;

    private static final double LARGEST_POWER = 8;

    public MelParameters {
        if (bands < 1 || bands > LARGEST_BANDS) {
            throw new IllegalArgumentException("bands must be 1 to " + LARGEST_BANDS + ", but is " + bands);
        }
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(norm, "norm");
        if (!(minHz >= 0) || Double.isInfinite(minHz)) {
            throw new IllegalArgumentException("minHz must be 0 or more, but is " + minHz);
        }
        if (!(maxHz == 0 || maxHz > minHz) || Double.isInfinite(maxHz)) {
            throw new IllegalArgumentException(
                    "maxHz must be 0 (Nyquist) or more than minHz (" + minHz + "), but is " + maxHz);
        }
        if (!(power > 0 && power <= LARGEST_POWER)) {
            throw new IllegalArgumentException(
                    "power must be more than 0 and at most " + LARGEST_POWER + ", but is " + power);
        }
    }

    /** The default: 128 bands on the HTK scale from 0 Hz to Nyquist, Slaney's area norm, of the power. */
    public static MelParameters defaults() {
        return new MelParameters(128, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);
    }
}
