/**
 * Signals: the short-time Fourier transform and mel filters with the numbers of torchaudio, WAV and NumPy files,
 * resampling, measures of spectrograms. Samples are floats with full scale -1 to 1.
 */
package io.reverie.audio;
