package io.reverie.dream;

import java.util.List;

import io.reverie.dream.engine.DreamItem;
import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.DreamWay;

/**
 * A request with everything that dreaming it takes.
 *
 * @param settings every default resolved
 * @param pinned the models in the order of the request
 * @param models the same, loaded
 * @param ground what they have in common
 * @param input what is dreamed
 * @param way what is changed of it
 * @param item the same for the engine
 */
record PreparedDream(
        DreamSettings settings,
        List<PinnedModel> pinned,
        List<ModelCache.Loaded> models,
        Ground ground,
        DreamInput input,
        DreamWay way,
        DreamItem item) {}
