package io.reverie.train;

import io.reverie.audio.MelSpectrogram;

/**
 * A track in memory.
 *
 * @param track which it is
 * @param label position of its label among the network's outputs
 * @param mel its mel power, at least one segment long
 */
record LoadedTrack(Track track, int label, MelSpectrogram mel) {}
