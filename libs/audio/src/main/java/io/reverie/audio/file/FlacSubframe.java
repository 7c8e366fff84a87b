package io.reverie.audio.file;

import java.io.IOException;
import java.util.Arrays;

/** Decodes the samples of one channel in one frame (RFC 9639, section 9.2). */
final class FlacSubframe {

    private static final int MOST_COEFFICIENTS = 32;
    private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private final FlacBits in;
    private final int[] coefficients = new int[MOST_COEFFICIENTS];

    FlacSubframe(FlacBits in) {
        this.in = in;
    }

    /** Fills the first samples of an array; they have the given number of bits, up to 33. */
    void decode(long[] samples, int count, int bits) throws IOException {
        if (in.unsigned(1) != 0) {
            throw new UnreadableAudioException("a FLAC subframe begins with a one");
        }
        int type = (int) in.unsigned(6);
        int wasted = in.unsigned(1) == 0 ? 0 : in.unary() + 1;
        int coded = bits - wasted;
        if (coded < 1) {
            throw new UnreadableAudioException("a FLAC subframe wastes " + wasted + " of " + bits + " bits");
        }
        if (type == 0) {
            Arrays.fill(samples, 0, count, in.signed(coded));
        } else if (type == 1) {
            readSamples(samples, count, coded);
        } else if (type >= 8 && type <= 12) {
            decodeFixed(samples, count, coded, type - 8);
        } else if (type >= 32) {
            decodeLinear(samples, count, coded, type - 31);
        } else {
            throw new UnreadableAudioException("FLAC subframe type " + type + " is reserved");
        }
        checkRange(samples, count, coded);
        if (wasted > 0) {
            for (int i = 0; i < count; i++) {
                samples[i] <<= wasted;
            }
        }
    }

    private void decodeFixed(long[] samples, int count, int bits, int order) throws IOException {
        checkOrder(order, count);
        readSamples(samples, order, bits);
        readResidual(samples, count, order);
        System.arraycopy(FIXED[order], 0, coefficients, 0, order);
        predict(samples, count, order, 0);
    }

    private void decodeLinear(long[] samples, int count, int bits, int order) throws IOException {
        checkOrder(order, count);
        readSamples(samples, order, bits);
        int precision = (int) in.unsigned(4) + 1;
        int shift = (int) in.signed(5);
        if (precision == 16 || shift < 0) {
            throw new UnreadableAudioException("a FLAC predictor has an invalid precision or shift");
        }
        for (int i = 0; i < order; i++) {
            coefficients[i] = (int) in.signed(precision);
        }
        readResidual(samples, count, order);
        predict(samples, count, order, shift);
    }

    private static void checkOrder(int order, int count) throws UnreadableAudioException {
        if (order > count) {
            throw new UnreadableAudioException("a FLAC block of " + count + " samples has a predictor of " + order);
        }
    }

    private void readSamples(long[] samples, int count, int bits) throws IOException {
        for (int i = 0; i < count; i++) {
            samples[i] = in.signed(bits);
        }
    }

    /** Sums wrap around only where the stream is damaged, which the range of the samples then shows. */
    private void predict(long[] samples, int count, int order, int shift) {
        for (int i = order; i < count; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += coefficients[j] * samples[i - 1 - j];
            }
            samples[i] += sum >> shift;
        }
    }

    private void readResidual(long[] samples, int count, int order) throws IOException {
        int method = (int) in.unsigned(2);
        if (method > 1) {
            throw new UnreadableAudioException("FLAC residual coding " + method + " is reserved");
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = (1 << parameterBits) - 1;
        int partitionOrder = (int) in.unsigned(4);
        int length = count >> partitionOrder;
        if (length << partitionOrder != count || length < order) {
            throw new UnreadableAudioException(
                    "a FLAC block of " + count + " samples can't have " + (1 << partitionOrder) + " partitions");
        }
        int from = order;
        for (int to = length; to <= count; to += length) {
            int parameter = (int) in.unsigned(parameterBits);
            if (parameter == escape) {
                int bits = (int) in.unsigned(5);
                for (; from < to; from++) {
                    samples[from] = in.signed(bits);
                }
            } else {
                for (; from < to; from++) {
                    samples[from] = rice(parameter);
                }
            }
        }
    }

    private long rice(int parameter) throws IOException {
        long folded = (long) in.unary() << parameter | in.unsigned(parameter);
        return folded >>> 1 ^ -(folded & 1);
    }

    private static void checkRange(long[] samples, int count, int bits) throws UnreadableAudioException {
        long largest = (1L << bits - 1) - 1;
        for (int i = 0; i < count; i++) {
            if (samples[i] > largest || samples[i] < ~largest) {
                throw new UnreadableAudioException("a FLAC sample exceeds its " + bits + " bits");
            }
        }
    }
}
