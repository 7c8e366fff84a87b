package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds the samples of one RIFF/WAVE file, in whatever order its chunks come. */
final class WavReader {

    private static final int RIFF_HEADER_BYTES = 12;
    private static final long UNKNOWN_LENGTH = 0xFFFF_FFFFL;

    private final ChunkInput chunks;
    private final ReadLimits limits;

    WavReader(PeekInput in, ReadLimits limits) {
        this.chunks = new ChunkInput(in, ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    AudioStream open() throws IOException {
        long riffLength = readRiffHeader();
        PcmFormat format = null;
        byte[] dataBeforeFormat = null;
        while (chunks.next()) {
            if (chunks.id().equals("fmt ")) {
                format = WavFormat.parse(chunks.head(WavFormat.EXTENSIBLE_BYTES));
                if (dataBeforeFormat != null) {
                    return samples(new ByteArrayInputStream(dataBeforeFormat), dataBeforeFormat.length, format);
                }
            } else if (chunks.id().equals("data") && format != null) {
                long length = isUnknown(chunks.length(), riffLength) ? UNKNOWN_LENGTH : chunks.length();
                return samples(chunks.stream(), length, format);
            } else if (chunks.id().equals("data") && dataBeforeFormat == null) {
                dataBeforeFormat = readDataBeforeFormat();
            } else {
                chunks.skip();
            }
        }
        throw new UnreadableAudioException("the file ends without a " + (format == null ? "fmt" : "data") + " chunk");
    }

    private long readRiffHeader() throws IOException {
        byte[] header = chunks.readUpTo(RIFF_HEADER_BYTES);
        if (header.length == 0) {
            throw new UnreadableAudioException("the file is empty");
        }
        boolean riff = header.length == RIFF_HEADER_BYTES
                && new String(header, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(header, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE");
        if (!riff) {
            throw new UnreadableAudioException("not a RIFF/WAVE file: starts with " + Printable.quoted(header));
        }
        return chunks.unsignedInt(header, 4);
    }

    /** Some recorders write the length when they close the file, and leave 0 when they are cut off. */
    private boolean isUnknown(long length, long riffLength) {
        boolean nothingAnnounced =
                riffLength == UNKNOWN_LENGTH || riffLength + ChunkInput.HEADER_BYTES <= chunks.position();
        return length == UNKNOWN_LENGTH || length == 0 && nothingAnnounced;
    }

    private AudioStream samples(InputStream data, long length, PcmFormat format) throws UnreadableAudioException {
        if (length == UNKNOWN_LENGTH) {
            return new PcmStream(data, chunks.stream(), format, PcmStream.UNKNOWN, chunks::truncated);
        }
        long frames = length / format.frameBytes();
        format.checkDeclared(frames, limits);
        return new PcmStream(data, chunks.stream(), format, frames, chunks::truncated);
    }

    private byte[] readDataBeforeFormat() throws IOException {
        if (chunks.length() == UNKNOWN_LENGTH) {
            throw new UnreadableAudioException("the data chunk comes before the fmt chunk and has no length");
        }
        return chunks.keep(limits, "fmt");
    }
}
