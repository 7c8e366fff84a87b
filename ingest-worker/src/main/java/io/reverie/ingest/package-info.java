/**
 * The ingest worker: audio in, spectrogram events out.
 *
 * <p>It consumes {@code IngestRequest} from {@code reverie.ingest.requests} and answers each by a
 * {@code SpectrogramReady} on {@code reverie.spectrograms}. What a request names, an audio file in the artifact store
 * or a sweep, becomes one channel at the sample rate of the wanted analysis and is stored as a 16-bit WAV file; the
 * spectrogram, an STFT or a mel spectrogram, is that of the stored file, so that whoever analyses the file gets the very
 * numbers of the array. Both lie under {@code spectrograms/<hash of the job>/}: {@code audio.wav} and
 * {@code spectrogram.npy}.
 *
 * <p>A request is refused, with the field and what is allowed, where its audio cannot be read, is empty, not finite,
 * longer than {@code reverie.ingest.longest-seconds}, shorter than the analysis needs, or silent once it has one channel
 * and 16 bits: a spectrogram of zeros has no loudness to be measured against, and no network could learn or dream
 * anything from it. So is an analysis that is out of range or whose spectrogram would be larger than
 * {@code reverie.ingest.largest-spectrogram-megabytes}.
 *
 * <p>The module is an application of its own and a library that other applications take the worker from; the channels
 * are in {@code META-INF/microprofile-config.properties}.
 */
package io.reverie.ingest;
