package io.reverie.audio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/** Writes one NumPy {@code .npy} file, format version 1, value by value, so that it may be larger than memory. */
public final class NpyWriter {

    private static final int ALIGNMENT = 64;
    private static final int BLOCK_BYTES = 65_536;

    private final OutputStream out;
    private final long[] shape;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long left;

    /**
     * Writes the header. The stream is not closed by this writer.
     *
     * @param fortranOrder whether the values come with the first axis (true) or the last one (false) moving fastest
     * @throws IllegalArgumentException if a length is negative
     */
    public static NpyWriter float32(OutputStream out, boolean fortranOrder, long... shape) throws IOException {
        return new NpyWriter(out, NpyArray.FLOAT32, fortranOrder, shape);
    }

    NpyWriter(OutputStream out, String dtype, boolean fortranOrder, long... shape) throws IOException {
        this.out = out;
        this.shape = shape.clone();
        this.left = 1;
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("shape must not be negative, but is " + Arrays.toString(shape));
            }
            left = Math.multiplyExact(left, length);
        }
        out.write(header(dtype, fortranOrder, shape));
    }

    /**
     * Writes the next values.
     *
     * @throws IllegalArgumentException if these are more than the shape has
     */
    public void write(float[] values, int offset, int length) throws IOException {
        take(length);
        for (int i = offset; i < offset + length; i++) {
            block.putFloat(values[i]);
            flushFull();
        }
    }

    void write(double[] values) throws IOException {
        take(values.length);
        for (double value : values) {
            block.putDouble(value);
            flushFull();
        }
    }

    /**
     * Writes what is left. Call it behind the last value.
     *
     * @throws IllegalStateException if values are missing
     */
    public void finish() throws IOException {
        if (left > 0) {
            throw new IllegalStateException(left + " values of shape " + Arrays.toString(shape) + " are missing");
        }
        flush();
    }

    private void take(int count) {
        if (count > left) {
            throw new IllegalArgumentException(
                    "there are " + (count - left) + " values more than shape " + Arrays.toString(shape) + " has");
        }
        left -= count;
    }

    private void flushFull() throws IOException {
        if (!block.hasRemaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    private static byte[] header(String dtype, boolean fortranOrder, long[] shape) {
        StringJoiner axes = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
        for (long length : shape) {
            axes.add(Long.toString(length));
        }
        String description = dtype.equals(NpyArray.FLOAT32) ? NpyFile.FLOAT32_DESCRIPTION : NpyFile.FLOAT64_DESCRIPTION;
        String text = "{'descr': '" + description + "', 'fortran_order': " + (fortranOrder ? "True" : "False")
                + ", 'shape': " + axes + ", }";
        int unpadded = NpyFile.MAGIC.length + 4 + text.length() + 1;
        int padded = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        header.put(NpyFile.MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - NpyFile.MAGIC.length - 4));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
