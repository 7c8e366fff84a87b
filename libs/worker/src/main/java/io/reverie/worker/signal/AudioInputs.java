package io.reverie.worker.signal;

import java.io.IOException;
import java.io.InputStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.Startup;
import io.reverie.audio.Resampler;
import io.reverie.audio.SampleSource;
import io.reverie.audio.Sweep;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.AudioStream;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.SampleSpool;
import io.reverie.audio.file.UnreadableAudioException;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.CanonicalRequest;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;
import io.reverie.worker.UnusableArtifactException;
import io.reverie.worker.VerifiedContent;

/** The audio that requests name: files of the store, and sweeps to make. Made before the channels begin, as its limits may be wrong. */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
public class AudioInputs {

    private static final int DEFAULT_LARGEST_FILE_MEGABYTES = 2048;
    private static final int DEFAULT_MOST_VALUES = 1 << 27;
    private static final String LONGEST_SECONDS = "reverie.audio.longest-seconds";
    private static final String LARGEST_FILE = "reverie.audio.largest-file-megabytes";
    private static final String MOST_VALUES = "reverie.audio.most-values";

    /**
     * What may be read, by which key of the configuration.
     *
     * @param most the most seconds or samples
     */
    public record Limit(long most, String key) {}

    /** What is asked of a source, and the field of the request that asks. */
    private record Wanted(int sampleRate, Limit longestSeconds, Limit mostSamples, String field) {}

    private interface SampleReader<T> {
        T read(SampleSource samples) throws IOException;
    }

    private final ArtifactStore store;
    private final Limit longestSeconds;
    private final Limit mostSamples;
    private final int largestFileMegabytes;

    @Inject
    AudioInputs(ArtifactStore store, AudioConfig config) {
        this(store, config.longestSeconds(), config.largestFileMegabytes(), config.mostValues());
    }

    /** Reads from a store audio that is at most so long, with the defaults of the other limits. */
    public AudioInputs(ArtifactStore store, int longestSeconds) {
        this(store, longestSeconds, DEFAULT_LARGEST_FILE_MEGABYTES, DEFAULT_MOST_VALUES);
    }

    /**
     * Reads from a store.
     *
     * @param longestSeconds longest audio
     * @param largestFileMegabytes largest file, in megabytes of 2^20 bytes
     * @param mostValues most samples at the rate that is asked for
     */
    public AudioInputs(ArtifactStore store, int longestSeconds, int largestFileMegabytes, int mostValues) {
        ConfiguredValue.require(LONGEST_SECONDS, longestSeconds, 1, AudioConfig.LARGEST_SECONDS);
        ConfiguredValue.require(LARGEST_FILE, largestFileMegabytes, 1, AudioConfig.LARGEST_MEGABYTES);
        this.store = store;
        this.longestSeconds = new Limit(longestSeconds, LONGEST_SECONDS);
        this.largestFileMegabytes = largestFileMegabytes;
        this.mostSamples = new Limit(mostValues, MOST_VALUES);
    }

    /**
     * Identity of a source, for {@link io.reverie.worker.JobHandler#inputs}: the SHA-256 of the file, or of a sweep's
     * parameters.
     *
     * @param source {@link AudioSource} or {@link SweepSource}, as the union in a request gives it
     * @param field where it is in the request, for example {@code source}
     * @throws JobRejectedException where there is no such artifact, or it is larger than audio may be
     */
    public String identity(Object source, String field) throws IOException {
        if (source instanceof SweepSource sweep) {
            return Sha256.of(CanonicalRequest.json(sweep));
        }
        try {
            String key = audio(source, field).getKey();
            requireSize(key, field + ".key");
            return store.describe(key).getSha256();
        } catch (UnusableArtifactException e) {
            throw VerifiedContent.rejection(e, field + ".key");
        }
    }

    /**
     * A source as mono samples.
     *
     * @param source {@link AudioSource} or {@link SweepSource}
     * @param identity what {@link #identity} gave when the job was first seen
     * @param sampleRate rate of the result in Hz; audio at another rate is resampled
     * @param field where the source is in the request
     * @throws JobRejectedException where it cannot be read, is too long, or has changed since
     */
    public float[] samples(Object source, String identity, int sampleRate, String field) throws IOException {
        return read(
                source, identity, new Wanted(sampleRate, longestSeconds, mostSamples, field), SampleSource::readAll);
    }

    /**
     * A source as mono samples in a temporary file, in memory that does not grow with its length.
     *
     * @param longestSeconds longest audio that is accepted
     * @param mostSamples most samples of the result
     * @throws JobRejectedException as {@link #samples(Object, String, int, String)}
     */
    public SampleSpool spool(
            Object source, String identity, int sampleRate, Limit longestSeconds, Limit mostSamples, String field)
            throws IOException {
        return read(source, identity, new Wanted(sampleRate, longestSeconds, mostSamples, field), SampleSpool::of);
    }

    /**
     * An artifact that an event describes, as mono samples.
     *
     * @throws JobRejectedException where it cannot be read, is too long, or is not what was described
     */
    public float[] samples(Artifact artifact, int sampleRate, String field) throws IOException {
        return file(
                artifact.getKey(),
                artifact.getSha256(),
                new Wanted(sampleRate, longestSeconds, mostSamples, field),
                SampleSource::readAll);
    }

    private <T> T read(Object source, String identity, Wanted wanted, SampleReader<T> reader) throws IOException {
        if (source instanceof SweepSource sweep) {
            return reader.read(new BoundedSamples(sweep(sweep, wanted), wanted.mostSamples(), wanted.field()));
        }
        return file(audio(source, wanted.field()).getKey(), identity, wanted, reader);
    }

    private <T> T file(String key, String sha256, Wanted wanted, SampleReader<T> reader) throws IOException {
        String keyField = wanted.field() + ".key";
        try {
            requireSize(key, keyField);
            return VerifiedContent.read(store, key, sha256, keyField, in -> decode(in, wanted, reader));
        } catch (UnusableArtifactException e) {
            throw VerifiedContent.rejection(e, keyField);
        } catch (UnreadableAudioException e) {
            throw new JobRejectedException(
                    FailureCodes.UNREADABLE_AUDIO,
                    keyField,
                    "The artifact '" + key + "' cannot be read: " + e.getMessage(),
                    "an undamaged audio file: " + AudioFile.FORMAT_NAMES,
                    e);
        }
    }

    /** Before a byte of it is read. */
    private void requireSize(String key, String field) throws IOException {
        VerifiedContent.requireSize(key, store.size(key), field, largestFileMegabytes, LARGEST_FILE);
    }

    @SuppressWarnings("resource") // The stream below is closed by whoever opened it.
    private static <T> T decode(InputStream in, Wanted wanted, SampleReader<T> reader) throws IOException {
        AudioStream stream = AudioFile.open(in, ReadLimits.none());
        SampleSource bounded = BoundedSamples.ofSeconds(stream, wanted.longestSeconds(), wanted.field());
        SampleSource resampled;
        try {
            resampled = Resampler.resample(bounded, stream.sampleRate(), wanted.sampleRate());
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.of(wanted.field(), e);
        }
        return reader.read(new BoundedSamples(resampled, wanted.mostSamples(), wanted.field()));
    }

    private static SampleSource sweep(SweepSource sweep, Wanted wanted) {
        String field = wanted.field();
        Limit longest = wanted.longestSeconds();
        if (sweep.getSeconds() > longest.most()) {
            throw JobRejectedException.invalidValue(
                    field + ".seconds", sweep.getSeconds(), "at most " + longest.most() + " (" + longest.key() + ")");
        }
        requirePositive(sweep.getFromHz(), field + ".fromHz");
        requirePositive(sweep.getToHz(), field + ".toHz");
        int rate = wanted.sampleRate();
        try {
            return sweep.getCurve() == SweepCurve.LINEAR
                    ? Sweep.linearSource(sweep.getFromHz(), sweep.getToHz(), sweep.getSeconds(), rate)
                    : Sweep.exponentialSource(sweep.getFromHz(), sweep.getToHz(), sweep.getSeconds(), rate);
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.of(field, e);
        }
    }

    private static void requirePositive(double hz, String field) {
        if (!(hz > 0)) {
            throw JobRejectedException.invalidValue(field, hz, "above 0 and at most half the sample rate");
        }
    }

    private static AudioSource audio(Object source, String field) {
        if (source instanceof AudioSource audio) {
            return audio;
        }
        throw new IllegalArgumentException(field + " must be an AudioSource or a SweepSource, but is "
                + source.getClass().getName());
    }
}
