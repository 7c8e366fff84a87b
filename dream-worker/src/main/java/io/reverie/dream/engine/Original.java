package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.image.SeedImage;

/**
 * What is to be dreamed, as a way of dreaming begins with it.
 *
 * @param stft the recording's spectrogram, its noise bed included
 * @param image the picture of it; null where none is dreamed
 */
record Original(ComplexSpectrogram stft, SeedImage image) {}
