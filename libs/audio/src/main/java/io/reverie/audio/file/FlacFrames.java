package io.reverie.audio.file;

import java.io.IOException;

/** Decodes the frames of a FLAC stream, whose checksums must be right (RFC 9639, section 9). */
final class FlacFrames {

    private static final int SYNC_CODE = 0x3FFE;
    private static final int[] SAMPLE_RATES = {
        0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] SAMPLE_BITS = {0, 8, 12, -1, 16, 20, 24, 32};
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    private final FlacBits in;
    private final FlacStreamInfo info;
    private final FlacSubframe subframe;
    private final long[][] samples;
    private int count;
    private int assignment;
    private long expectedNumber = -1;

    FlacFrames(FlacBits in, FlacStreamInfo info) {
        this.in = in;
        this.info = info;
        this.subframe = new FlacSubframe(in);
        this.samples = new long[info.channels()][0];
    }

    /** The samples of the last frame; the arrays may be longer than it is. */
    long[][] samples() {
        return samples;
    }

    /** Decodes one frame and returns how many samples each channel has, at least 1. */
    int decode() throws IOException {
        in.startChecksums();
        readHeader();
        for (int channel = 0; channel < samples.length; channel++) {
            if (samples[channel].length < count) {
                samples[channel] = new long[count];
            }
            boolean side = assignment == LEFT_SIDE && channel == 1
                    || assignment == SIDE_RIGHT && channel == 0
                    || assignment == MID_SIDE && channel == 1;
            subframe.decode(samples[channel], count, info.bits() + (side ? 1 : 0));
        }
        if (in.align() != 0) {
            throw new UnreadableAudioException("the padding of a FLAC frame is not zero");
        }
        in.unsigned(16);
        if (in.crc16() != 0) {
            throw new UnreadableAudioException("a FLAC frame is damaged: its checksum is wrong");
        }
        decorrelate();
        return count;
    }

    private void readHeader() throws IOException {
        if (in.unsigned(15) != SYNC_CODE << 1) {
            throw new UnreadableAudioException("the FLAC stream is damaged: a frame does not begin with its sync code");
        }
        boolean variable = in.unsigned(1) == 1;
        int sizeCode = (int) in.unsigned(4);
        int rateCode = (int) in.unsigned(4);
        assignment = (int) in.unsigned(4);
        int bitsCode = (int) in.unsigned(3);
        long reserved = in.unsigned(1);
        long number = readNumber();
        count = readBlockSize(sizeCode);
        long rate = readRate(rateCode);
        in.unsigned(8);
        if (in.crc8() != 0 || reserved != 0) {
            throw new UnreadableAudioException("a FLAC frame is damaged: the checksum of its header is wrong");
        }
        checkFormat(rate, bitsCode);
        checkNumber(number, variable);
    }

    /** A number written like a character of UTF-8, of up to 36 bits. */
    private long readNumber() throws IOException {
        int first = (int) in.unsigned(8);
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        if (ones == 1 || ones > 7) {
            throw new UnreadableAudioException("the number of a FLAC frame is damaged");
        }
        long number = ones == 0 ? first : first & (1 << 7 - ones) - 1;
        for (int i = 1; i < ones; i++) {
            int following = (int) in.unsigned(8);
            if (following >> 6 != 2) {
                throw new UnreadableAudioException("the number of a FLAC frame is damaged");
            }
            number = number << 6 | following & 0x3F;
        }
        return number;
    }

    private int readBlockSize(int code) throws IOException {
        switch (code) {
            case 0:
                throw new UnreadableAudioException("a FLAC frame has a reserved block size");
            case 1:
                return 192;
            case 6:
                return (int) in.unsigned(8) + 1;
            case 7:
                return (int) in.unsigned(16) + 1;
            default:
                return code < 6 ? 576 << code - 2 : 256 << code - 8;
        }
    }

    private long readRate(int code) throws IOException {
        switch (code) {
            case 0:
                return info.sampleRate();
            case 12:
                return in.unsigned(8) * 1000;
            case 13:
                return in.unsigned(16);
            case 14:
                return in.unsigned(16) * 10;
            case 15:
                throw new UnreadableAudioException("a FLAC frame has an invalid sample rate");
            default:
                return SAMPLE_RATES[code];
        }
    }

    private void checkFormat(long rate, int bitsCode) throws UnreadableAudioException {
        int bits = bitsCode == 0 ? info.bits() : SAMPLE_BITS[bitsCode];
        int channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
        if (rate != info.sampleRate() || bits != info.bits() || channels != info.channels() || assignment > MID_SIDE) {
            throw new UnreadableAudioException(
                    "a FLAC frame has another rate, number of channels or of bits" + " than the stream declares");
        }
    }

    /** A stream that was cut out of another need not begin with 0, but frames must follow each other. */
    private void checkNumber(long number, boolean variable) throws UnreadableAudioException {
        if (expectedNumber >= 0 && number != expectedNumber) {
            throw new UnreadableAudioException(
                    "a FLAC frame is missing: number " + expectedNumber + " was expected, not " + number);
        }
        expectedNumber = number + (variable ? count : 1);
    }

    private void decorrelate() {
        switch (assignment) {
            case LEFT_SIDE:
                for (int i = 0; i < count; i++) {
                    samples[1][i] = samples[0][i] - samples[1][i];
                }
                break;
            case SIDE_RIGHT:
                for (int i = 0; i < count; i++) {
                    samples[0][i] += samples[1][i];
                }
                break;
            case MID_SIDE:
                for (int i = 0; i < count; i++) {
                    long side = samples[1][i];
                    long right = samples[0][i] - (side >> 1);
                    samples[0][i] = right + side;
                    samples[1][i] = right;
                }
                break;
            default:
                break;
        }
    }
}
