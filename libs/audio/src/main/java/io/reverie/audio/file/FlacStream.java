package io.reverie.audio.file;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A FLAC stream (RFC 9639) of 4 to 32 bits. Every checksum is verified, that of all samples with the last of them. A
 * stream with a declared length must have it; what follows is ignored. Without one it ends behind any frame.
 */
final class FlacStream implements AudioStream {

    private final PeekInput in;
    private final FlacBits bits;
    private final FlacStreamInfo info;
    private final FlacFrames frames;
    private final MessageDigest digest;
    private final float scale;
    private byte[] raw = new byte[0];
    private long decoded;
    private int next;
    private int count;
    private boolean ended;

    FlacStream(PeekInput in) throws IOException {
        this.in = in;
        this.bits = new FlacBits(in);
        try {
            this.info = FlacStreamInfo.read(bits);
        } catch (FlacBits.End e) {
            throw new UnreadableAudioException("the file is truncated: it ends within the FLAC metadata");
        }
        this.frames = new FlacFrames(bits, info);
        this.digest = Arrays.equals(info.md5(), new byte[info.md5().length]) ? null : md5();
        this.scale = (float) (1.0 / (1L << info.bits() - 1));
    }

    @Override
    public int sampleRate() {
        return info.sampleRate();
    }

    @Override
    public int channels() {
        return info.channels();
    }

    @Override
    public int read(float[][] target, int offset, int length) throws IOException {
        if (next == count && !decodeNext()) {
            return -1;
        }
        int copied = Math.min(length, count - next);
        for (int channel = 0; channel < target.length; channel++) {
            long[] samples = frames.samples()[channel];
            for (int i = 0; i < copied; i++) {
                target[channel][offset + i] = samples[next + i] * scale;
            }
        }
        next += copied;
        return copied;
    }

    private boolean decodeNext() throws IOException {
        if (!ended && isEnd()) {
            checkDigest();
            ended = true;
        }
        if (ended) {
            return false;
        }
        try {
            count = frames.decode();
        } catch (FlacBits.End e) {
            throw truncated();
        }
        next = 0;
        decoded += count;
        if (info.samples() > 0 && decoded > info.samples()) {
            throw new UnreadableAudioException(
                    "the FLAC stream declares " + info.samples() + " samples in each channel, but has more");
        }
        updateDigest();
        return true;
    }

    private boolean isEnd() throws IOException {
        if (info.samples() > 0) {
            return decoded == info.samples();
        }
        return bits.atEnd();
    }

    private UnreadableAudioException truncated() {
        String declared = info.samples() == 0 ? "" : " of " + info.samples();
        return new UnreadableAudioException("the file is truncated: it ends within a FLAC frame, behind " + decoded
                + declared + " samples in each channel");
    }

    /** The checksum is that of the interleaved little-endian samples in whole bytes. */
    private void updateDigest() {
        if (digest == null) {
            return;
        }
        int sampleBytes = (info.bits() + 7) / 8;
        int length = count * info.channels() * sampleBytes;
        if (raw.length < length) {
            raw = new byte[length];
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (long[] channel : frames.samples()) {
                long sample = channel[i];
                for (int b = 0; b < sampleBytes; b++) {
                    raw[at++] = (byte) (sample >> 8 * b);
                }
            }
        }
        digest.update(raw, 0, length);
    }

    private void checkDigest() throws UnreadableAudioException {
        if (digest != null && !Arrays.equals(digest.digest(), info.md5())) {
            throw new UnreadableAudioException("the FLAC stream is damaged: the checksum of its samples is wrong");
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
