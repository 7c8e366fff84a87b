package io.reverie.audio.file;

import java.io.IOException;

/**
 * An MP3 file: MPEG-1, -2 or -2.5 audio of layer III. Where an encoder says how much it put in front of the audio and
 * behind it, that is left out, so that the length is the original's; files that were put behind each other are read as
 * one. The format has no checksum of its samples: a file that was cut gives the samples of its whole frames, damage that
 * still decodes goes unnoticed.
 */
final class Mp3Stream implements AudioStream {

    /** How far the filter bank of every decoder delays the samples. */
    private static final int DECODER_DELAY = 529;

    private final PeekInput in;
    private final Mp3Frames frames;
    private final Mp3Header header;
    private final Mp3Decoder decoder;
    private byte[] nextFrame;
    private float[][] samples;
    private int next;
    private int end;
    private long skip;
    private long wanted = Long.MAX_VALUE;
    private long announcedFrames;

    Mp3Stream(PeekInput in) throws IOException {
        this.in = in;
        this.frames = new Mp3Frames(in);
        this.nextFrame = frames.next();
        if (nextFrame == null) {
            throw new UnreadableAudioException("the file holds no whole MP3 frame");
        }
        this.header = frames.header();
        this.decoder = new Mp3Decoder(header);
    }

    @Override
    public int sampleRate() {
        return header.sampleRate();
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public int read(float[][] target, int offset, int length) throws IOException {
        while (next == end) {
            if (nextFrame == null) {
                return -1;
            }
            decodeFrame();
            nextFrame = frames.next();
        }
        int count = Math.min(length, end - next);
        for (int channel = 0; channel < target.length; channel++) {
            System.arraycopy(samples[channel], next, target[channel], offset, count);
        }
        next += count;
        return count;
    }

    private void decodeFrame() throws UnreadableAudioException {
        Mp3InfoFrame info = Mp3InfoFrame.parse(nextFrame, header);
        if (info != null) {
            begin(info);
            return;
        }
        samples = decoder.decode(nextFrame);
        next = (int) Math.min(skip, header.samples());
        skip -= next;
        end = next + (int) Math.min(header.samples() - next, wanted);
        wanted -= end - next;
        if (announcedFrames > 0 && --announcedFrames == 0) {
            // What comes behind the announced end was appended later.
            wanted = Long.MAX_VALUE;
        }
    }

    private void begin(Mp3InfoFrame info) {
        skip = 0;
        wanted = Long.MAX_VALUE;
        announcedFrames = info.frames();
        if (info.delay() < 0) {
            return;
        }
        skip = info.delay() + DECODER_DELAY;
        long audio = info.frames() * header.samples() - info.delay() - info.padding();
        if (info.frames() > 0 && audio > 0) {
            wanted = audio;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
