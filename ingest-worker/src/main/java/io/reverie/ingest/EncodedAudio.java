package io.reverie.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.WavFile;

/**
 * Audio as it is stored.
 *
 * @param wav a 16-bit WAV file of one channel
 * @param samples the samples of that file, not those that it was made from: rounded to 16 bits, and quieter where they
 *     would have clipped
 */
record EncodedAudio(byte[] wav, float[] samples) {

    /** Media type of the file. */
    static final String CONTENT_TYPE = "audio/wav";

    static EncodedAudio of(float[] samples, int sampleRate) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            WavFile.write16(out, samples, sampleRate);
            byte[] wav = out.toByteArray();
            ReadLimits limits = new ReadLimits(samples.length);
            return new EncodedAudio(
                    wav, WavFile.read(new ByteArrayInputStream(wav), limits).mono());
        } catch (IOException e) {
            throw new UncheckedIOException("Audio that was encoded in memory cannot be decoded", e);
        }
    }
}
