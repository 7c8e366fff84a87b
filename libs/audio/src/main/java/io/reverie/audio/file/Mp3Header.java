package io.reverie.audio.file;

/**
 * The four bytes in front of a frame of MPEG-1, -2 or -2.5 audio of layer III (ISO/IEC 11172-3, 13818-3).
 *
 * @param mpeg1 whether it is of MPEG-1, whose frames have two granules
 * @param sampleRate in Hz
 * @param frameBytes bytes of the frame, this header included
 */
record Mp3Header(boolean mpeg1, int sampleRate, int channels, int frameBytes) {

    static final int BYTES = 4;

    private static final int[] MPEG1_KILOBITS = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] MPEG2_KILOBITS = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

    /** Reads four bytes; null if they are no such header. Free bit rates are not known. */
    static Mp3Header parse(int word) {
        int version = word >> 19 & 3;
        int layer = word >> 17 & 3;
        int bitRate = word >> 12 & 15;
        int rate = word >> 10 & 3;
        int emphasis = word & 3;
        if (word >>> 21 != 0x7FF
                || version == 1
                || layer != 1
                || bitRate == 0
                || bitRate == 15
                || rate == 3
                || emphasis == 2) {
            return null;
        }
        boolean mpeg1 = version == 3;
        int sampleRate = SAMPLE_RATES[rate] >> (mpeg1 ? 0 : version == 2 ? 1 : 2);
        int kilobits = (mpeg1 ? MPEG1_KILOBITS : MPEG2_KILOBITS)[bitRate];
        int padding = word >> 9 & 1;
        int frameBytes = (mpeg1 ? 144 : 72) * kilobits * 1000 / sampleRate + padding;
        int channels = (word >> 6 & 3) == 3 ? 1 : 2;
        return new Mp3Header(mpeg1, sampleRate, channels, frameBytes);
    }

    /** Samples of each channel in the frame. */
    int samples() {
        return mpeg1 ? 1152 : 576;
    }

    int sideInformationBytes() {
        if (mpeg1) {
            return channels == 1 ? 17 : 32;
        }
        return channels == 1 ? 9 : 17;
    }

    /** Whether a frame can follow this one in the same stream. */
    boolean isSameStream(Mp3Header other) {
        return mpeg1 == other.mpeg1 && sampleRate == other.sampleRate && channels == other.channels;
    }
}
