package io.reverie.dream;

import io.reverie.audio.ComplexSpectrogram;

/**
 * What is dreamed.
 *
 * @param samples the input as audio, mono at the model's sample rate, without the noise bed
 * @param spectrogram its STFT with the noise bed
 */
record DreamInput(float[] samples, ComplexSpectrogram spectrogram) {}
