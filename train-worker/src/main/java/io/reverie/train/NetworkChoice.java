package io.reverie.train;

import java.util.List;

/**
 * How the small network is made.
 *
 * @param widths filters of each convolution
 * @param dropout probability with which a value before the last layer is dropped
 */
record NetworkChoice(List<Integer> widths, double dropout) {

    NetworkChoice {
        widths = List.copyOf(widths);
    }
}
