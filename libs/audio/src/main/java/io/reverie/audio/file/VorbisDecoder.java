package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;

/** Decodes whole packets of Vorbis with JOrbis, which sees nothing else of a file. */
final class VorbisDecoder {

    /** Identification, comments, setup. */
    static final int HEADER_PACKETS = 3;

    private static final int IDENTIFICATION_BYTES = 30;

    /** Stands for the file's comments, whose lengths JOrbis would believe: no vendor, no comment. */
    private static final byte[] NO_COMMENTS = {3, 'v', 'o', 'r', 'b', 'i', 's', 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /**
     * The order of loudspeakers in WAV files, for each number of channels that has one: where Vorbis has them
     * (specification, section 4.3.9).
     */
    private static final int[][] WAV_ORDER = {
        {},
        {0},
        {0, 1},
        {0, 2, 1},
        {0, 1, 2, 3},
        {0, 2, 1, 3, 4},
        {0, 2, 1, 5, 3, 4},
        {0, 2, 1, 6, 5, 3, 4},
        {0, 2, 1, 7, 5, 6, 3, 4}
    };

    private final Info info = new Info();
    private final DspState state = new DspState();
    private final Block block = new Block(state);
    private final int[] blockSizes;
    private final int[] starts;
    private long packets;

    /** @param headers the first three packets */
    VorbisDecoder(List<byte[]> headers) throws UnreadableAudioException {
        byte[] identification = headers.get(0);
        if (identification.length < IDENTIFICATION_BYTES || !isHeader(identification, 1)) {
            throw new UnreadableAudioException("the Vorbis identification header is damaged");
        }
        ByteBuffer fields = ByteBuffer.wrap(identification).order(ByteOrder.LITTLE_ENDIAN);
        int channels = fields.get(11) & 0xFF;
        PcmFormat.sampleRate(Integer.toUnsignedLong(fields.getInt(12)), "the Vorbis identification header");
        blockSizes = new int[] {1 << (fields.get(28) & 15), 1 << (fields.get(28) >> 4 & 15)};
        if (channels < 1 || blockSizes[0] < 64 || blockSizes[1] > 8192 || blockSizes[0] > blockSizes[1]) {
            throw new UnreadableAudioException("the Vorbis identification header is damaged: it declares " + channels
                    + " channels and blocks of " + blockSizes[0] + " and " + blockSizes[1] + " samples");
        }
        if (!isHeader(headers.get(1), 3) || !isHeader(headers.get(2), 5)) {
            throw new UnreadableAudioException("the comment or the setup header of the Vorbis stream is missing");
        }
        VorbisSetup.check(headers.get(2), (long) channels * blockSizes[1] / 2);
        readHeaders(identification, NO_COMMENTS, headers.get(2));
        starts = new int[channels];
    }

    private void readHeaders(byte[]... headers) throws UnreadableAudioException {
        info.init();
        Comment comment = new Comment();
        comment.init();
        try {
            for (byte[] header : headers) {
                if (info.synthesis_headerin(comment, packet(header)) < 0) {
                    throw new UnreadableAudioException("a header of the Vorbis stream is damaged");
                }
            }
            state.synthesis_init(info);
            block.init(state);
        } catch (RuntimeException e) {
            throw damaged("a header of the Vorbis stream is damaged", e);
        }
    }

    int sampleRate() {
        return info.rate;
    }

    int channels() {
        return info.channels;
    }

    /** The length of the block that a packet holds; 0 for one that is empty. */
    int blockSize(byte[] packet) throws UnreadableAudioException {
        if (packet.length == 0) {
            return 0;
        }
        int size;
        try {
            size = info.blocksize(packet(packet));
        } catch (RuntimeException e) {
            throw damaged("a Vorbis packet is damaged", e);
        }
        if (size <= 0) {
            throw new UnreadableAudioException("a Vorbis packet is damaged: it holds no audio");
        }
        return size;
    }

    /**
     * Decodes a packet.
     *
     * @return how many samples of each channel that makes available
     */
    int decode(byte[] packet) throws UnreadableAudioException {
        if (packet.length == 0) {
            return 0;
        }
        try {
            if (block.synthesis(packet(packet)) != 0 || state.synthesis_blockin(block) != 0) {
                throw new UnreadableAudioException("a Vorbis packet is damaged: it can't be decoded");
            }
            return state.synthesis_pcmout(new float[1][][], starts);
        } catch (RuntimeException e) {
            throw damaged("a Vorbis packet is damaged: it can't be decoded", e);
        }
    }

    /** Copies samples that are available, the channels in the order of WAV; they are consumed. */
    void take(float[][] target, int offset, int count) {
        float[][][] samples = new float[1][][];
        state.synthesis_pcmout(samples, starts);
        for (int channel = 0; channel < target.length; channel++) {
            int source = target.length < WAV_ORDER.length ? WAV_ORDER[target.length][channel] : channel;
            System.arraycopy(samples[0][source], starts[source], target[channel], offset, count);
        }
        state.synthesis_read(count);
    }

    /** Leaves out samples that are available. */
    void drop(int count) {
        state.synthesis_read(count);
    }

    static boolean isHeader(byte[] packet, int type) {
        return packet.length > 7
                && packet[0] == type
                && new String(packet, 1, 6, StandardCharsets.ISO_8859_1).equals("vorbis");
    }

    /** JOrbis is not told of positions: it would trim the end by rules of its own. */
    private Packet packet(byte[] bytes) {
        Packet packet = new Packet();
        packet.packet_base = bytes;
        packet.bytes = bytes.length;
        packet.b_o_s = packets == 0 ? 1 : 0;
        packet.granulepos = -1;
        packet.packetno = packets++;
        return packet;
    }

    private static UnreadableAudioException damaged(String message, RuntimeException cause) {
        UnreadableAudioException damaged = new UnreadableAudioException(message);
        damaged.initCause(cause);
        return damaged;
    }
}
