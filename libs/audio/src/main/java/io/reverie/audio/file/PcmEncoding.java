package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How uncompressed and companded samples are stored. Integers are divided by their full scale. */
enum PcmEncoding {
    /** Two's complement of 1 to 4 bytes. */
    SIGNED {
        @Override
        float decode(ByteBuffer buffer, int sampleBytes) {
            switch (sampleBytes) {
                case 1:
                    return buffer.get() / 128f;
                case 2:
                    return buffer.getShort() / 32_768f;
                case 3:
                    return threeBytes(buffer) / 8_388_608f;
                default:
                    return (float) (buffer.getInt() / 2_147_483_648.0);
            }
        }
    },

    /** One byte whose 128 is silence. */
    UNSIGNED {
        @Override
        float decode(ByteBuffer buffer, int sampleBytes) {
            return ((buffer.get() & 0xFF) - 128) / 128f;
        }
    },

    /** IEEE 754 of 4 or 8 bytes. */
    FLOATING_POINT {
        @Override
        float decode(ByteBuffer buffer, int sampleBytes) {
            return sampleBytes == 4 ? buffer.getFloat() : (float) buffer.getDouble();
        }
    },

    /** ITU-T G.711 mu-law, one byte; 14 bits of full scale. */
    MU_LAW {
        @Override
        float decode(ByteBuffer buffer, int sampleBytes) {
            int code = ~buffer.get() & 0xFF;
            int magnitude = ((code & 0x0F) * 8 + 132 << (code >> 4 & 7)) - 132;
            return ((code & 0x80) == 0 ? magnitude : -magnitude) / 32_768f;
        }
    },

    /** ITU-T G.711 A-law, one byte; 13 bits of full scale. */
    A_LAW {
        @Override
        float decode(ByteBuffer buffer, int sampleBytes) {
            int code = buffer.get() & 0xFF ^ 0x55;
            int exponent = code >> 4 & 7;
            int mantissa = (code & 0x0F) * 16 + 8;
            int magnitude = exponent == 0 ? mantissa : mantissa + 256 << exponent - 1;
            return ((code & 0x80) != 0 ? magnitude : -magnitude) / 32_768f;
        }
    };

    /** Decodes the next sample of a buffer that has the byte order of the file. */
    abstract float decode(ByteBuffer buffer, int sampleBytes);

    private static int threeBytes(ByteBuffer buffer) {
        if (buffer.order() == ByteOrder.LITTLE_ENDIAN) {
            int low = Short.toUnsignedInt(buffer.getShort());
            return buffer.get() << 16 | low;
        }
        int high = buffer.getShort();
        return high << 8 | buffer.get() & 0xFF;
    }
}
