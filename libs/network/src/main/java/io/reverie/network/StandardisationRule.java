package io.reverie.network;

/** Over which features the statistics are taken by which they are standardised, see {@link Standardisation}. */
public enum StandardisationRule {
    /** Mean and deviation of each row; 0.3 is added to the deviation, so that nearly constant rows are not blown up. */
    PER_ROW(0.3),

    /** Mean and deviation of each channel, over all its rows. */
    PER_CHANNEL(0);

    private final double addedToDeviation;

    StandardisationRule(double addedToDeviation) {
        this.addedToDeviation = addedToDeviation;
    }

    double addedToDeviation() {
        return addedToDeviation;
    }

    int rowsTogether(int rows) {
        return this == PER_ROW ? 1 : rows;
    }
}
