package io.reverie.audio.file;

import java.io.IOException;

/**
 * The STREAMINFO block of a FLAC stream, as far as it is needed.
 *
 * @param bits of each sample
 * @param samples of each channel; 0 if that is not known
 * @param md5 of all samples; zeros if it is not known
 */
record FlacStreamInfo(int sampleRate, int channels, int bits, long samples, byte[] md5) {

    private static final int STREAM_INFO = 0;
    private static final int STREAM_INFO_BYTES = 34;
    private static final int MD5_BYTES = 16;

    /** Reads the marker and all metadata blocks, of which the first must be this one. */
    static FlacStreamInfo read(FlacBits bits) throws IOException {
        bits.unsigned(32); // fLaC
        FlacStreamInfo info = null;
        boolean last;
        do {
            last = bits.unsigned(1) == 1;
            int type = (int) bits.unsigned(7);
            int length = (int) bits.unsigned(24);
            int rest = length;
            if (info == null) {
                if (type != STREAM_INFO || length < STREAM_INFO_BYTES) {
                    throw new UnreadableAudioException("the FLAC stream does not begin with a STREAMINFO block");
                }
                info = readBlock(bits);
                rest -= STREAM_INFO_BYTES;
            }
            for (; rest > 0; rest--) {
                bits.unsigned(8);
            }
        } while (!last);
        return info;
    }

    private static FlacStreamInfo readBlock(FlacBits bits) throws IOException {
        bits.unsigned(32); // Smallest and largest block,
        bits.unsigned(24); // smallest
        bits.unsigned(24); // and largest frame: hints only.
        int sampleRate = PcmFormat.sampleRate(bits.unsigned(20), "the STREAMINFO block");
        int channels = (int) bits.unsigned(3) + 1;
        int sampleBits = (int) bits.unsigned(5) + 1;
        long samples = bits.unsigned(4) << 32 | bits.unsigned(32);
        byte[] md5 = new byte[MD5_BYTES];
        for (int i = 0; i < MD5_BYTES; i++) {
            md5[i] = (byte) bits.unsigned(8);
        }
        if (sampleBits < 4) {
            throw new UnreadableAudioException(
                    "FLAC samples have 4 to 32 bits, but the STREAMINFO block declares " + sampleBits);
        }
        return new FlacStreamInfo(sampleRate, channels, sampleBits, samples, md5);
    }
}
