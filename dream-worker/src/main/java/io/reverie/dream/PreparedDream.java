package io.reverie.dream;

import java.util.List;

import io.reverie.dream.engine.DreamItem;
import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.DreamWay;
import io.reverie.schemas.DreamRequest;

/**
 * A request with everything that dreaming it takes.
 *
 * @param request the request itself
 * @param settings every default resolved
 * @param pinned the models in the order of the request
 * @param models the same, loaded
 * @param ground what they have in common
 * @param input what is dreamed
 * @param way what is changed of it
 * @param item the same for the engine
 */
record PreparedDream(
        DreamRequest request,
        DreamSettings settings,
        List<PinnedModel> pinned,
        List<ModelCache.Loaded> models,
        Ground ground,
        DreamInput input,
        DreamWay way,
        DreamItem item) {

    /** What other dreams have to share with this one to be dreamed in one batch. */
    DreamCompany company() {
        return DreamCompany.of(request, pinned, settings);
    }
}
