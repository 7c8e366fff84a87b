package io.reverie.dream.engine;

import java.util.function.IntFunction;

import io.reverie.network.FeatureShape;
import io.reverie.network.FeatureTransform;
import io.reverie.network.Plan;
import io.reverie.network.Standardisation;

/**
 * A frozen network to dream through.
 *
 * @param transform from the spectrogram to its features
 * @param shape of what it hears; more channels than the transform's where it sees a picture's colours
 * @param standardisation of its features
 * @param plans the network compiled for a batch of so many windows; may give the same plan again
 */
public record DreamingNetwork(
        FeatureTransform transform, FeatureShape shape, Standardisation standardisation, IntFunction<Plan> plans) {

    /** A network that hears its features. */
    public DreamingNetwork(FeatureTransform transform, Standardisation standardisation, IntFunction<Plan> plans) {
        this(transform, transform.shape(), standardisation, plans);
    }
}
