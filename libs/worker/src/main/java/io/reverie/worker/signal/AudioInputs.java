package io.reverie.worker.signal;

import java.io.IOException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.reverie.audio.Audio;
import io.reverie.audio.Resampler;
import io.reverie.audio.Sweep;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.UnreadableAudioException;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.CanonicalRequest;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;
import io.reverie.worker.UnusableArtifactException;
import io.reverie.worker.VerifiedContent;

/** The audio that requests name: files of the store, and sweeps to make. */
@ApplicationScoped
public class AudioInputs {

    private static final int LARGEST_LIMIT_SECONDS = 7200;
    /** Two channels at 48 kHz for the longest time. */
    private static final long SAMPLES_PER_SECOND = 96_000;

    private final ArtifactStore store;
    private final int longestSeconds;

    @Inject
    AudioInputs(ArtifactStore store, AudioConfig config) {
        this(store, config.longestSeconds());
    }

    /** Reads from a store audio that is at most so long. */
    public AudioInputs(ArtifactStore store, int longestSeconds) {
        if (longestSeconds < 1 || longestSeconds > LARGEST_LIMIT_SECONDS) {
            throw new IllegalArgumentException("reverie.audio.longest-seconds must be 1 to " + LARGEST_LIMIT_SECONDS
                    + ", but is " + longestSeconds);
        }
        this.store = store;
        this.longestSeconds = longestSeconds;
    }

    /**
     * Identity of a source, for {@link io.reverie.worker.JobHandler#inputs}: the SHA-256 of the file, or of a sweep's
     * parameters.
     *
     * @param source {@link AudioSource} or {@link SweepSource}, as the union in a request gives it
     * @param field where it is in the request, for example {@code source}
     * @throws JobRejectedException where there is no such artifact
     */
    public String identity(Object source, String field) throws IOException {
        if (source instanceof SweepSource sweep) {
            return Sha256.of(CanonicalRequest.json(sweep));
        }
        try {
            return store.describe(audio(source, field).getKey()).getSha256();
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
        if (source instanceof SweepSource sweep) {
            return sweep(sweep, sampleRate, field);
        }
        return file(audio(source, field).getKey(), identity, sampleRate, field, field + ".key");
    }

    /**
     * An artifact that an event describes, as mono samples.
     *
     * @throws JobRejectedException where it cannot be read, is too long, or is not what was described
     */
    public float[] samples(Artifact artifact, int sampleRate, String field) throws IOException {
        return file(artifact.getKey(), artifact.getSha256(), sampleRate, field, field + ".key");
    }

    private float[] file(String key, String sha256, int sampleRate, String field, String keyField) throws IOException {
        Audio audio;
        try {
            ReadLimits limits = new ReadLimits(longestSeconds * SAMPLES_PER_SECOND);
            audio = VerifiedContent.read(store, key, sha256, keyField, in -> WavFile.read(in, limits));
        } catch (UnreadableAudioException e) {
            throw new JobRejectedException(
                    FailureCodes.UNREADABLE_AUDIO,
                    keyField,
                    "The artifact '" + key + "' cannot be read: " + e.getMessage(),
                    "a RIFF WAVE file: integer PCM of 8 to 32 bits or floating point",
                    e);
        }
        if (audio.seconds() > longestSeconds) {
            throw JobRejectedException.invalidValue(
                    field, audio.seconds() + " s long", "at most " + longestSeconds + " s");
        }
        try {
            return Resampler.resample(audio.mono(), audio.sampleRate(), sampleRate);
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.of(field, e);
        }
    }

    private float[] sweep(SweepSource sweep, int sampleRate, String field) {
        if (sweep.getSeconds() > longestSeconds) {
            throw JobRejectedException.invalidValue(
                    field + ".seconds", sweep.getSeconds(), "at most " + longestSeconds);
        }
        requirePositive(sweep.getFromHz(), field + ".fromHz");
        requirePositive(sweep.getToHz(), field + ".toHz");
        try {
            return sweep.getCurve() == SweepCurve.LINEAR
                    ? Sweep.linear(sweep.getFromHz(), sweep.getToHz(), sweep.getSeconds(), sampleRate)
                    : Sweep.exponential(sweep.getFromHz(), sweep.getToHz(), sweep.getSeconds(), sampleRate);
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
