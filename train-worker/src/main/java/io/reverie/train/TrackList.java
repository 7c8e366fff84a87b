package io.reverie.train;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/** The tracks of a training as JSON lines: trackKey, label, split (training or validation), sha256 of the spectrogram. */
final class TrackList {

    static final String CONTENT_TYPE = "application/x-ndjson";

    private static final JsonFactory JSON = new JsonFactory();

    private TrackList() {}

    static void write(Split split, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            write(split.training(), "training", json);
            write(split.validation(), "validation", json);
        }
    }

    private static void write(List<Track> tracks, String split, JsonGenerator json) throws IOException {
        for (Track track : tracks) {
            json.writeStartObject();
            json.writeStringField("trackKey", track.key());
            json.writeStringField("label", track.label());
            json.writeStringField("split", split);
            json.writeStringField("sha256", track.sha256());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
