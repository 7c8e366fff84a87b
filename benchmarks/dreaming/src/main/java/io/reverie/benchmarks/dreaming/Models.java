package io.reverie.benchmarks.dreaming;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureKind;
import io.reverie.network.InputScaling;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.Vgg16;
import io.reverie.network.Vgg16Parameters;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Models with fresh weights. */
final class Models {
    static final int LABELS = 10;

    private static final int BANDS = 128;

    /** About the mean and the deviation of log-mel features. */
    private static final float MEAN = -5;

    private static final float DEVIATION = 3;

    /** Values of the last layer's maps after their averaging to 7×7. */
    private static final int VGG16_AVERAGES = 512 * 7 * 7;

    /** The last of VGG16's layers: two of 4096 and the seed's head. */
    private static final int VGG16_DENSE_LAYERS = 4;

    private Models() {}

    /** The small network for log-mel features of 5 s. */
    static Model small(int frames) {
        return new Model(
                description(FeatureKind.LOG_MEL, SmallNetwork.NAME, frames),
                SmallNetwork.create(
                        SmallNetworkParameters.of(BANDS, frames, LABELS, OptimiserParameters.defaults(100), 0.3, 1)));
    }

    /** The convolutions of VGG16 with a linear layer on their averages, so that a logit has a gradient. */
    static Model vgg16Convolutions(int frames) {
        MultiLayerNetwork whole = Vgg16.create(new Vgg16Parameters(
                1,
                BANDS,
                frames,
                LABELS,
                OptimiserParameters.defaults(100),
                Vgg16Parameters.DEFAULT_DROPOUT,
                Vgg16Parameters.Trainable.ALL,
                InputScaling.pictures(),
                1));
        MultiLayerNetwork convolutions = new TransferLearning.Builder(whole)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder().build())
                .removeLayersFromOutput(VGG16_DENSE_LAYERS)
                .addLayer(new OutputLayer.Builder(new LossMCXENT())
                        .nIn(VGG16_AVERAGES)
                        .nOut(LABELS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        return new Model(description(FeatureKind.MEL, Vgg16.NAME, frames), convolutions);
    }

    private static ModelDescription description(FeatureKind kind, String architecture, int frames) {
        float[] mean = new float[BANDS];
        float[] deviation = new float[BANDS];
        Arrays.fill(mean, MEAN);
        Arrays.fill(deviation, DEVIATION);
        List<String> labels =
                IntStream.range(0, LABELS).mapToObj(label -> "label-" + label).toList();
        return new ModelDescription(
                "benchmark",
                kind.text(),
                architecture,
                labels,
                StftParameters.defaults(),
                MelParameters.defaults(),
                frames,
                mean,
                deviation,
                Map.of());
    }
}
