package io.reverie.audio.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The packets of one logical stream of an Ogg file, page by page. */
final class OggStream {

    private final PeekInput in;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean isUnfinished;
    private OggPage page;

    OggStream(PeekInput in) {
        this.in = in;
    }

    /** Whether the file goes on with a page. */
    static boolean isAt(PeekInput in) throws IOException {
        return in.startsWith(OggPage.CAPTURE_PATTERN);
    }

    /** The page that {@link #next} read. */
    OggPage page() {
        return page;
    }

    /** Reads a page; returns the packets that end on it, or null if the stream or the file ends before it. */
    List<byte[]> next() throws IOException {
        if (page != null && page.isLast()) {
            return null;
        }
        OggPage read = OggPage.read(in);
        if (read == null) {
            return null;
        }
        check(read);
        page = read;
        return packets();
    }

    private void check(OggPage read) throws UnreadableAudioException {
        if (page == null) {
            if (!read.isFirst()) {
                throw new UnreadableAudioException("the beginning of the Ogg stream is missing");
            }
            return;
        }
        if (read.serial() != page.serial()) {
            throw new UnreadableAudioException(
                    read.isFirst()
                            ? "the Ogg file holds several streams at once, or one ends without its last page"
                            : "the Ogg file holds several streams at once");
        }
        if (read.sequence() != page.sequence() + 1) {
            throw new UnreadableAudioException("an Ogg page is missing: number "
                    + Integer.toUnsignedString(page.sequence() + 1) + " was expected, not "
                    + Integer.toUnsignedString(read.sequence()));
        }
    }

    private List<byte[]> packets() throws UnreadableAudioException {
        if (page.isContinued() != isUnfinished) {
            throw new UnreadableAudioException("the Ogg file is damaged: a part of a packet is missing");
        }
        List<byte[]> packets = new ArrayList<>();
        int from = 0;
        for (byte segment : page.lacing()) {
            int length = segment & 0xFF;
            unfinished.write(page.body(), from, length);
            from += length;
            isUnfinished = length == 255;
            if (!isUnfinished) {
                packets.add(unfinished.toByteArray());
                unfinished.reset();
            }
        }
        return packets;
    }
}
