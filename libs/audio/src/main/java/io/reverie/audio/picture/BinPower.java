package io.reverie.audio.picture;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.StftParameters;

/** The squared magnitude of a short-time spectrum. */
final class BinPower implements PowerSource {

    private final ComplexSpectrogram spectrogram;
    private final double binHz;

    BinPower(ComplexSpectrogram spectrogram, StftParameters parameters) {
        this.spectrogram = spectrogram;
        this.binHz = parameters.binHz();
    }

    @Override
    public int rows() {
        return spectrogram.bins();
    }

    @Override
    public int frames() {
        return spectrogram.frames();
    }

    @Override
    public void read(int frame, double[] power) {
        float[] values = spectrogram.values();
        int at = 2 * frame * power.length;
        for (int bin = 0; bin < power.length; bin++) {
            double real = values[at + 2 * bin];
            double imaginary = values[at + 2 * bin + 1];
            power[bin] = real * real + imaginary * imaginary;
        }
    }

    @Override
    public double positionOf(double hz) {
        return hz / binHz;
    }

    @Override
    public boolean interpolated() {
        return true;
    }
}
