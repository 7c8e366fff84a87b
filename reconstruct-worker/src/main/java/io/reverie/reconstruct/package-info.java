/**
 * The reconstruct worker: dreamed spectrograms in, recordings out.
 *
 * <p>It consumes {@code DreamReady} from {@code reverie.dreams} and answers each by a {@code RecordingReady} on
 * {@code reverie.recordings}. A dreamed STFT, whose phase is known, goes back to as many samples as the input had by the
 * inverse STFT; a mel spectrogram by non-negative least squares and phase retrieval; an image of the seed's first by the
 * channel that was asked for. Any other method of phase retrieval, or the input's phase, is taken where the request says
 * so. The sound is written as a WAV file of 16 or 24 bits, limited by one gain so that nothing clips. What was written is
 * read back: its spectral convergence against the dreamed magnitudes is published with it, and the pictures show it. Under
 * {@code recordings/<hash of the job>/} lie
 *
 * <ul>
 *   <li>{@code recording.wav}, the sound;
 *   <li>{@code before.png} and {@code after.png}, the spectrograms of the input and of the recording, and
 *       {@code comparison.png}, both and their difference on one sheet;
 *   <li>{@code activations.png}, what the first model heard over the iterations: the probability of each label, the objective
 *       and the distance, means over the dream's windows;
 *   <li>{@code dream.gif}, the spectrogram from snapshot to snapshot, where the dream kept some: the input's spectrum with
 *       their gains, without the noise bed;
 *   <li>{@code dream.avro}, the {@code DreamReady} that it was made from, for whoever judges the recording later.
 * </ul>
 *
 * <p>Refused, with the field and what is allowed, are a dreamed array that is not what its analysis, length and image
 * describe, is not finite, too large or silent, and snapshots of other bands or frames. A trajectory that is gone or
 * damaged costs its picture alone, and a warning in the log.
 *
 * <p>The module is an application of its own and a library that other applications take the worker from; the channels
 * are in {@code META-INF/microprofile-config.properties}.
 */
package io.reverie.reconstruct;
