package io.reverie.network;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;

/**
 * What one has to know of a model besides its weights; stored as JSON in the model's file.
 *
 * @param name name of the model
 * @param features what the network hears, the {@link FeatureKind#text} of a {@link FeatureKind}
 * @param architecture the network's, {@value SmallNetwork#NAME}
 * @param labels in the order of the network's outputs, at least 2, all different
 * @param stft analysis of the audio
 * @param mel mel parameters of the analysis; without meaning for features of an STFT
 * @param segmentFrames frames of a segment, as in training
 * @param mean what is subtracted from the features of each row of each channel, channel by channel: their mean in the
 *     training set, or a constant where the network has a scaling of its own
 * @param deviation what they are divided by then, see {@link Standardisation}
 * @param metrics what training measured, by name, for example {@code validationTrackAccuracy}; finite, kept in the names'
 *     order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDescription(
        String name,
        String features,
        String architecture,
        List<String> labels,
        StftParameters stft,
        MelParameters mel,
        int segmentFrames,
        float[] mean,
        float[] deviation,
        Map<String, Double> metrics) {
    public ModelDescription {
        requireText("name", name);
        requireText("features", features);
        requireText("architecture", architecture);
        require(labels != null && labels.size() >= 2, "labels must be at least 2", labels);
        labels = List.copyOf(labels);
        labels.forEach(label -> requireText("labels", label));
        require(new HashSet<>(labels).size() == labels.size(), "labels must be different", labels);
        require(stft != null, "stft must be given", null);
        require(mel != null, "mel must be given", null);
        require(segmentFrames >= 1, "segmentFrames must be at least 1", segmentFrames);
        FeatureKind kind = FeatureKind.named(features);
        int rows = kind.channels() * kind.rows(stft, mel);
        requireRows("mean", mean, rows, features);
        requireRows("deviation", deviation, rows, features);
        mean = mean.clone();
        deviation = deviation.clone();
        metrics = Collections.unmodifiableSortedMap(metrics == null ? new TreeMap<>() : new TreeMap<>(metrics));
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            require(
                    metric.getValue() != null && Double.isFinite(metric.getValue()),
                    "metrics must be finite",
                    metric.getKey() + "=" + metric.getValue());
        }
        new Standardisation(mean, deviation);
    }

    /** What the network hears. */
    public FeatureKind featureKind() {
        return FeatureKind.named(features);
    }

    /** Channels of the network's input. */
    public int channels() {
        return featureKind().channels();
    }

    /**
     * Channels of a picture whose colours change each by itself: red, green and blue where the network sees colours, else
     * those of its features; see {@link PlanCompiler#compileForPictures}.
     */
    public int pictureChannels() {
        return architecture.equals(Vgg16.NAME) ? Picture.COLOURS : channels();
    }

    /** Rows of the network's input: mel bands or bins. */
    public int rows() {
        return featureKind().rows(stft, mel);
    }

    /** The features of the model's analysis. */
    public FeatureTransform transform() {
        return featureKind().transform(stft, mel);
    }

    /** The standardisation of the features, from {@link #mean()} and {@link #deviation()}. */
    public Standardisation standardisation() {
        return new Standardisation(mean, deviation);
    }

    private static void requireRows(String field, float[] values, int rows, String features) {
        require(
                values != null && values.length == rows,
                field + " must have one value for each of the " + rows + " rows of " + features + " features",
                values == null ? null : values.length);
    }

    private static void requireText(String field, String value) {
        require(value != null && !value.isBlank(), field + " must not be blank", value);
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
