package io.reverie.audio.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Finds the samples of one AIFF or AIFF-C file (Apple, 1989 and 1991), in whatever order its chunks come. */
final class AiffReader {

    private static final int FORM_HEADER_BYTES = 12;
    private static final int SOUND_HEADER_BYTES = 8;

    private final ChunkInput chunks;
    private final ReadLimits limits;

    AiffReader(PeekInput in, ReadLimits limits) {
        this.chunks = new ChunkInput(in, ByteOrder.BIG_ENDIAN);
        this.limits = limits;
    }

    AudioStream open() throws IOException {
        byte[] form = chunks.readUpTo(FORM_HEADER_BYTES);
        boolean aiffC = form[FORM_HEADER_BYTES - 1] == 'C';
        AiffFormat format = null;
        byte[] soundBeforeFormat = null;
        while (chunks.next()) {
            if (chunks.id().equals("COMM")) {
                format = AiffFormat.parse(chunks.head(AiffFormat.LONGEST_BYTES), aiffC);
                if (soundBeforeFormat != null) {
                    return samples(new ByteArrayInputStream(soundBeforeFormat), soundBeforeFormat.length, format);
                }
            } else if (chunks.id().equals("SSND") && format != null) {
                return samples(chunks.stream(), chunks.length(), format);
            } else if (chunks.id().equals("SSND") && soundBeforeFormat == null) {
                soundBeforeFormat = chunks.keep(limits, "COMM");
            } else {
                chunks.skip();
            }
        }
        if (format != null && format.frames() == 0) {
            throw new UnreadableAudioException("the file holds no samples");
        }
        throw new UnreadableAudioException("the file ends without a " + (format == null ? "COMM" : "SSND") + " chunk");
    }

    private AudioStream samples(InputStream in, long length, AiffFormat format) throws IOException {
        format.pcm().checkDeclared(format.frames(), limits);
        byte[] header = in.readNBytes(SOUND_HEADER_BYTES);
        if (header.length < SOUND_HEADER_BYTES) {
            throw chunks.truncated(header.length);
        }
        long offset = chunks.unsignedInt(header, 0);
        long bytes = length - SOUND_HEADER_BYTES - offset;
        if (bytes < format.frames() * format.pcm().frameBytes()) {
            throw new UnreadableAudioException("the COMM chunk declares " + format.frames() + " samples in each of "
                    + format.pcm().channels() + " channels, but the SSND chunk has only " + Math.max(0, bytes)
                    + " bytes for them");
        }
        if (in.skip(offset) < offset) {
            throw new UnreadableAudioException("the file is truncated: it ends before its samples, which begin "
                    + offset + " bytes into the SSND chunk");
        }
        return new PcmStream(
                in,
                chunks.stream(),
                format.pcm(),
                format.frames(),
                there -> new UnreadableAudioException("the file is truncated: its SSND chunk declares " + length
                        + " bytes, but only " + (SOUND_HEADER_BYTES + offset + there) + " are there"));
    }
}
