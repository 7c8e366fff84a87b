package io.reverie.audio.file;

import java.io.IOException;

/** Finds the frames of an MP3 file between its tags and whatever else lies there. */
final class Mp3Frames {

    private final PeekInput in;
    private Mp3Header first;
    private boolean synchronised;

    Mp3Frames(PeekInput in) {
        this.in = in;
    }

    /** The header of the first frame, which all others must agree with. */
    Mp3Header header() {
        return first;
    }

    /** The next whole frame, or null at the end; a frame that is cut off by the end of the file is left out. */
    byte[] next() throws IOException {
        while (in.peek(Mp3Header.BYTES) == Mp3Header.BYTES) {
            Mp3Header header = headerAt(0);
            if (header != null && (synchronised && header.isSameStream(first) || isConfirmed(header))) {
                if (first == null) {
                    first = header;
                } else if (!header.isSameStream(first)) {
                    throw new UnreadableAudioException(
                            "the MP3 stream changes from " + describe(first) + " to " + describe(header));
                }
                synchronised = true;
                byte[] frame = in.readNBytes(header.frameBytes());
                return frame.length < header.frameBytes() ? null : frame;
            }
            synchronised = false;
            if (!Id3Tag.skip(in)) {
                in.skip(1);
            }
        }
        return null;
    }

    /** Four bytes that look like a header are one only if another one, a tag or the end follows their frame. */
    private boolean isConfirmed(Mp3Header header) throws IOException {
        int end = header.frameBytes();
        int there = in.peek(end + Mp3Header.BYTES);
        if (there < end + Mp3Header.BYTES) {
            return there == end || there > end && Id3Tag.isAt(in, end);
        }
        Mp3Header following = headerAt(end);
        return following != null && following.isSameStream(header) || Id3Tag.isAt(in, end);
    }

    private Mp3Header headerAt(int index) {
        return Mp3Header.parse(in.at(index) << 24 | in.at(index + 1) << 16 | in.at(index + 2) << 8 | in.at(index + 3));
    }

    private static String describe(Mp3Header header) {
        return header.channels() + (header.channels() == 1 ? " channel" : " channels") + " at " + header.sampleRate()
                + " Hz";
    }
}
