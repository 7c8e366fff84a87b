package io.reverie.audio;

import java.util.Arrays;
import java.util.Objects;

/** The gains of mel bands at several moments of a dream, as an array file holds them. The values are shared. */
public final class MelGainSnapshots {

    private static final int AXES = 3;

    private final int count;
    private final int bands;
    private final int frames;
    private final boolean fortranOrder;
    private final float[] values;

    /**
     * @param array nepers, [snapshots, bands, frames], in either order
     * @throws IllegalArgumentException if the array does not have three axes
     */
    public MelGainSnapshots(NpyArray array) {
        long[] shape = array.shape();
        if (shape.length != AXES) {
            throw new IllegalArgumentException(
                    "snapshots must have the shape [snapshots, bands, frames], but have " + Arrays.toString(shape));
        }
        this.count = (int) shape[0];
        this.bands = (int) shape[1];
        this.frames = (int) shape[2];
        this.fortranOrder = array.fortranOrder();
        this.values = array.floats();
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The number of mel bands. */
    public int bands() {
        return bands;
    }

    /** The number of frames. */
    public int frames() {
        return frames;
    }

    /**
     * The gains of one snapshot in nepers, (band, frame) at {@code frame * bands + band}, as {@link MelGains} takes them.
     *
     * @throws IndexOutOfBoundsException if there is no such snapshot
     */
    public float[] gains(int snapshot) {
        Objects.checkIndex(snapshot, count);
        float[] gains = new float[bands * frames];
        for (int frame = 0; frame < frames; frame++) {
            for (int band = 0; band < bands; band++) {
                int at = fortranOrder
                        ? (frame * bands + band) * count + snapshot
                        : (snapshot * bands + band) * frames + frame;
                gains[frame * bands + band] = values[at];
            }
        }
        return gains;
    }
}
