package io.reverie.network;

import java.util.List;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a network that sees pictures makes of its input: {@code factor · x + offset} for red, green and blue. It is fixed
 * by what the input is and by what the weights were trained on.
 *
 * @param factors of red, green and blue, each finite and not 0
 * @param offsets of red, green and blue, each finite
 */
public record InputScaling(
        @JsonProperty("factors") List<Double> factors, @JsonProperty("offsets") List<Double> offsets) {

    /** ImageNet's mean of red, green and blue as keras.applications.imagenet_utils ("caffe") subtracts it of 0 to 255. */
    private static final List<Double> IMAGENET_MEANS = List.of(123.68, 116.779, 103.939);

    /** ImageNet's standard deviation of red, green and blue, of 0 to 1, as torchvision's VGG16 divides by it. */
    private static final List<Double> IMAGENET_DEVIATIONS = List.of(0.229, 0.224, 0.225);

    private static final double LARGEST_BYTE = 255;

    @JsonCreator
    public InputScaling {
        factors = List.copyOf(factors);
        offsets = List.copyOf(offsets);
        require(factors.size() == 3, "factors must be 3", factors);
        require(offsets.size() == 3, "offsets must be 3", offsets);
        require(
                factors.stream().allMatch(factor -> Double.isFinite(factor) && factor != 0),
                "factors must be finite and not 0",
                factors);
        require(offsets.stream().allMatch(Double::isFinite), "offsets must be finite", offsets);
    }

    /** Pictures with values from 0 to 1 for a network from scratch: (x − 0.5) / 0.5. */
    public static InputScaling pictures() {
        return new InputScaling(List.of(2.0, 2.0, 2.0), List.of(-1.0, -1.0, -1.0));
    }

    /**
     * Pictures with values from 0 to 1 for the weights of keras.applications.VGG16: 255 · x minus ImageNet's mean, not
     * divided. Those weights expect blue before red; {@link KerasWeights} exchanges them in the first convolution.
     */
    public static InputScaling picturesForKerasImageNet() {
        return new InputScaling(
                List.of(LARGEST_BYTE, LARGEST_BYTE, LARGEST_BYTE),
                IMAGENET_MEANS.stream().map(mean -> -mean).toList());
    }

    /** Standardised features (mean 0, deviation 1) for a network from scratch: as they are. */
    public static InputScaling standardised() {
        return new InputScaling(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0, 0.0));
    }

    /**
     * Standardised features for the weights of keras.applications.VGG16: brought to the deviation that ImageNet's
     * pictures have there, 255 · (0.229, 0.224, 0.225).
     */
    public static InputScaling standardisedForKerasImageNet() {
        return new InputScaling(
                IMAGENET_DEVIATIONS.stream()
                        .map(deviation -> LARGEST_BYTE * deviation)
                        .toList(),
                List.of(0.0, 0.0, 0.0));
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
