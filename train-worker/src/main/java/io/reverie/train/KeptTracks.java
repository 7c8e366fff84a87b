package io.reverie.train;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.TrainRequest;

/** How many tracks of each label are kept for validation; says why a label, or every one, is without. */
public final class KeptTracks {

    private final SortedMap<String, Integer> sizes = new TreeMap<>();
    private final SortedMap<String, Integer> kept = new TreeMap<>();

    /** Counts a track. */
    public void add(String label, boolean isKept) {
        sizes.merge(label, 1, Integer::sum);
        kept.merge(label, isKept ? 1 : 0, Integer::sum);
    }

    static KeptTracks of(Split split) {
        KeptTracks tracks = new KeptTracks();
        split.training().forEach(track -> tracks.add(track.label(), false));
        split.validation().forEach(track -> tracks.add(track.label(), true));
        return tracks;
    }

    /**
     * What is not validated and why, one line.
     *
     * @param request the request that the split was made for
     * @return empty where every label is validated
     */
    public Optional<String> gap(TrainRequest request) {
        SortedSet<String> without = new TreeSet<>();
        kept.forEach((label, count) -> {
            if (count == 0) {
                without.add(label);
            }
        });
        if (without.isEmpty()) {
            return Optional.empty();
        }
        boolean none = without.size() == sizes.size();
        if (!(request.getValidation() instanceof FractionSplit rule)) {
            return Optional.of("no track of " + SplitRules.some(without) + " is kept for validation");
        }
        double fraction = rule.getFraction();
        if (fraction == 0) {
            return Optional.of("not validated: a fraction of 0 trains on everything");
        }
        String groups = request.getGroup() == null ? "" : ", and groups are kept whole";
        if (none) {
            return Optional.of("not validated: a fraction of " + fraction + " keeps no track of any label (" + largest()
                    + groups + ")");
        }
        return Optional.of("no track of " + SplitRules.some(without) + " is kept for validation: a fraction of "
                + fraction + " keeps one of " + fewest(fraction) + " tracks or more" + groups);
    }

    private String largest() {
        int size = sizes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return size < 2
                ? "no label has 2 tracks"
                : "the largest label has " + size + " tracks; from " + smallestFraction(size) + " on";
    }

    /** From where on the nearest whole number of so many tracks is 1, rounded up to hundredths, or finer for many. */
    private static BigDecimal smallestFraction(int size) {
        return BigDecimal.valueOf(0.5)
                .divide(BigDecimal.valueOf(size), size <= 50 ? 2 : 7, RoundingMode.CEILING)
                .stripTrailingZeros();
    }

    /** Of how many tracks a fraction keeps one; never the only one. */
    private static long fewest(double fraction) {
        return Math.max(2, (long) Math.ceil(0.5 / fraction));
    }
}
