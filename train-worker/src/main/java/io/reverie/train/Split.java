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
            int count = count(ofLabel.size(), fraction);
            int[] order = Deck.inOrder(ofLabel.size());
            Deck.shuffle(order, new SplittableRandom(seed * 31 + label.hashCode()));
            Arrays.stream(order, 0, count)
                    .forEach(index -> kept.add(ofLabel.get(index).key()));
        });
        return keeping(tracks, kept::contains);
    }

    /**
     * Keeps whole groups, so that a fraction of the tracks of each label is kept as nearly as whole groups allow: they are
     * gone through in an order that the seed gives, and one is kept if that brings the numbers of the labels nearer to
     * what {@link #fraction(List, double, long)} would keep, and leaves each label a training track.
     *
     * @param fraction 0 (train on everything) to 0.9
     */
    static Split fraction(TrackGroups groups, double fraction, long seed) {
        List<List<Track>> byGroup = List.copyOf(groups.tracks().values());
        List<Track> tracks = byGroup.stream().flatMap(List::stream).toList();
        Map<String, Integer> sizes = countByLabel(tracks);
        Map<String, Integer> missing = new TreeMap<>(sizes);
        missing.replaceAll((label, size) -> count(size, fraction));
        Map<String, Integer> spare = new TreeMap<>(sizes);
        spare.replaceAll((label, size) -> size - 1);
        int[] order = Deck.inOrder(byGroup.size());
        Deck.shuffle(order, new SplittableRandom(seed));
        Set<String> kept = new HashSet<>();
        for (int index : order) {
            Map<String, Integer> group = countByLabel(byGroup.get(index));
            boolean leavesEveryLabel =
                    group.entrySet().stream().allMatch(ofLabel -> ofLabel.getValue() <= spare.get(ofLabel.getKey()));
            int nearer = group.entrySet().stream()
                    .mapToInt(ofLabel -> nearer(missing.get(ofLabel.getKey()), ofLabel.getValue()))
                    .sum();
            if (leavesEveryLabel && nearer > 0) {
                byGroup.get(index).forEach(track -> kept.add(track.key()));
                group.forEach((label, size) -> missing.merge(label, -size, Integer::sum));
                group.forEach((label, size) -> spare.merge(label, -size, Integer::sum));
            }
        }
        return keeping(tracks, kept::contains);
    }

    /** How much nearer to none the missing tracks of a label come where some more are kept. */
    private static int nearer(int missing, int more) {
        return Math.abs(missing) - Math.abs(missing - more);
    }

    /** How many tracks of a label are kept: the nearest whole number, but not all. */
    private static int count(int ofLabel, double fraction) {
        return (int) Math.min(ofLabel - 1L, Math.round(fraction * ofLabel));
    }

    private static Map<String, Integer> countByLabel(List<Track> tracks) {
        return tracks.stream().collect(Collectors.toMap(Track::label, track -> 1, Integer::sum, TreeMap::new));
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
