package io.reverie.worker;

import java.util.List;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SweepSource;

/** Requests for tests. */
final class Requests {

    private Requests() {}

    /** The smallest possible dream request. */
    static DreamRequest dream(String id) {
        return DreamRequest.newBuilder()
                .setDreamId(id)
                .setInput(SweepSource.newBuilder().build())
                .setModels(List.of("genres"))
                .setObjectiveBuilder(Objective.newBuilder().setTarget("jazz"))
                .build();
    }
}
