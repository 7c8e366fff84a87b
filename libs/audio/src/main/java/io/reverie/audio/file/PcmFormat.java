package io.reverie.audio.file;

import java.nio.ByteOrder;

import io.reverie.audio.StftParameters;

/**
 * How the samples of an uncompressed file are to be read.
 *
 * @param channels number of interleaved channels
 * @param sampleRate in Hz
 * @param sampleBytes bytes of one sample of one channel
 */
record PcmFormat(PcmEncoding encoding, ByteOrder order, int channels, int sampleRate, int sampleBytes) {

    /** Bytes of one sample of every channel. */
    int frameBytes() {
        return channels * sampleBytes;
    }

    /** A sample rate that a file declares, if it is in the range that everything here can work with. */
    static int sampleRate(double declared, String where) throws UnreadableAudioException {
        if (!(declared >= 1 && declared <= StftParameters.LARGEST_SAMPLE_RATE)) {
            throw new UnreadableAudioException("the sample rate must be 1 to " + StftParameters.LARGEST_SAMPLE_RATE
                    + " Hz, but " + where + " declares "
                    + (declared == Math.rint(declared) ? Long.toString((long) declared) : Double.toString(declared)));
        }
        return (int) Math.rint(declared);
    }

    /** Limits what a file declares, before anything is read. */
    void checkDeclared(long frames, ReadLimits limits) throws UnreadableAudioException {
        if (frames > limits.samples() / channels) {
            throw new UnreadableAudioException("the file declares " + frames + " samples in each of " + channels
                    + " channels, more than the limit of " + limits.samples() + " together");
        }
    }
}
