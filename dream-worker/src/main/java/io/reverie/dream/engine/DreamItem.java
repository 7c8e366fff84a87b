package io.reverie.dream.engine;

import java.util.List;

import io.reverie.audio.ComplexSpectrogram;

/**
 * One recording to dream.
 *
 * @param input the spectrogram to change, its noise bed included; it is not changed
 * @param objectives what to raise, of each network
 * @param seed source of every random choice
 * @param listener follows this dream; an exception of {@link DreamListener#beforeIteration} ends it and no other one
 */
public record DreamItem(ComplexSpectrogram input, List<Objective> objectives, long seed, DreamListener listener) {

    public DreamItem {
        objectives = List.copyOf(objectives);
    }
}
