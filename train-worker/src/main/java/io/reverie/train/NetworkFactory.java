package io.reverie.train;

import java.util.EnumSet;
import java.util.Set;

import io.reverie.network.FeatureKind;
import io.reverie.network.InputScaling;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.Standardisation;
import io.reverie.network.Vgg16;
import io.reverie.network.Vgg16Parameters;
import io.reverie.schemas.Architecture;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Makes the network that a training asks for.
 *
 * <p>The small network hears standardised features. VGG16 sees the seed's own features as the pictures that they are,
 * with values from 0 to 1, and scales them itself; any other features it sees standardised.
 *
 * @param choice which network
 * @param kind what it is to hear
 */
record NetworkFactory(NetworkChoice choice, FeatureKind kind) {

    private static final Set<FeatureKind> PICTURES =
            EnumSet.of(FeatureKind.MEL, FeatureKind.STFT_REAL, FeatureKind.STFT_COMPLEX);

    /** The network's name in models. */
    String architecture() {
        return isVgg16() ? Vgg16.NAME : SmallNetwork.NAME;
    }

    /** Whether the features go in as they are. */
    boolean seesPictures() {
        return isVgg16() && PICTURES.contains(kind);
    }

    /** The standardisation that leaves features as they are. */
    static Standardisation none(InputShape shape) {
        float[] ones = new float[shape.channels() * shape.rows()];
        java.util.Arrays.fill(ones, 1);
        return new Standardisation(new float[ones.length], ones);
    }

    /** A new network with weights drawn from the seed. */
    MultiLayerNetwork create(InputShape shape, int labels, OptimiserParameters optimiser, long seed) {
        if (!isVgg16()) {
            return SmallNetwork.create(new SmallNetworkParameters(
                    shape.channels(),
                    shape.rows(),
                    shape.frames(),
                    labels,
                    choice.widths(),
                    optimiser,
                    choice.dropout(),
                    seed));
        }
        return Vgg16.create(new Vgg16Parameters(
                shape.channels(),
                shape.rows(),
                shape.frames(),
                labels,
                optimiser,
                choice.dropout(),
                choice.headOnly() ? Vgg16Parameters.Trainable.HEAD : Vgg16Parameters.Trainable.ALL,
                scaling(),
                seed));
    }

    private boolean isVgg16() {
        return choice.architecture() == Architecture.VGG16;
    }

    private InputScaling scaling() {
        if (choice.pretrained() == null) {
            return seesPictures() ? InputScaling.pictures() : InputScaling.standardised();
        }
        return seesPictures() ? InputScaling.picturesForKerasImageNet() : InputScaling.standardisedForKerasImageNet();
    }
}
