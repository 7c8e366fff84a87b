package io.reverie.audio.picture;

/** Power over rows (frequency bins or mel bands) and frames, one frame at a time. */
interface PowerSource {

    int rows();

    int frames();

    /** Puts the power of each row of a frame into an array. */
    void read(int frame, double[] power);

    /** Where a frequency lies among the rows; whole numbers are the rows' middles. */
    double positionOf(double hz);

    /** Whether what lies between two rows is interpolated; otherwise the nearer row counts. */
    boolean interpolated();

    /** The largest power of all, at least the given one. */
    default double loudest(double atLeast) {
        double[] power = new double[rows()];
        double loudest = atLeast;
        for (int frame = 0; frame < frames(); frame++) {
            read(frame, power);
            for (double value : power) {
                loudest = Math.max(loudest, value);
            }
        }
        return loudest;
    }

    /** The mean over rows and frames. */
    default double mean() {
        double[] power = new double[rows()];
        double sum = 0;
        for (int frame = 0; frame < frames(); frame++) {
            read(frame, power);
            for (double value : power) {
                sum += value;
            }
        }
        return sum / ((double) rows() * frames());
    }
}
