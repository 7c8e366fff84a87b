package io.reverie.network;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Makes a {@link Picture} of the input of a DL4J network: {@code [batch, channels, rows, frames]} to {@code [batch, 3, rows, frames]}. */
final class PicturePreProcessor implements InputPreProcessor {
    @JsonProperty
    private final int channels;

    @JsonProperty
    private final InputScaling scaling;

    @JsonCreator
    PicturePreProcessor(@JsonProperty("channels") int channels, @JsonProperty("scaling") InputScaling scaling) {
        this.channels = channels;
        this.scaling = scaling;
    }

    Picture picture() {
        return new Picture(channels, scaling);
    }

    @Override
    public INDArray preProcess(INDArray input, int batch, LayerWorkspaceMgr workspaces) {
        if (input.rank() != 4 || input.size(1) != channels) {
            throw new IllegalArgumentException(
                    "input must have " + channels + " channels: " + input.shapeInfoToString());
        }
        INDArray colours = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, input.size(0), Picture.COLOURS, input.size(2), input.size(3));
        float[] values = new float[Math.toIntExact(colours.length())];
        picture().forward(NativeArrays.values(input), values, Math.toIntExact(input.size(2) * input.size(3)));
        NativeArrays.write(values, colours);
        return colours;
    }

    /** Null where the first layer gives no gradient with respect to its input, as in training. */
    @Override
    public INDArray backprop(INDArray gradient, int batch, LayerWorkspaceMgr workspaces) {
        if (gradient == null) {
            return null;
        }
        long rows = gradient.size(2);
        long frames = gradient.size(3);
        INDArray features = workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD,
                DataType.FLOAT,
                gradient.size(0),
                picture().channels(),
                rows,
                frames);
        float[] values = new float[Math.toIntExact(features.length())];
        picture().backward(NativeArrays.values(gradient), values, Math.toIntExact(rows * frames));
        NativeArrays.write(values, features);
        return features;
    }

    @Override
    public PicturePreProcessor clone() {
        return this;
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        InputType.InputTypeConvolutional input = (InputType.InputTypeConvolutional) inputType;
        return InputType.convolutional(input.getHeight(), input.getWidth(), Picture.COLOURS);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
        return new Pair<>(mask, state);
    }
}
