package io.reverie.dream;

import java.io.IOException;
import java.util.SortedMap;

import io.reverie.schemas.ModelReady;

/** The models that there are. */
@FunctionalInterface
interface ModelTable {

    /**
     * Reads to the present end of the log of models.
     *
     * @return the latest model of each name
     * @throws IOException where the log cannot be read now
     */
    SortedMap<String, ModelReady> models() throws IOException;
}
