package io.reverie.network;

import java.util.List;

/**
 * How wide the layers of VGG16 are; tests make narrower ones.
 *
 * @param convolutions filters of each convolution, by block; pooling follows each block
 * @param dense units of the two layers after the convolutions
 * @param head units of the seed's layer before the labels
 */
record Vgg16Widths(List<List<Integer>> convolutions, int dense, int head) {
    /** Configuration D of Simonyan and Zisserman 2015, and the seed's head. */
    static final Vgg16Widths STANDARD = new Vgg16Widths(
            List.of(
                    List.of(64, 64),
                    List.of(128, 128),
                    List.of(256, 256, 256),
                    List.of(512, 512, 512),
                    List.of(512, 512, 512)),
            4096,
            256);

    Vgg16Widths {
        convolutions = convolutions.stream().map(List::copyOf).toList();
    }

    /** Filters of the last convolution. */
    int maps() {
        List<Integer> last = convolutions.get(convolutions.size() - 1);
        return last.get(last.size() - 1);
    }
}
