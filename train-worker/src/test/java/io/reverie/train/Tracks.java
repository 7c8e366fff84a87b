package io.reverie.train;

import java.util.ArrayList;
import java.util.List;

/** Tracks for tests that read nothing. */
final class Tracks {

    private Tracks() {}

    /** {@code count} tracks of one label, keyed {@code label/00}, {@code label/01} and so on. */
    static List<Track> of(String label, int count) {
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = "%s/%02d".formatted(label, i);
            tracks.add(new Track(key, label, "spectrograms/" + key + ".npy", "ab".repeat(32), 1000));
        }
        return tracks;
    }

    /** Several lists in one. */
    @SafeVarargs
    static List<Track> together(List<Track>... lists) {
        List<Track> all = new ArrayList<>();
        for (List<Track> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
