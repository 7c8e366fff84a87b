package io.reverie.audio.file;

/** How samples are written: integers in two's complement, which reach -1 but not quite 1. */
public enum SampleFormat {
    PCM_16(2),
    PCM_24(3);

    private final int bytes;

    SampleFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bits of one sample. */
    public int bits() {
        return 8 * bytes;
    }

    /** Bytes of one sample. */
    public int bytes() {
        return bytes;
    }

    /** What full scale, 1, is multiplied with. */
    double fullScale() {
        return 1L << 8 * bytes - 1;
    }

    /** The largest sample that can be written; the smallest is -1. */
    double largest() {
        return (fullScale() - 1) / fullScale();
    }
}
