package io.reverie.standalone.demo;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The genres of the demo's music: they differ in rhythm, harmony and timbre. */
public enum Genre {
    /** Slow chords in four voices, in a church. */
    CHORALE("chorale", new Chorale()),
    /** Kick on every beat, synthesisers. */
    TECHNO("techno", new Techno()),
    /** Broken chords on plucked strings. */
    ARPEGGIO("arpeggio", new Arpeggio()),
    /** One chord that never moves, and wind. */
    DRONE("drone", new Drone()),
    /** Twelve bars with a swing. */
    BLUES_SHUFFLE("blues-shuffle", new BluesShuffle());

    private final String label;
    private final Style style;

    Genre(String label, Style style) {
        this.label = label;
        this.style = style;
    }

    /** Name of the genre as a label and as a folder: lower case letters and hyphens. */
    public String label() {
        return label;
    }

    /**
     * The genre of a label.
     *
     * @throws IllegalArgumentException where no genre has that label; the message names those that there are
     */
    public static Genre of(String label) {
        return Arrays.stream(values())
                .filter(genre -> genre.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("genre must be one of "
                        + Arrays.stream(values()).map(Genre::label).collect(Collectors.joining(", ")) + " but is "
                        + label));
    }

    @Override
    public String toString() {
        return label;
    }

    Style style() {
        return style;
    }
}
