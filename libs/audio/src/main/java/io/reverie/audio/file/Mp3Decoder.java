package io.reverie.audio.file;

import java.io.InputStream;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;

/** Decodes whole frames of layer III with JLayer, which sees nothing else of a file. */
final class Mp3Decoder {

    /** JLayer fills tables of its class in the first decoder without a lock: here the class is initialised. */
    static {
        new Mp3Decoder(new Mp3Header(true, 44_100, 1, 104)).warmUp();
    }

    private final Mp3Header header;
    private final OneFrame input = new OneFrame();
    private final Bitstream bitstream = new Bitstream(input);
    private final Decoder decoder = new Decoder();
    private final Output output = new Output();

    Mp3Decoder(Mp3Header header) {
        this.header = header;
        decoder.setOutputBuffer(output);
    }

    /**
     * Decodes a frame. One that needs data of frames before the first is silent.
     *
     * @return an array for each channel, valid up to the next call
     */
    float[][] decode(byte[] frame) throws UnreadableAudioException {
        output.clear_buffer();
        input.supply(frame);
        try {
            Header read = bitstream.readFrame();
            if (read == null) {
                throw new UnreadableAudioException("an MP3 frame is damaged");
            }
            decoder.decodeFrame(read, bitstream);
            bitstream.closeFrame();
        } catch (JavaLayerException | RuntimeException e) {
            UnreadableAudioException damaged =
                    new UnreadableAudioException("an MP3 frame is damaged: it can't be decoded");
            damaged.initCause(e);
            throw damaged;
        }
        return output.complete(header);
    }

    private void warmUp() {
        // MPEG-1, 32 kbit/s, 44.1 kHz, mono, all zeros: a frame of silence.
        byte[] silence = new byte[header.frameBytes()];
        silence[0] = (byte) 0xFF;
        silence[1] = (byte) 0xFB;
        silence[2] = 0x10;
        silence[3] = (byte) 0xC0;
        try {
            decode(silence);
        } catch (UnreadableAudioException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends behind the frame that was supplied, until the next is. */
    private static final class OneFrame extends InputStream {

        private byte[] frame = new byte[0];
        private int next;

        void supply(byte[] nextFrame) {
            frame = nextFrame;
            next = 0;
        }

        @Override
        public int read() {
            return next < frame.length ? frame[next++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, frame.length - next);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(frame, next, target, offset, count);
            next += count;
            return count;
        }
    }

    /** Takes the samples as floating point, before JLayer would clip and round them. */
    private static final class Output extends Obuffer {

        /** What JLayer multiplies with. */
        private static final float FULL_SCALE = 32_700;

        private static final int MOST_SAMPLES = 1152;

        private final float[][] samples = new float[2][MOST_SAMPLES];
        private final int[] counts = new int[2];

        @Override
        public void appendSamples(int channel, float[] values) {
            for (float value : values) {
                samples[channel][counts[channel]++] = value / FULL_SCALE;
            }
        }

        @Override
        public void append(int channel, short value) {
            samples[channel][counts[channel]++] = value / FULL_SCALE;
        }

        float[][] complete(Mp3Header header) {
            float[][] complete = new float[header.channels()][];
            for (int channel = 0; channel < complete.length; channel++) {
                Arrays.fill(samples[channel], counts[channel], MOST_SAMPLES, 0);
                complete[channel] = samples[channel];
            }
            return complete;
        }

        @Override
        public void clear_buffer() {
            counts[0] = 0;
            counts[1] = 0;
        }

        @Override
        public void write_buffer(int value) {}

        @Override
        public void close() {}

        @Override
        public void set_stop_flag() {}
    }
}
