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
 * @param features what the network hears, {@value LogMel#NAME}
 * @param architecture the network's, {@value SmallNetwork#NAME}
 * @param labels in the order of the network's outputs, at least 2, all different
 * @param stft analysis of the audio
 * @param mel mel parameters of the analysis
 * @param segmentFrames frames of a segment, as in training
 * @param mean mean of each band's features in the training set
 * @param deviation standard deviation of each band's features in the training set, plus 0.3
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
        require(
                mean != null && mean.length == mel.bands(),
                "mean must have one value for each of the " + mel.bands() + " bands",
                mean == null ? null : mean.length);
        require(
                deviation != null && deviation.length == mel.bands(),
                "deviation must have one value for each of the " + mel.bands() + " bands",
                deviation == null ? null : deviation.length);
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

    /** The standardisation of the features, from {@link #mean()} and {@link #deviation()}. */
    public Standardisation standardisation() {
        return new Standardisation(mean, deviation);
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
