package io.reverie.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.schemas.Analysis;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * What a training reads, to the byte: the tracks, each with its label and the artifact of its spectrogram, and the
 * analysis that all of them share. It is pinned as the inputs of the job, so that a training which is delivered again
 * reads the same tracks even if the log has moved on.
 *
 * <p>As inputs: {@code spectrogram/<trackKey>} → {@code <artifactKey> <sha256>}, {@code frames/<trackKey>} →
 * number, {@code label/<trackKey>} → label, and {@code analysis.<field>} → value for every field of {@link Analysis}.
 *
 * @param analysis the analysis of every track
 * @param tracks the tracks, in the order of their keys
 */
record PinnedDataset(Analysis analysis, List<Track> tracks) {

    private static final String SPECTROGRAM = "spectrogram/";
    private static final String FRAMES = "frames/";
    private static final String LABEL = "label/";
    private static final String ANALYSIS = "analysis.";

    PinnedDataset {
        tracks = tracks.stream().sorted(Comparator.comparing(Track::key)).toList();
    }

    /** The labels, sorted: the order of the network's outputs. */
    List<String> labels() {
        return tracks.stream().map(Track::label).distinct().sorted().toList();
    }

    SortedMap<String, String> toInputs() {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Schema.Field field : Analysis.getClassSchema().getFields()) {
            inputs.put(ANALYSIS + field.name(), String.valueOf(analysis.get(field.pos())));
        }
        for (Track track : tracks) {
            inputs.put(SPECTROGRAM + track.key(), track.artifactKey() + " " + track.sha256());
            inputs.put(FRAMES + track.key(), Integer.toString(track.frames()));
            inputs.put(LABEL + track.key(), track.label());
        }
        return inputs;
    }

    /**
     * Reads what {@link #toInputs} wrote; a field of the analysis that was not known then has its default.
     *
     * @throws IllegalArgumentException where an entry is missing or not of this form
     */
    static PinnedDataset fromInputs(SortedMap<String, String> inputs) {
        Analysis analysis = Analysis.newBuilder().build();
        for (Schema.Field field : Analysis.getClassSchema().getFields()) {
            String value = inputs.get(ANALYSIS + field.name());
            if (value != null) {
                analysis.put(field.pos(), parse(field, value));
            }
        }
        List<Track> tracks = new ArrayList<>();
        inputs.forEach((name, value) -> {
            if (name.startsWith(SPECTROGRAM)) {
                String key = name.substring(SPECTROGRAM.length());
                String frames = inputs.get(FRAMES + key);
                String label = inputs.get(LABEL + key);
                int gap = value.lastIndexOf(' ');
                if (frames == null || label == null || gap < 1) {
                    throw new IllegalArgumentException("the pinned inputs of track '" + key + "' are not complete");
                }
                tracks.add(new Track(
                        key, label, value.substring(0, gap), value.substring(gap + 1), Integer.parseInt(frames)));
            }
        });
        return new PinnedDataset(analysis, tracks);
    }

    private static Object parse(Schema.Field field, String value) {
        return switch (field.schema().getType()) {
            case INT -> Integer.valueOf(value);
            case DOUBLE -> Double.valueOf(value);
            case BOOLEAN -> Boolean.valueOf(value);
            case ENUM -> SpecificData.get().createEnum(value, field.schema());
            default -> throw new IllegalArgumentException("analysis." + field.name() + " can not be pinned");
        };
    }
}
