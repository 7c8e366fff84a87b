package io.reverie.dream;

import java.util.List;

import io.reverie.dream.engine.DreamSettings;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Way;

/**
 * What dreams of one batch have in common. The analysis, the segments and what is changed follow from it, as they are the
 * models' own.
 *
 * @param models SHA-256 of each model's file, in the order of the request
 * @param way what is changed
 * @param channel that becomes sound again, part of what a picture is
 * @param settings every default resolved
 * @param layer that is raised, empty for the last; null for the logits
 */
record DreamCompany(List<String> models, Way way, Channel channel, DreamSettings settings, String layer) {

    DreamCompany {
        models = List.copyOf(models);
    }

    static DreamCompany of(DreamRequest request, List<PinnedModel> models, DreamSettings settings) {
        return new DreamCompany(
                models.stream().map(PinnedModel::sha256).toList(),
                request.getWay(),
                request.getReconstruction().getChannel(),
                settings,
                Objectives.namesLabels(request.getObjective().getKind())
                        ? null
                        : request.getObjective().getLayer());
    }
}
