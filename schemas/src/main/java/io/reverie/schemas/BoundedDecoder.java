package io.reverie.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary decoder over a whole record, but for lengths: what declares more than is left of the record is
 * truncated, and no memory is taken for it. Avro's own takes the memory first.
 */
final class BoundedDecoder extends Decoder {

    private final BinaryDecoder decoder;

    BoundedDecoder(byte[] data, int offset) {
        this.decoder = DecoderFactory.get().binaryDecoder(data, offset, data.length - offset, null);
    }

    /** Whether everything has been read. */
    boolean isEnd() throws IOException {
        return decoder.isEnd();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readLengthAndBytes());
    }

    @Override
    public String readString() throws IOException {
        return new String(readLengthAndBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(readLengthAndBytes());
    }

    @Override
    public void skipString() throws IOException {
        decoder.skipFixed(bounded(decoder.readLong()));
    }

    @Override
    public void skipBytes() throws IOException {
        decoder.skipFixed(bounded(decoder.readLong()));
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        decoder.readFixed(bytes, start, bounded(length));
    }

    @Override
    public void skipFixed(int length) throws IOException {
        decoder.skipFixed(bounded(length));
    }

    // No item of our schemas is shorter than a byte.

    @Override
    public long readArrayStart() throws IOException {
        return bounded(decoder.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return bounded(decoder.arrayNext());
    }

    @Override
    public long skipArray() throws IOException {
        return bounded(decoder.skipArray());
    }

    @Override
    public long readMapStart() throws IOException {
        return bounded(decoder.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return bounded(decoder.mapNext());
    }

    @Override
    public long skipMap() throws IOException {
        return bounded(decoder.skipMap());
    }

    @Override
    public void readNull() throws IOException {
        decoder.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return decoder.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return decoder.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return decoder.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return decoder.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return decoder.readDouble();
    }

    @Override
    public int readEnum() throws IOException {
        return decoder.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return decoder.readIndex();
    }

    private byte[] readLengthAndBytes() throws IOException {
        byte[] bytes = new byte[bounded(decoder.readLong())];
        decoder.readFixed(bytes);
        return bytes;
    }

    private int bounded(long length) throws IOException {
        int left = decoder.inputStream().available();
        if (length < 0 || length > left) {
            throw new EOFException("A length of " + length + " where " + left + " bytes are left");
        }
        return (int) length;
    }
}
