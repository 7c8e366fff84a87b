package io.reverie.worker.signal;

import java.io.IOException;

import io.reverie.audio.SampleSource;
import io.reverie.audio.file.AudioStream;
import io.reverie.worker.JobRejectedException;

/** A signal that is rejected where it goes on beyond a bound. */
final class BoundedSamples implements SampleSource {

    private final SampleSource source;
    private final long most;
    private final String field;
    private final String bound;
    private final String key;
    private long samples;

    /** @param field what is rejected */
    BoundedSamples(SampleSource source, AudioInputs.Limit samples, String field) {
        this(
                source,
                samples.most(),
                field,
                samples.most() + " samples at the sample rate of the analysis",
                samples.key());
    }

    private BoundedSamples(SampleSource source, long mostSamples, String field, String bound, String key) {
        this.source = source;
        this.most = mostSamples;
        this.field = field;
        this.bound = bound;
        this.key = key;
    }

    /** A recording as one channel, bounded in time. */
    static BoundedSamples ofSeconds(AudioStream stream, AudioInputs.Limit seconds, String field) {
        return new BoundedSamples(
                stream.mono(), seconds.most() * stream.sampleRate(), field, seconds.most() + " s", seconds.key());
    }

    @Override
    public int read(float[] target, int offset, int length) throws IOException {
        int read = source.read(target, offset, length);
        samples += Math.max(0, read);
        if (samples > most) {
            throw JobRejectedException.invalidValue(
                    field, "longer than " + bound, "at most " + bound + " (" + key + ")");
        }
        return read;
    }
}
