package io.reverie.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy {@code .npy} files of little-endian float32 and float64 (numpy.lib.format, versions 1 to 3). Complex numbers are
 * read as what they are in the file, pairs of real and imaginary part: with one more axis of length 2, the fastest one,
 * which is the first of an array in Fortran order and the last of one in C order.
 */
public final class NpyFile {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    static final String FLOAT32_DESCRIPTION = "<f4";
    static final String FLOAT64_DESCRIPTION = "<f8";
    private static final String COMPLEX = "<c";
    private static final String COMPLEX64_DESCRIPTION = COMPLEX + "8";
    private static final String COMPLEX128_DESCRIPTION = COMPLEX + "16";
    private static final int LONGEST_HEADER = 65_535;
    private static final int MOST_AXES = 32;
    private static final int BLOCK_BYTES = 65_536;
    private static final Pattern HEADER =
            Pattern.compile("\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*(True|False),"
                    + "\\s*'shape':\\s*\\(((?:\\s*\\d{1,18}\\s*,){0,64}\\s*(?:\\d{1,18}\\s*)?)\\)\\s*,?\\s*\\}\\s*");

    private NpyFile() {}

    /**
     * Reads one array that ends with the stream. Memory grows with what is read, not with what the header declares. The
     * stream is not closed.
     *
     * @throws UnreadableArrayException if this is no such file, of another type, truncated or followed by something else
     * @throws IOException if the stream fails
     */
    public static NpyArray read(InputStream in) throws IOException {
        Matcher header = HEADER.matcher(readHeader(in));
        if (!header.matches()) {
            throw new UnreadableArrayException("the header of the .npy file is not a dictionary of 'descr',"
                    + " 'fortran_order' and 'shape' as numpy writes it");
        }
        boolean fortranOrder = header.group(2).equals("True");
        long[] shape = shape(header.group(3));
        if (header.group(1).startsWith(COMPLEX)) {
            shape = withParts(shape, fortranOrder);
        }
        int size = size(shape);
        NpyArray array;
        switch (header.group(1)) {
            case FLOAT32_DESCRIPTION:
            case COMPLEX64_DESCRIPTION:
                array = NpyArray.of(readFloats(in, size), fortranOrder, shape);
                break;
            case FLOAT64_DESCRIPTION:
            case COMPLEX128_DESCRIPTION:
                array = NpyArray.of(readDoubles(in, size), fortranOrder, shape);
                break;
            default:
                throw new UnreadableArrayException("the .npy file holds '" + header.group(1) + "', supported are '"
                        + FLOAT32_DESCRIPTION + "', '" + FLOAT64_DESCRIPTION + "', '" + COMPLEX64_DESCRIPTION
                        + "' and '" + COMPLEX128_DESCRIPTION + "'");
        }
        if (in.read() >= 0) {
            throw new UnreadableArrayException("the .npy file goes on after its " + size + " elements");
        }
        return array;
    }

    /** Writes an array in format version 1. The stream is not closed. */
    public static void write(OutputStream out, NpyArray array) throws IOException {
        NpyWriter writer = new NpyWriter(out, array.dtype(), array.fortranOrder(), array.shape());
        if (array.dtype().equals(NpyArray.FLOAT32)) {
            writer.write(array.floats(), 0, array.size());
        } else {
            writer.write(array.doubles());
        }
        writer.finish();
    }

    private static String readHeader(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new UnreadableArrayException("not a .npy file: the magic number of numpy is missing");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new UnreadableArrayException(
                    "version " + version + " of the .npy format is not supported, only 1 to 3");
        }
        byte[] lengthField = in.readNBytes(version == 1 ? 2 : 4);
        if (lengthField.length < (version == 1 ? 2 : 4)) {
            throw new UnreadableArrayException("the .npy file is truncated: it ends within its header");
        }
        long length = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            length = length << 8 | lengthField[i] & 0xFF;
        }
        if (length > LONGEST_HEADER) {
            throw new UnreadableArrayException("the header of the .npy file declares " + length
                    + " bytes, more than the limit of " + LONGEST_HEADER);
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new UnreadableArrayException("the .npy file is truncated: it ends within its header");
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static long[] shape(String axes) throws UnreadableArrayException {
        if (axes.isBlank()) {
            return new long[0];
        }
        String[] lengths = axes.strip().split("\\s*,\\s*");
        if (lengths.length > MOST_AXES) {
            throw new UnreadableArrayException("the .npy file has " + lengths.length + " axes, more than " + MOST_AXES);
        }
        return Arrays.stream(lengths).mapToLong(Long::parseLong).toArray();
    }

    private static long[] withParts(long[] shape, boolean fortranOrder) {
        long[] extended = new long[shape.length + 1];
        System.arraycopy(shape, 0, extended, fortranOrder ? 1 : 0, shape.length);
        extended[fortranOrder ? 0 : shape.length] = 2;
        return extended;
    }

    private static int size(long[] shape) throws UnreadableArrayException {
        try {
            return (int) NpyArray.sizeOf(shape);
        } catch (IllegalArgumentException e) {
            throw new UnreadableArrayException("the .npy file declares too much: " + e.getMessage());
        }
    }

    private static float[] readFloats(InputStream in, int size) throws IOException {
        float[] values = new float[0];
        byte[] block = new byte[BLOCK_BYTES];
        for (int at = 0; at < size; ) {
            int count = Math.min(BLOCK_BYTES / Float.BYTES, size - at);
            requireBlock(in, block, count * Float.BYTES, size, at);
            if (at + count > values.length) {
                values = Arrays.copyOf(values, grown(at + count, size));
            }
            ByteBuffer.wrap(block)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, at, count);
            at += count;
        }
        return values;
    }

    private static double[] readDoubles(InputStream in, int size) throws IOException {
        double[] values = new double[0];
        byte[] block = new byte[BLOCK_BYTES];
        for (int at = 0; at < size; ) {
            int count = Math.min(BLOCK_BYTES / Double.BYTES, size - at);
            requireBlock(in, block, count * Double.BYTES, size, at);
            if (at + count > values.length) {
                values = Arrays.copyOf(values, grown(at + count, size));
            }
            ByteBuffer.wrap(block)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values, at, count);
            at += count;
        }
        return values;
    }

    /** Ends exactly at the declared size, which is reached only by as many bytes. */
    private static int grown(int needed, int size) {
        return (int) Math.min(2L * needed, size);
    }

    private static void requireBlock(InputStream in, byte[] block, int bytes, int size, int read) throws IOException {
        if (in.readNBytes(block, 0, bytes) < bytes) {
            throw new UnreadableArrayException("the .npy file is truncated: it declares " + size
                    + " elements and ends soon after element " + read);
        }
    }
}
