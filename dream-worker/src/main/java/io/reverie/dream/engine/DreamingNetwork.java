package io.reverie.dream.engine;

import java.util.function.IntFunction;

import io.reverie.network.FeatureTransform;
import io.reverie.network.Plan;
import io.reverie.network.Standardisation;

/**
 * A frozen network to dream through.
 *
 * @param objective what to raise of its logits
 * @param transform from the spectrogram to its features
 * @param standardisation of its features
 * @param plans the network compiled for a batch of so many windows; may give the same plan again
 */
public record DreamingNetwork(
        Objective objective, FeatureTransform transform, Standardisation standardisation, IntFunction<Plan> plans) {}
