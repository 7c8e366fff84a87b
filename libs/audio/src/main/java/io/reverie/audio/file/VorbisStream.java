package io.reverie.audio.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An Ogg file with Vorbis audio (Vorbis I specification, appendix A). The positions of its pages give the length: the
 * first may cut off the beginning, the last the end. Streams one behind the other are read as one if they have the same
 * rate and channels. Every page has a checksum, which must be right, and none may be missing; but a file that was cut
 * gives the samples of its whole pages.
 */
final class VorbisStream implements AudioStream {

    private final PeekInput in;
    private final Deque<byte[]> packets = new ArrayDeque<>();
    private OggStream ogg;
    private VorbisDecoder decoder;
    private int lastBlock;
    private boolean started;

    /** The position of the next sample of the decoder; negative for those that are cut off. */
    private long position;

    /** The position where the samples of the current page end at the latest. */
    private long end;

    private int available;

    VorbisStream(PeekInput in) throws IOException {
        this.in = in;
        open();
    }

    @Override
    public int sampleRate() {
        return decoder.sampleRate();
    }

    @Override
    public int channels() {
        return decoder.channels();
    }

    @Override
    public int read(float[][] target, int offset, int length) throws IOException {
        while (true) {
            if (available == 0) {
                if (packets.isEmpty() && !nextPage()) {
                    return -1;
                }
                if (!packets.isEmpty()) {
                    available = decoder.decode(packets.poll());
                }
            } else if (position < 0 || position >= end) {
                int dropped = position < 0 ? (int) Math.min(available, -position) : available;
                decoder.drop(dropped);
                advance(dropped);
            } else {
                int count = (int) Math.min(Math.min(length, available), end - position);
                decoder.take(target, offset, count);
                advance(count);
                return count;
            }
        }
    }

    private void advance(int count) {
        position += count;
        available -= count;
    }

    private void open() throws IOException {
        ogg = new OggStream(in);
        List<byte[]> headers = new ArrayList<>();
        while (headers.size() < VorbisDecoder.HEADER_PACKETS) {
            List<byte[]> more = ogg.next();
            if (more == null) {
                throw new UnreadableAudioException("the file is truncated: it ends within the Vorbis headers");
            }
            headers.addAll(more);
            if (!headers.isEmpty() && !VorbisDecoder.isHeader(headers.get(0), 1)) {
                throw new UnreadableAudioException(
                        "the Ogg file holds " + describe(headers.get(0)) + ", only Vorbis is supported");
            }
        }
        if (headers.size() > VorbisDecoder.HEADER_PACKETS) {
            // Its place in time could not be told: a page says where its last sample lies, and this one says 0.
            throw new UnreadableAudioException(
                    "the audio of the Ogg Vorbis stream begins on the page of its headers, not on one of its own");
        }
        VorbisDecoder opened = new VorbisDecoder(headers.subList(0, VorbisDecoder.HEADER_PACKETS));
        if (decoder != null && (opened.sampleRate() != sampleRate() || opened.channels() != channels())) {
            throw new UnreadableAudioException("the Ogg file goes on with another stream of " + opened.channels()
                    + " channels at " + opened.sampleRate() + " Hz instead of " + channels() + " at " + sampleRate());
        }
        decoder = opened;
        lastBlock = 0;
        started = false;
        position = 0;
    }

    /** Reads pages up to one on which a packet ends; false at the end of the file. */
    private boolean nextPage() throws IOException {
        while (true) {
            List<byte[]> more = ogg.next();
            if (more == null) {
                boolean chained = ogg.page().isLast() && OggStream.isAt(in);
                if (!chained) {
                    return false;
                }
                open();
                continue;
            }
            packets.addAll(more);
            if (!packets.isEmpty()) {
                place(ogg.page());
                return true;
            }
        }
    }

    /** Finds out where the samples of the packets of a page lie. */
    private void place(OggPage page) throws UnreadableAudioException {
        long samples = 0;
        for (byte[] packet : packets) {
            int block = decoder.blockSize(packet);
            samples += lastBlock == 0 || block == 0 ? 0 : lastBlock / 4 + block / 4;
            lastBlock = block == 0 ? lastBlock : block;
        }
        end = Long.MAX_VALUE;
        if (page.position() < 0) {
            return;
        }
        if (!started) {
            started = true;
            // More samples than the position says: they are cut off in front, on a page that is the last, behind.
            position = page.isLast() && page.position() < samples ? 0 : page.position() - samples;
        }
        if (page.isLast()) {
            end = page.position();
        }
    }

    private static String describe(byte[] packet) {
        String start = new String(packet, 0, Math.min(8, packet.length), StandardCharsets.ISO_8859_1);
        if (start.equals("OpusHead")) {
            return "Opus";
        } else if (start.startsWith("\u007fFLAC") || start.startsWith("fLaC")) {
            return "FLAC";
        } else if (start.startsWith("\u0080theora")) {
            return "Theora video";
        } else if (start.equals("Speex   ")) {
            return "Speex";
        } else if (start.startsWith("fishead")) {
            return "a Skeleton with several streams";
        }
        return "a stream that starts with '" + Printable.text(start) + "'";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
