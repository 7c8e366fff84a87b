/**
 * The reconstruct worker: dreamed spectrograms in, recordings out.
 *
 * <p>It consumes {@code DreamReady} from {@code reverie.dreams} and answers each by a {@code RecordingReady} on
 * {@code reverie.recordings}. The dreamed STFT, whose phase is known, goes back to as many samples as the input had by the
 * inverse STFT and is written as a 16-bit WAV file, limited by one gain so that nothing clips. What was written is read
 * back: its spectral convergence against the dreamed spectrogram is published with it, and the pictures show it. Under
 * {@code recordings/<hash of the job>/} lie
 *
 * <ul>
 *   <li>{@code recording.wav}, the sound;
 *   <li>{@code before.png} and {@code after.png}, the spectrograms of the input and of the recording, and
 *       {@code comparison.png}, both and their difference on one sheet;
 *   <li>{@code dream.avro}, the {@code DreamReady} that it was made from, for whoever judges the recording later.
 * </ul>
 *
 * <p>Refused, with the field and what is allowed, are a dreamed array that is not the STFT that its analysis and length
 * describe, is not finite or is silent; a mel analysis; and every method of phase retrieval but {@code AUTOMATIC}, which
 * is the known phase.
 *
 * <p>The module is an application of its own and a library that other applications take the worker from; the channels
 * are in {@code META-INF/microprofile-config.properties}.
 */
package io.reverie.reconstruct;
