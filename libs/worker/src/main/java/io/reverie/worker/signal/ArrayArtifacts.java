package io.reverie.worker.signal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.Startup;
import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.NpyFile;
import io.reverie.audio.UnreadableArrayException;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.ContentWriter;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.VerifiedContent;

/**
 * Arrays as {@code .npy} files of the store. Reading makes sure that the file is what the event says: its hash, type
 * and shape; other files reject the request. Made before the channels begin, as the limit may be wrong.
 */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
public class ArrayArtifacts {

    /** Media type of a NumPy file. */
    public static final String CONTENT_TYPE = "application/x-npy";

    private static final String FLOAT32 = "<f4";
    private static final String FLOAT64 = "<f8";
    /** Axes of an STFT: real and imaginary part, frequency bins, frames. */
    public static final List<String> STFT_AXES = List.of("part", "bins", "frames");

    /** Axes of a mel spectrogram: bands, frames. */
    public static final List<String> MEL_AXES = List.of("bands", "frames");

    private static final int DEFAULT_MOST_VALUES = 1 << 27;
    /** NpyFile refuses headers that are longer. */
    private static final long LONGEST_HEADER = (1 << 16) + 12;

    private final ArtifactStore store;
    private final int mostValues;

    @Inject
    ArrayArtifacts(ArtifactStore store, AudioConfig config) {
        this(store, config.mostValues());
    }

    /** Reads from and writes to a store. */
    public ArrayArtifacts(ArtifactStore store) {
        this(store, DEFAULT_MOST_VALUES);
    }

    /** Reads arrays that have at most so many values. */
    public ArrayArtifacts(ArtifactStore store, int mostValues) {
        ConfiguredValue.require("reverie.audio.most-values", mostValues, 1, Integer.MAX_VALUE);
        this.store = store;
        this.mostValues = mostValues;
    }

    /** The most values of an array that is read: {@code reverie.audio.most-values}. */
    public int mostValues() {
        return mostValues;
    }

    /** Writes an STFT: float32 [2, bins, frames] in Fortran order, axes part, bins, frames. */
    public ArrayArtifact write(String key, ComplexSpectrogram spectrogram) throws IOException {
        return write(
                key, NpyArray.of(spectrogram.values(), true, 2, spectrogram.bins(), spectrogram.frames()), STFT_AXES);
    }

    /** Writes a mel spectrogram: float32 [bands, frames] in Fortran order, axes bands, frames. */
    public ArrayArtifact write(String key, MelSpectrogram spectrogram) throws IOException {
        return write(key, NpyArray.of(spectrogram.values(), true, spectrogram.bands(), spectrogram.frames()), MEL_AXES);
    }

    /**
     * Writes a table: float64 [rows, columns] in C order.
     *
     * @param rows all of the same length
     * @param rowAxis what a row is, for example {@code iterations}
     */
    public ArrayArtifact writeTable(String key, List<double[]> rows, int columns, String rowAxis) throws IOException {
        double[] values = new double[rows.size() * columns];
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).length != columns) {
                throw new IllegalArgumentException(
                        "Row " + row + " must have " + columns + " columns, but has " + rows.get(row).length);
            }
            System.arraycopy(rows.get(row), 0, values, row * columns, columns);
        }
        return write(key, NpyArray.of(values, false, rows.size(), columns), List.of(rowAxis, "columns"));
    }

    /**
     * Writes any array.
     *
     * @param axes what each axis is, as many as the shape has
     */
    public ArrayArtifact write(String key, NpyArray array, List<String> axes) throws IOException {
        long[] shape = array.shape();
        if (axes.size() != shape.length) {
            throw new IllegalArgumentException(
                    "axes must name " + shape.length + " axes, but names " + axes.size() + ": " + axes);
        }
        Artifact artifact = store.put(key, CONTENT_TYPE, out -> NpyFile.write(out, array));
        return new ArrayArtifact(
                artifact, dtype(array), Arrays.stream(shape).boxed().toList(), axes);
    }

    /**
     * Writes a float32 array that is made while it is written, so that it may be larger than memory.
     *
     * @param axes what each axis is, as many as the shape has
     * @param writer writes the whole {@code .npy} file, with this shape; see {@link io.reverie.audio.NpyWriter}
     */
    public ArrayArtifact write(String key, long[] shape, List<String> axes, ContentWriter writer) throws IOException {
        Artifact artifact = store.put(key, CONTENT_TYPE, writer);
        return new ArrayArtifact(artifact, FLOAT32, Arrays.stream(shape).boxed().toList(), axes);
    }

    /**
     * Reads an STFT, in C or Fortran order.
     *
     * @param field where the array is in the request, for example {@code input.spectrogram}
     * @throws JobRejectedException where it is not float32 [2, bins, frames] as described, or not finite
     */
    public ComplexSpectrogram readStft(ArrayArtifact described, String field) throws IOException {
        NpyArray array = read(described, field);
        long[] shape = requireShape(described, array, field, "[2, bins, frames]", 3);
        if (shape[0] != 2) {
            throw JobRejectedException.invalidValue(field + ".shape", described.getShape(), "[2, bins, frames]");
        }
        return new ComplexSpectrogram((int) shape[1], (int) shape[2], finite(array.fortranFloats(), field));
    }

    /**
     * Reads a mel spectrogram, in C or Fortran order.
     *
     * @throws JobRejectedException where it is not float32 [bands, frames] as described, or not finite
     */
    public MelSpectrogram readMel(ArrayArtifact described, String field) throws IOException {
        NpyArray array = read(described, field);
        long[] shape = requireShape(described, array, field, "[bands, frames]", 2);
        return new MelSpectrogram((int) shape[0], (int) shape[1], finite(array.fortranFloats(), field));
    }

    /**
     * Reads an array as described. What is described bounds what is read, and has a bound itself.
     *
     * @param field where the array is in the request; rejections name its parts, for example {@code
     *     input.spectrogram.shape} and {@code input.spectrogram.artifact.key}
     * @throws JobRejectedException where there is no such file, or it is not what the event says
     */
    public NpyArray read(ArrayArtifact described, String field) throws IOException {
        Artifact artifact = described.getArtifact();
        long values = requireValues(described, field);
        NpyArray array;
        try {
            array = VerifiedContent.read(
                    store,
                    artifact.getKey(),
                    artifact.getSha256(),
                    field + ".artifact.key",
                    in -> readAtMost(in, described, values, field));
        } catch (UnreadableArrayException e) {
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    field,
                    "The artifact '" + artifact.getKey() + "' cannot be read: " + e.getMessage(),
                    "a NumPy .npy file of float32 or float64",
                    e);
        }
        if (!dtype(array).equals(described.getDtype())) {
            throw JobRejectedException.invalidValue(field + ".dtype", described.getDtype(), dtype(array));
        }
        List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
        if (!shape.equals(described.getShape())) {
            throw JobRejectedException.invalidValue(field + ".shape", described.getShape(), shape.toString());
        }
        return array;
    }

    private long requireValues(ArrayArtifact described, String field) {
        long values = 1;
        for (long length : described.getShape()) {
            if (length < 0 || length > 0 && values > mostValues / length) {
                throw JobRejectedException.invalidValue(
                        field + ".shape",
                        described.getShape(),
                        "lengths whose product is at most " + mostValues + " (reverie.audio.most-values)");
            }
            values *= length;
        }
        return values;
    }

    /** Reads no more than the header and as many of the widest values: a larger file is not what was described. */
    private static NpyArray readAtMost(InputStream in, ArrayArtifact described, long values, String field)
            throws IOException {
        BoundedInputStream bounded = new BoundedInputStream(in, LONGEST_HEADER + values * Double.BYTES);
        try {
            return NpyFile.read(bounded);
        } catch (UnreadableArrayException e) {
            if (bounded.isCut()) {
                throw JobRejectedException.invalidValue(
                        field + ".shape", described.getShape(), "the shape of the file, which is larger");
            }
            throw e;
        }
    }

    private static long[] requireShape(
            ArrayArtifact described, NpyArray array, String field, String allowed, int axes) {
        if (!dtype(array).equals(FLOAT32)) {
            throw JobRejectedException.invalidValue(field + ".dtype", described.getDtype(), FLOAT32);
        }
        long[] shape = array.shape();
        if (shape.length != axes || Arrays.stream(shape).anyMatch(length -> length < 1)) {
            throw JobRejectedException.invalidValue(field + ".shape", described.getShape(), allowed);
        }
        return shape;
    }

    private static float[] finite(float[] values, String field) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new JobRejectedException(
                        FailureCodes.INVALID_VALUE, field, field + " has a value that is " + value, "finite values");
            }
        }
        return values;
    }

    private static String dtype(NpyArray array) {
        return array.dtype().equals(NpyArray.FLOAT32) ? FLOAT32 : FLOAT64;
    }
}
