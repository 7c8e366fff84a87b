package io.reverie.audio.phase;

import java.util.ArrayList;
import java.util.List;

/** The best spectral convergence so far, and whether it still improves. */
final class Progress {

    private final StopRule stopRule;
    private final List<Double> bests = new ArrayList<>();

    Progress(StopRule stopRule) {
        this.stopRule = stopRule;
    }

    /** Notes the convergence of one more signal, in dB; true if no earlier one was as good. */
    boolean isBest(double decibels) {
        boolean better = bests.isEmpty() || decibels < best();
        bests.add(better ? decibels : best());
        return better;
    }

    /** The best convergence so far, in dB. */
    double best() {
        return bests.get(bests.size() - 1);
    }

    /** Whether the last iterations brought less than the rule asks of them. */
    boolean hasStalled() {
        int before = bests.size() - 1 - stopRule.iterations();
        return before >= 0 && bests.get(before) - best() < stopRule.decibels();
    }
}
