package io.reverie.network;

import java.util.ArrayList;
import java.util.List;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * VGG16 (Simonyan and Zisserman 2015, configuration D) as the seed used it: thirteen convolutions of 3×3 with bias and
 * ReLU in five blocks, max pooling of 2×2 after each block; torchvision's average pooling to 7×7 whatever the input's
 * size; two layers of 4096 with ReLU, with dropout after each; and in place of the last layer the seed's head, 256 with
 * ReLU and a linear layer with a softmax. 135 million parameters, 541 MB.
 *
 * <p>First weights are drawn as torchvision.models.VGG does: the convolutions' from a normal distribution of variance
 * {@code 2 / (9 · filters)}, those of the two wide layers from one with a deviation of 0.01, the head's as torch.nn.Linear
 * does, uniformly below {@code 1 / sqrt(inputs)}; every bias is 0. {@link KerasWeights} replaces them by ImageNet's.
 */
public final class Vgg16 {
    /** The name of this architecture in models and requests. */
    public static final String NAME = "vgg16";

    /** Rows and columns that the last feature maps are averaged down to. */
    static final int POOLED_SIZE = 7;

    private static final double DENSE_DEVIATION = 0.01;

    private Vgg16() {}

    /**
     * A network with fresh weights, ready for {@link MultiLayerNetwork#fit}.
     *
     * <p>Input {@code [batch, channels, rows, frames]}, not scaled: the scaling of the parameters is part of the network.
     * Labels {@code [batch, labels]}, rows that sum to 1; output probabilities. Batch, rows and frames may change from
     * call to call. For one thread at a time, and reproducible as {@link SmallNetwork#create} says.
     *
     * <p>Where the head alone is trainable the layers before it are frozen: they run as in inference, no gradient goes
     * back through them.
     */
    public static MultiLayerNetwork create(Vgg16Parameters parameters) {
        return create(parameters, Vgg16Widths.STANDARD);
    }

    static MultiLayerNetwork create(Vgg16Parameters parameters, Vgg16Widths widths) {
        NativeBackend.load();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(parameters, widths));
        network.init();
        return network;
    }

    static MultiLayerConfiguration configuration(Vgg16Parameters parameters, Vgg16Widths widths) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(RandomSeeds.forNd4j(parameters.seed()))
                .updater(parameters.optimiser().updater())
                .weightInit(WeightInit.UNIFORM)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .list();
        boolean frozen = parameters.trainable() == Vgg16Parameters.Trainable.HEAD;
        for (Layer layer : body(parameters, widths)) {
            layers.layer(frozen ? new FrozenLayer.Builder().layer(layer).build() : layer);
        }
        for (Layer layer : head(parameters, widths)) {
            layers.layer(layer);
        }
        return layers.inputPreProcessor(0, new PicturePreProcessor(parameters.channels(), parameters.scaling()))
                .setInputType(InputType.convolutional(parameters.rows(), parameters.frames(), parameters.channels()))
                .build();
    }

    /** What ImageNet's weights exist for. */
    private static List<Layer> body(Vgg16Parameters parameters, Vgg16Widths widths) {
        List<Layer> body = new ArrayList<>();
        int inputs = Picture.COLOURS;
        for (List<Integer> block : widths.convolutions()) {
            for (int index = 0; index < block.size(); index++) {
                int filters = block.get(index);
                RectifiedConvolution.Builder convolution = new RectifiedConvolution.Builder()
                        .maxPooling(index == block.size() - 1)
                        .nIn(inputs)
                        .nOut(filters)
                        .weightInit(new NormalDistribution(0, Math.sqrt(2.0 / (9 * filters))));
                body.add(decayed(convolution, parameters).build());
                inputs = filters;
            }
        }
        body.add(new AdaptiveAveragePooling(POOLED_SIZE));
        NormalDistribution distribution = new NormalDistribution(0, DENSE_DEVIATION);
        int pooled = inputs * POOLED_SIZE * POOLED_SIZE;
        body.add(decayed(dense(pooled, widths.dense()).weightInit(distribution), parameters)
                .build());
        body.add(
                dropped(decayed(dense(widths.dense(), widths.dense()).weightInit(distribution), parameters), parameters)
                        .build());
        return body;
    }

    private static List<Layer> head(Vgg16Parameters parameters, Vgg16Widths widths) {
        OutputLayer.Builder output = new OutputLayer.Builder(new LossMCXENT())
                .nIn(widths.head())
                .nOut(parameters.labels())
                .activation(Activation.SOFTMAX);
        return List.of(
                dropped(decayed(dense(widths.dense(), widths.head()), parameters), parameters)
                        .build(),
                decayed(output, parameters).build());
    }

    private static DenseLayer.Builder dense(int inputs, int units) {
        return new DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.RELU);
    }

    /** The decay is given to each layer: DL4J 1.0.0-M2.1 applies one that is given to all of them twice. */
    private static <B extends BaseLayer.Builder<B>> B decayed(B layer, Vgg16Parameters parameters) {
        double weightDecay = parameters.optimiser().weightDecay();
        if (weightDecay > 0) {
            layer.weightDecay(weightDecay, true);
        }
        return layer;
    }

    /** Drops inputs of the layer. */
    private static DenseLayer.Builder dropped(DenseLayer.Builder layer, Vgg16Parameters parameters) {
        return parameters.dropout() > 0 ? layer.dropOut(new Dropout(1 - parameters.dropout())) : layer;
    }
}
