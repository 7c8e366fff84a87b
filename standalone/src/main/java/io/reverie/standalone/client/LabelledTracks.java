package io.reverie.standalone.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.client.EventReader.KeyedEvent;

/** Counts the tracks of a data set that can be trained on, as the train worker does. */
final class LabelledTracks {

    private LabelledTracks() {}

    /** @param records of the topic of spectrograms, from its beginning; the last one of a key holds */
    static int count(List<KeyedEvent> records, String dataset) {
        Set<String> keys = new HashSet<>();
        for (KeyedEvent record : records) {
            if (record.event() instanceof SpectrogramReady track
                    && dataset.equals(track.getDataset())
                    && track.getLabel() != null
                    && !track.getLabel().isBlank()) {
                keys.add(record.key());
            } else {
                keys.remove(record.key());
            }
        }
        return keys.size();
    }
}
