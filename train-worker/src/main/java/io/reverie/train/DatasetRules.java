package io.reverie.train;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.reverie.network.FeatureKind;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Features;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import org.jboss.logging.Logger;

/**
 * Which spectrograms of the log make a data set for features.
 *
 * <p>Rules: every track of the data set that has a label; tracks without label are left out, counted and logged. All
 * must share one analysis, for what the network hears has to mean the same in every track, and it must be of the kind that
 * the features are computed from: mel power, or the STFT.
 */
final class DatasetRules {

    private static final Logger LOG = Logger.getLogger(DatasetRules.class);
    private static final String FIELD = "dataset";
    private static final double MEL_POWER = 2;

    private DatasetRules() {}

    /**
     * Selects the tracks of a data set.
     *
     * @param log the spectrograms, one a track
     * @param dataset name of the data set
     * @param features what the network is to hear
     * @throws JobRejectedException where there is no labelled track, only one label, or an analysis that does not fit;
     *     it names the {@code ingest} command that helps
     */
    static PinnedDataset select(Collection<SpectrogramReady> log, String dataset, Features features) {
        List<SpectrogramReady> all =
                log.stream().filter(track -> dataset.equals(track.getDataset())).toList();
        List<SpectrogramReady> labelled =
                all.stream().filter(DatasetRules::hasLabel).toList();
        int unlabelled = all.size() - labelled.size();
        if (labelled.isEmpty()) {
            throw empty(log, dataset, features, unlabelled);
        }
        if (unlabelled > 0) {
            LOG.infof("dataset=%s tracks=%d left out for want of a label: %d", dataset, labelled.size(), unlabelled);
        }
        Analysis analysis = commonAnalysis(labelled, dataset, features);
        PinnedDataset selected = new PinnedDataset(
                analysis, labelled.stream().map(DatasetRules::track).toList());
        if (selected.labels().size() < 2) {
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    FIELD,
                    "data set '" + dataset + "' has the label '"
                            + selected.labels().get(0) + "' only (" + labelled.size() + " tracks)",
                    "at least 2 labels; add tracks of another one: reverie ingest PATH --dataset " + dataset
                            + " --label NAME");
        }
        return selected;
    }

    /** Whether a track can be trained on. */
    static boolean hasLabel(SpectrogramReady track) {
        return track.getLabel() != null && !track.getLabel().isBlank();
    }

    private static Track track(SpectrogramReady ready) {
        ArrayArtifact spectrogram = ready.getSpectrogram();
        List<Long> shape = spectrogram.getShape();
        long frames = shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
        StoredLayout layout = StoredLayout.of(ready.getAnalysis());
        if (!shape.equals(layout.shape(frames)) || frames < 1 || frames > Integer.MAX_VALUE) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    FIELD,
                    "the spectrogram of track '" + ready.getTrackKey() + "' has the shape " + shape,
                    layout.axes() + " as its analysis says, " + layout.frameShape() + " without the frames");
        }
        return new Track(
                ready.getTrackKey(),
                ready.getLabel(),
                spectrogram.getArtifact().getKey(),
                spectrogram.getArtifact().getSha256(),
                (int) frames);
    }

    private static Analysis commonAnalysis(List<SpectrogramReady> tracks, String dataset, Features features) {
        AnalysisKind kind = kind(features);
        SpectrogramReady first = tracks.get(0);
        for (SpectrogramReady track : tracks) {
            if (!track.getAnalysis().equals(first.getAnalysis())) {
                throw misfit(
                        dataset,
                        features,
                        first.getAnalysis(),
                        "the tracks '" + first.getTrackKey() + "' (" + difference(first, track) + ") and '"
                                + track.getTrackKey() + "' (" + difference(track, first)
                                + ") were analysed differently");
            }
        }
        if (first.getAnalysis().getKind() != kind) {
            throw misfit(
                    dataset,
                    features,
                    first.getAnalysis(),
                    "its tracks, such as '" + first.getTrackKey() + "', are " + describe(first)
                            + " spectrograms, and these features need " + kind);
        }
        if (kind == AnalysisKind.MEL && first.getAnalysis().getPower() != MEL_POWER) {
            throw misfit(
                    dataset,
                    features,
                    first.getAnalysis(),
                    "its tracks, such as '" + first.getTrackKey() + "', were made with power "
                            + first.getAnalysis().getPower() + ", and these features need mel power, " + MEL_POWER);
        }
        return first.getAnalysis();
    }

    private static AnalysisKind kind(Features features) {
        return FeatureKind.valueOf(features.name()).source() == SpectrogramKind.MEL
                ? AnalysisKind.MEL
                : AnalysisKind.STFT;
    }

    private static String describe(SpectrogramReady track) {
        Analysis analysis = track.getAnalysis();
        return analysis.getKind() + ", " + analysis.getSampleRate() + " Hz, n_fft " + analysis.getNFft() + ", hop "
                + analysis.getHop();
    }

    /** What of a track's analysis is not as another's: names and values of the fields, as the contract has them. */
    private static String difference(SpectrogramReady track, SpectrogramReady other) {
        Analysis analysis = track.getAnalysis();
        return Analysis.getClassSchema().getFields().stream()
                .filter(field ->
                        !analysis.get(field.pos()).equals(other.getAnalysis().get(field.pos())))
                .map(field -> field.name() + " " + analysis.get(field.pos()))
                .collect(Collectors.joining(", "));
    }

    private static JobRejectedException misfit(String dataset, Features features, Analysis analysis, String reason) {
        return new JobRejectedException(
                FailureCodes.INVALID_VALUE,
                FIELD,
                "data set '" + dataset + "' does not fit the features " + features + ": " + reason,
                "one analysis " + kind(features) + " for all its tracks, under a name of its own: "
                        + IngestAdvice.command(dataset, kind(features), analysis));
    }

    private static JobRejectedException empty(
            Collection<SpectrogramReady> log, String dataset, Features features, int unlabelled) {
        Set<String> known = log.stream()
                .filter(DatasetRules::hasLabel)
                .map(SpectrogramReady::getDataset)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        String others = known.isEmpty() ? "" : "; known data sets: " + String.join(", ", known);
        return new JobRejectedException(
                FailureCodes.EMPTY_DATASET,
                FIELD,
                "data set '" + dataset + "' has no labelled track"
                        + (unlabelled > 0 ? " (" + unlabelled + " without label)" : "")
                        + "; make some: reverie ingest PATH --dataset " + dataset
                        + (kind(features) == AnalysisKind.STFT ? " --analysis stft" : ""),
                "a data set with labelled tracks" + others);
    }
}
