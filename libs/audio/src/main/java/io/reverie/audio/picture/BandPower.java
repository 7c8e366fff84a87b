package io.reverie.audio.picture;

import io.reverie.audio.MelParameters;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * The power of mel bands: where a mel spectrogram holds magnitudes or another power of them, what would be their square,
 * so that its level in dB is right in each case.
 */
final class BandPower implements PowerSource {

    private final MelSpectrogram spectrogram;
    private final MelParameters mel;
    private final double exponent;
    private final double lowestMel;
    private final double bandMel;

    BandPower(MelSpectrogram spectrogram, StftParameters parameters, MelParameters mel) {
        this.spectrogram = spectrogram;
        this.mel = mel;
        this.exponent = 2 / mel.power();
        this.lowestMel = mel.scale().melOf(mel.minHz());
        this.bandMel = (mel.scale().melOf(highestHz(parameters, mel)) - lowestMel) / (mel.bands() + 1);
    }

    /** The upper edge of the highest band. */
    static double highestHz(StftParameters parameters, MelParameters mel) {
        return mel.maxHz() == 0 ? parameters.sampleRate() / 2.0 : mel.maxHz();
    }

    @Override
    public int rows() {
        return spectrogram.bands();
    }

    @Override
    public int frames() {
        return spectrogram.frames();
    }

    @Override
    public void read(int frame, double[] power) {
        int at = frame * power.length;
        for (int band = 0; band < power.length; band++) {
            double value = Math.max(0, spectrogram.values()[at + band]);
            power[band] = exponent == 1 ? value : exponent == 2 ? value * value : Math.pow(value, exponent);
        }
    }

    @Override
    public double positionOf(double hz) {
        return (mel.scale().melOf(hz) - lowestMel) / bandMel - 1;
    }

    @Override
    public boolean interpolated() {
        return false;
    }
}
