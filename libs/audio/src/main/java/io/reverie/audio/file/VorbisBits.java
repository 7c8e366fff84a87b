package io.reverie.audio.file;

/** Reads a Vorbis packet bit by bit, least significant first. */
final class VorbisBits {

    private final byte[] packet;
    private long position;

    VorbisBits(byte[] packet, int firstByte) {
        this.packet = packet;
        this.position = 8L * firstByte;
    }

    /** Reads up to 32 bits as an unsigned number. */
    long read(int count) throws UnreadableAudioException {
        if (position + count > 8L * packet.length) {
            throw new UnreadableAudioException("the Vorbis setup header ends too early");
        }
        long value = 0;
        for (int i = 0; i < count; i++, position++) {
            value |= (long) (packet[(int) (position >> 3)] >> (position & 7) & 1) << i;
        }
        return value;
    }

    boolean flag() throws UnreadableAudioException {
        return read(1) == 1;
    }
}
