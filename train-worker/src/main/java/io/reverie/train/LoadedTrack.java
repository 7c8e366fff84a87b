package io.reverie.train;

import io.reverie.network.SourceSpectrogram;

/**
 * A track in memory.
 *
 * @param track which it is
 * @param label position of its label among the network's outputs
 * @param spectrogram what its features are computed from, at least one segment long
 */
record LoadedTrack(Track track, int label, SourceSpectrogram spectrogram) {}
