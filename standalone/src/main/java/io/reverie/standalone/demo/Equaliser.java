package io.reverie.standalone.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The colour of a recording: microphones, tape and taste differ from piece to piece. With it the spectral balance says
 * little about the genre, so that a network has to listen to rhythm, harmony and timbre.
 */
final class Equaliser {
    private static final double[] CENTRES = {90, 270, 800, 2_400, 7_000};
    /** Wide enough that neighbouring bands meet. */
    private static final double QUALITY = 0.6;

    private static final double MOST_DECIBELS = 7;

    private final List<Band> bands = new ArrayList<>();

    /** An equaliser whose bands are boosted or cut as chance has it. */
    Equaliser(Choices choices) {
        for (double centre : CENTRES) {
            double gain = Math.pow(10, choices.between(-MOST_DECIBELS, MOST_DECIBELS) / 20);
            bands.add(new Band(new StateVariableFilter(centre, QUALITY), gain));
        }
    }

    void apply(Tape tape) {
        float[] samples = tape.samples();
        for (Band band : bands) {
            for (int i = 0; i < samples.length; i++) {
                band.filter().feed(samples[i]);
                samples[i] += (float) ((band.gain() - 1) * band.filter().band());
            }
        }
    }

    private record Band(StateVariableFilter filter, double gain) {}
}
