package io.reverie.worker.signal;

import java.io.IOException;

import io.reverie.audio.SampleSource;
import io.reverie.audio.file.AudioStream;
import io.reverie.worker.JobRejectedException;

/** A recording as one channel; one that goes on beyond a bound is rejected. */
final class BoundedSamples implements SampleSource {

    private final SampleSource mono;
    private final long most;
    private final int longestSeconds;
    private final String field;
    private long samples;

    BoundedSamples(AudioStream stream, int longestSeconds, String field) {
        this.mono = stream.mono();
        this.most = (long) longestSeconds * stream.sampleRate();
        this.longestSeconds = longestSeconds;
        this.field = field;
    }

    @Override
    public int read(float[] target, int offset, int length) throws IOException {
        int read = mono.read(target, offset, length);
        samples += Math.max(0, read);
        if (samples > most) {
            throw JobRejectedException.invalidValue(
                    field, "longer than " + longestSeconds + " s", "at most " + longestSeconds + " s");
        }
        return read;
    }
}
