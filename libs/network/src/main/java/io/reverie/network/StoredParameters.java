package io.reverie.network;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.common.primitives.Triple;
import org.nd4j.linalg.api.buffer.BaseDataBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters of a network as {@link Nd4j#write} stores them: the array's shape information, then its values as
 * big-endian floats, each after a header with its length. They are read in pieces, and only as many as the network has, so
 * that a damaged length asks for no memory.
 */
final class StoredParameters {
    private static final int PIECE = 1 << 14;

    /** Longs that describe the largest shape of ND4J: rank, shape, strides and three more. */
    private static final int LONGEST_SHAPE = 2 * 32 + 4;

    private StoredParameters() {}

    /** Writes the parameters; the stream is left open. */
    static void write(INDArray parameters, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, PIECE));
        Nd4j.write(parameters, data);
        data.flush();
    }

    /**
     * Reads the parameters of a network.
     *
     * @param configuration the network's; null is refused
     * @return {@code [1, parameters]}
     * @throws IOException if the stream ends early or holds something else
     */
    static INDArray read(InputStream in, MultiLayerConfiguration configuration) throws IOException {
        if (configuration == null) {
            throw new IOException("the network's configuration must come before its parameters");
        }
        long expected = parameterCount(configuration);
        DataInputStream data = new DataInputStream(in);
        long shapeLength = header(data, DataType.LONG);
        if (shapeLength > LONGEST_SHAPE) {
            throw new IOException("the parameters' shape is damaged");
        }
        data.skipNBytes(shapeLength * Long.BYTES);
        long length = header(data, DataType.FLOAT);
        if (length != expected) {
            throw new IOException("the network has " + expected + " parameters, the file " + length);
        }
        INDArray parameters = NativeArrays.allocate(1, length);
        try {
            readValues(data, NativeArrays.floats(parameters), length);
            NativeArrays.written(parameters);
        } catch (IOException damage) {
            parameters.close();
            throw damage;
        }
        return parameters;
    }

    private static void readValues(DataInputStream data, FloatPointer values, long length) throws IOException {
        byte[] bytes = new byte[PIECE * Float.BYTES];
        float[] piece = new float[PIECE];
        for (long done = 0; done < length; done += PIECE) {
            int count = (int) Math.min(PIECE, length - done);
            data.readFully(bytes, 0, count * Float.BYTES);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(piece, 0, count);
            values.position(done).put(piece, 0, count);
        }
    }

    private static long header(DataInputStream data, DataType type) throws IOException {
        try {
            Triple<AllocationMode, Long, DataType> header = BaseDataBuffer.readHeader(data);
            if (header.getRight() != type || header.getMiddle() < 0) {
                throw new IOException("values must be " + type + ": " + header.getRight());
            }
            return header.getMiddle();
        } catch (RuntimeException damage) {
            throw new IOException("the parameters' header is damaged", damage);
        }
    }

    private static long parameterCount(MultiLayerConfiguration configuration) {
        long count = 0;
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            count += layer.getLayer().initializer().numParams(layer);
        }
        return count;
    }
}
