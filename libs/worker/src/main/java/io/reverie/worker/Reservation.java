package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * What a job id stands for, kept in the store from the moment that the job is first seen.
 *
 * @param job the id
 * @param request hash of the canonical request
 * @param algorithm version of the algorithm that the hash is of
 * @param inputs the inputs as they were resolved then
 * @param rejected whether the job failed for good, which frees the id
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Reservation(String job, String request, String algorithm, SortedMap<String, String> inputs, boolean rejected) {

    private static final String CONTENT_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Where the reservation of a job id lies. */
    static String key(String prefix, String jobId) {
        return prefix + "/by-id/" + Sha256.of(jobId) + ".json";
    }

    /**
     * Reads a reservation.
     *
     * @return empty where there is nothing in the file, or zeros: the machine crashed before it was made durable, thus before
     *     the job had a result
     * @throws JobRejectedException where the file is damaged in another way
     */
    static Optional<Reservation> read(ArtifactStore store, String key) throws IOException {
        try (InputStream in = store.open(key)) {
            byte[] bytes = in.readAllBytes();
            return isBlank(bytes) ? Optional.empty() : Optional.of(JSON.readValue(bytes, Reservation.class));
        } catch (JacksonException e) {
            throw new JobRejectedException(
                    FailureCodes.INTERNAL_ERROR,
                    null,
                    "The reservation '" + key + "' in the store is damaged: " + e.getOriginalMessage(),
                    "a new id, or the same request again once the file has been removed",
                    e);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the id, unless it is taken; to be made durable by {@link ArtifactStore#persist} before the job has a result. */
    boolean tryWrite(ArtifactStore store, String key) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(this);
        return store.claim(key, CONTENT_TYPE, out -> out.write(bytes)).isPresent();
    }

    void write(ArtifactStore store, String key) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(this);
        store.put(key, CONTENT_TYPE, out -> out.write(bytes));
    }

    /** What the job's artifacts lie under. */
    String hash() {
        return CanonicalRequest.jobHash(request, inputs, algorithm);
    }

    Reservation withAlgorithm(String version) {
        return new Reservation(job, request, version, inputs, rejected);
    }

    Reservation asRejected() {
        return new Reservation(job, request, algorithm, inputs, true);
    }
}
