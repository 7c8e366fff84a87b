package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;

import io.reverie.network.FeatureTransform;
import io.reverie.network.SpectrogramKind;

/**
 * What the networks of a dream hear: the transforms that their features take, each computed once however many networks
 * share it, and how each network hears its own. Immutable.
 */
final class Hearing {

    private final List<FeatureTransform> transforms = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<HeardFeatures> ears = new ArrayList<>();
    private final List<Integer> transformOfNetwork = new ArrayList<>();

    /**
     * @param bands mel bands, in which shifts and masks in frequency are drawn
     * @param segmentFrames frames that a network hears at once
     */
    Hearing(List<DreamingNetwork> networks, int bands, int segmentFrames) {
        for (DreamingNetwork network : networks) {
            transformOfNetwork.add(indexOf(network, segmentFrames));
            ears.add(new HeardFeatures(network.standardisation(), network.shape(), bands, segmentFrames));
        }
    }

    /** The transforms, each kind once. */
    List<FeatureTransform> transforms() {
        return transforms;
    }

    /** Values of each transform's features. */
    List<Integer> sizes() {
        return sizes;
    }

    /** Whether some network's features come from mel power, or from the STFT. */
    boolean needs(SpectrogramKind source) {
        return transforms.stream().anyMatch(transform -> transform.kind().source() == source);
    }

    /** Index of a network's transform. */
    int transformOf(int network) {
        return transformOfNetwork.get(network);
    }

    /** How a network hears the features of its transform. */
    HeardFeatures ear(int network) {
        return ears.get(network);
    }

    private int indexOf(DreamingNetwork network, int segmentFrames) {
        for (int i = 0; i < transforms.size(); i++) {
            if (transforms.get(i).kind() == network.transform().kind()) {
                return i;
            }
        }
        transforms.add(network.transform());
        sizes.add(network.shape().size(segmentFrames));
        return transforms.size() - 1;
    }
}
