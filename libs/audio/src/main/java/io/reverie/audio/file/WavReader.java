package io.reverie.audio.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.reverie.audio.Audio;
import io.reverie.audio.Samples;

/** Walks over the chunks of one RIFF/WAVE stream, in whatever order they come. */
final class WavReader {

    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long UNKNOWN_LENGTH = 0xFFFF_FFFFL;
    private static final int BUFFER_BYTES = 65_536;

    private final InputStream in;
    private final ReadLimits limits;
    private long position;

    WavReader(InputStream in, ReadLimits limits) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.limits = limits;
    }

    Audio read() throws IOException {
        long riffLength = readRiffHeader();
        WavFormat format = null;
        byte[] dataBeforeFormat = null;
        while (true) {
            byte[] header = readUpTo(CHUNK_HEADER_BYTES);
            if (header.length < CHUNK_HEADER_BYTES) {
                throw new UnreadableAudioException(
                        "the file ends without a " + (format == null ? "fmt" : "data") + " chunk");
            }
            String id = new String(header, 0, 4, StandardCharsets.ISO_8859_1);
            long length = unsignedInt(header, 4);
            if (id.equals("fmt ")) {
                format = readFormat(length);
                if (dataBeforeFormat != null) {
                    return decode(new ByteArrayInputStream(dataBeforeFormat), dataBeforeFormat.length, format);
                }
            } else if (id.equals("data") && format != null) {
                boolean unknown = isUnknown(length, riffLength);
                return decode(in, unknown ? UNKNOWN_LENGTH : length, format);
            } else if (id.equals("data") && dataBeforeFormat == null) {
                dataBeforeFormat = readDataBeforeFormat(length);
            } else {
                skip(id, length);
            }
        }
    }

    private long readRiffHeader() throws IOException {
        byte[] header = readUpTo(RIFF_HEADER_BYTES);
        if (header.length == 0) {
            throw new UnreadableAudioException("the file is empty");
        }
        boolean riff = header.length == RIFF_HEADER_BYTES
                && new String(header, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(header, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE");
        if (!riff) {
            throw new UnreadableAudioException("not a RIFF/WAVE file: starts with " + printable(header));
        }
        return unsignedInt(header, 4);
    }

    private WavFormat readFormat(long length) throws IOException {
        byte[] chunk = readUpTo((int) Math.min(length, WavFormat.EXTENSIBLE_BYTES));
        if (chunk.length < Math.min(length, WavFormat.EXTENSIBLE_BYTES)) {
            throw truncated("fmt ", length, chunk.length);
        }
        WavFormat format = WavFormat.parse(chunk);
        skipFully("fmt ", length, length - chunk.length + length % 2);
        return format;
    }

    /** Some recorders write the length when they close the file, and leave 0 when they are cut off. */
    private boolean isUnknown(long length, long riffLength) {
        boolean nothingAnnounced = riffLength == UNKNOWN_LENGTH || riffLength + CHUNK_HEADER_BYTES <= position;
        return length == UNKNOWN_LENGTH || length == 0 && nothingAnnounced;
    }

    private Audio decode(InputStream data, long length, WavFormat format) throws IOException {
        long frames = length / format.frameBytes();
        boolean known = length != UNKNOWN_LENGTH;
        if (known && frames * format.channels() > limits.samples()) {
            throw new UnreadableAudioException("the file declares " + frames + " samples in each of "
                    + format.channels() + " channels, more than the limit of " + limits.samples() + " together");
        }
        WavSamples samples = new WavSamples(format, limits);
        long bytes = samples.readFrom(data, known ? frames : Long.MAX_VALUE);
        if (known && bytes < frames * format.frameBytes()) {
            throw truncated("data", length, bytes);
        }
        float[][] channels = samples.channels();
        if (channels[0].length == 0) {
            throw new UnreadableAudioException("the file holds no samples");
        }
        return new Audio(format.sampleRate(), channels);
    }

    private byte[] readDataBeforeFormat(long length) throws IOException {
        if (length == UNKNOWN_LENGTH) {
            throw new UnreadableAudioException("the data chunk comes before the fmt chunk and has no length");
        }
        // Eight bytes are the longest sample.
        long most = Math.min(Samples.LARGEST_ARRAY, limits.samples() * 8);
        if (length > most) {
            throw new UnreadableAudioException("the data chunk comes before the fmt chunk and declares " + length
                    + " bytes, more than the limit of " + most);
        }
        byte[] data = readUpTo((int) length);
        if (data.length < length) {
            throw truncated("data", length, data.length);
        }
        skipFully("data", length, length % 2);
        return data;
    }

    private void skip(String id, long length) throws IOException {
        skipFully(id, length, length + length % 2);
    }

    private void skipFully(String id, long declared, long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                if (in.read() < 0) {
                    throw truncated(id, declared, Math.max(0, declared - left));
                }
                skipped = 1;
            }
            left -= skipped;
        }
        position += bytes;
    }

    private byte[] readUpTo(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        position += read.length;
        return read;
    }

    private static UnreadableAudioException truncated(String id, long declared, long there) {
        return new UnreadableAudioException("the file is truncated: its '" + printable(id) + "' chunk declares "
                + declared + " bytes, but only " + there + " are there");
    }

    private static long unsignedInt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static String printable(byte[] bytes) {
        return "'" + printable(new String(bytes, StandardCharsets.ISO_8859_1)) + "'";
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(character -> {
            if (character >= ' ' && character <= '~') {
                printable.append((char) character);
            } else {
                printable.append(String.format("\\x%02x", character));
            }
        });
        return printable.toString();
    }
}
