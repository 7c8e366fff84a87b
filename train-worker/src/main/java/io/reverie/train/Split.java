package io.reverie.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tracks of a data set, parted into those that are trained on and those that are kept for validation; both in the
 * order of their keys.
 */
record Split(List<Track> training, List<Track> validation) {

    Split {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Keeps a fraction of the tracks of each label: the nearest whole number, but never a label's last training track.
     *
     * <p>The choice within a label depends on the seed and on the order of that label's keys only. Two analyses of one
     * collection are therefore parted alike, and a label that is added does not move the tracks of the others.
     *
     * @param fraction 0 (train on everything) to 0.9
     */
    static Split fraction(List<Track> tracks, double fraction, long seed) {
        Map<String, List<Track>> byLabel =
                sorted(tracks).stream().collect(Collectors.groupingBy(Track::label, TreeMap::new, Collectors.toList()));
        Set<String> kept = new HashSet<>();
        byLabel.forEach((label, ofLabel) -> {
            int count = (int) Math.min(ofLabel.size() - 1L, Math.round(fraction * ofLabel.size()));
            int[] order = Deck.inOrder(ofLabel.size());
            Deck.shuffle(order, new SplittableRandom(seed * 31 + label.hashCode()));
            Arrays.stream(order, 0, count)
                    .forEach(index -> kept.add(ofLabel.get(index).key()));
        });
        return keeping(tracks, kept::contains);
    }

    /** Keeps the tracks whose key fulfils the condition. */
    static Split keeping(List<Track> tracks, Predicate<String> kept) {
        Map<Boolean, List<Track>> parts =
                sorted(tracks).stream().collect(Collectors.partitioningBy(track -> kept.test(track.key())));
        return new Split(parts.get(false), parts.get(true));
    }

    private static List<Track> sorted(List<Track> tracks) {
        return tracks.stream().sorted(Comparator.comparing(Track::key)).toList();
    }
}
