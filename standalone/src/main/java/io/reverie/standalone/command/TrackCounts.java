package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.ModelReady;
import io.reverie.train.KeptTracks;
import io.reverie.worker.ArtifactStore;

/** Counts the tracks of a training, from the list of them that the event names. */
final class TrackCounts {

    private TrackCounts() {}

    /** @throws IOException where the list cannot be read */
    static KeptTracks of(ModelReady ready, ArtifactStore store) throws IOException {
        KeptTracks tracks = new KeptTracks();
        try (InputStream in = store.open(ready.getTracks().getKey());
                MappingIterator<JsonNode> lines =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
            while (lines.hasNextValue()) {
                JsonNode track = lines.nextValue();
                tracks.add(
                        track.path("label").asText(),
                        track.path("split").asText().equals("validation"));
            }
        }
        return tracks;
    }
}
