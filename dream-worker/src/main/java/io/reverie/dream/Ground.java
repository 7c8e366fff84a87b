package io.reverie.dream;

import java.util.List;

import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.audio.image.ImageChannel;
import io.reverie.audio.image.SeedTransform;
import io.reverie.dream.engine.DreamWay;
import io.reverie.dream.engine.DreamingNetwork;
import io.reverie.dream.engine.LogMelWay;
import io.reverie.dream.engine.MaskWay;
import io.reverie.dream.engine.MelGainMask;
import io.reverie.dream.engine.PictureWay;
import io.reverie.dream.engine.StftWay;
import io.reverie.network.FeatureKind;
import io.reverie.network.FeatureShape;
import io.reverie.network.ModelDescription;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Way;
import io.reverie.worker.JobRejectedException;

/**
 * What a dream is made of: the STFT and segments that all networks share, and the bands of the gains, those of the mel
 * spectrogram that networks hear, or the default ones where every network hears an STFT.
 *
 * @param stft of the spectrogram
 * @param mel bands of the gains
 * @param segmentFrames frames that a network hears at once
 * @param labels of the first network, whose probabilities are reported
 */
record Ground(StftParameters stft, MelParameters mel, int segmentFrames, List<String> labels) {

    /** What the models have in common. */
    static Ground of(DreamRequest request, List<ModelCache.Loaded> models) {
        List<ModelDescription> descriptions =
                models.stream().map(model -> model.model().description()).toList();
        ModelDescription first = descriptions.get(0);
        MelParameters mel = descriptions.stream()
                .filter(Ground::hearsMel)
                .map(ModelDescription::mel)
                .findFirst()
                .orElse(MelParameters.defaults());
        for (ModelDescription other : descriptions) {
            if (!other.stft().equals(first.stft())
                    || hearsMel(other) && !other.mel().equals(mel)
                    || other.segmentFrames() != first.segmentFrames()) {
                throw JobRejectedException.notSupported(
                        "models",
                        request.getModels(),
                        "models of one analysis (" + first.stft() + ", " + mel + ", " + first.segmentFrames()
                                + " frames)");
            }
        }
        return new Ground(first.stft(), mel, first.segmentFrames(), first.labels());
    }

    MelFilterBank filters() {
        return new MelFilterBank(stft, mel);
    }

    /** What the request changes. */
    DreamWay way(DreamRequest request, List<ModelCache.Loaded> models) {
        return switch (request.getWay()) {
            case MASK -> new MaskWay(new MelGainMask(filters()));
            case STFT -> new StftWay(new MelGainMask(filters()), stft);
            case IMAGE -> picture(request, models.get(0).model().description());
        };
    }

    /** The models as the way of the request dreams through them. */
    List<DreamingNetwork> networks(DreamRequest request, List<ModelCache.Loaded> models) {
        return models.stream().map(model -> network(request, model)).toList();
    }

    private DreamWay picture(DreamRequest request, ModelDescription model) {
        FeatureKind kind = model.featureKind();
        if (kind == FeatureKind.LOG_MEL) {
            return new LogMelWay(filters());
        }
        return new PictureWay(
                SeedTransform.valueOf(kind.name()),
                filters(),
                model.pictureChannels(),
                ImageChannel.valueOf(request.getReconstruction().getChannel().name()));
    }

    private static DreamingNetwork network(DreamRequest request, ModelCache.Loaded model) {
        ModelDescription description = model.model().description();
        if (request.getWay() != Way.IMAGE) {
            return new DreamingNetwork(description.transform(), description.standardisation(), model::plan);
        }
        FeatureShape shape = description.transform().shape();
        return new DreamingNetwork(
                description.transform(),
                new FeatureShape(shape.valuesPerFrame(), description.pictureChannels(), shape.rows()),
                description.standardisation(),
                model::picturePlan);
    }

    private static boolean hearsMel(ModelDescription description) {
        return description.featureKind().source() == SpectrogramKind.MEL;
    }
}
