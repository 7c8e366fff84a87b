package io.reverie.train;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import org.jboss.logging.Logger;

/**
 * Which spectrograms of the log make a data set for log-mel features.
 *
 * <p>Rules: every track of the data set that has a label; tracks without label are left out, counted and logged. All
 * must share one analysis, and it must be mel power, for what the network hears has to mean the same in every track.
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
     * @throws JobRejectedException where there is no labelled track, only one label, or an analysis that does not fit;
     *     it names the {@code ingest} command that helps
     */
    static PinnedDataset select(Collection<SpectrogramReady> log, String dataset) {
        List<SpectrogramReady> all =
                log.stream().filter(track -> dataset.equals(track.getDataset())).toList();
        List<SpectrogramReady> labelled =
                all.stream().filter(DatasetRules::hasLabel).toList();
        int unlabelled = all.size() - labelled.size();
        if (labelled.isEmpty()) {
            throw empty(log, dataset, unlabelled);
        }
        if (unlabelled > 0) {
            LOG.infof("dataset=%s tracks=%d left out for want of a label: %d", dataset, labelled.size(), unlabelled);
        }
        Analysis analysis = commonAnalysis(labelled, dataset);
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
        if (shape.size() != 2
                || shape.get(0) != ready.getAnalysis().getBands()
                || shape.get(1) < 1
                || shape.get(1) > Integer.MAX_VALUE) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    FIELD,
                    "the spectrogram of track '" + ready.getTrackKey() + "' has the shape " + shape,
                    "[bands, frames] with the " + ready.getAnalysis().getBands() + " bands of its analysis");
        }
        return new Track(
                ready.getTrackKey(),
                ready.getLabel(),
                spectrogram.getArtifact().getKey(),
                spectrogram.getArtifact().getSha256(),
                shape.get(1).intValue());
    }

    private static Analysis commonAnalysis(List<SpectrogramReady> tracks, String dataset) {
        for (SpectrogramReady track : tracks) {
            Analysis analysis = track.getAnalysis();
            if (analysis.getKind() != AnalysisKind.MEL) {
                throw misfit(
                        dataset,
                        "track '" + track.getTrackKey() + "' is an " + analysis.getKind()
                                + " spectrogram; log-mel features need mel power");
            }
            if (analysis.getPower() != MEL_POWER) {
                throw misfit(
                        dataset,
                        "track '" + track.getTrackKey() + "' was made with power " + analysis.getPower()
                                + "; log-mel features need mel power, " + MEL_POWER);
            }
        }
        SpectrogramReady first = tracks.get(0);
        for (SpectrogramReady track : tracks) {
            if (!track.getAnalysis().equals(first.getAnalysis())) {
                throw misfit(
                        dataset,
                        "the tracks '" + first.getTrackKey() + "' and '" + track.getTrackKey()
                                + "' were analysed differently");
            }
        }
        return first.getAnalysis();
    }

    private static JobRejectedException misfit(String dataset, String reason) {
        return new JobRejectedException(
                FailureCodes.INVALID_VALUE,
                FIELD,
                "data set '" + dataset + "' does not fit the features LOG_MEL: " + reason,
                "one mel analysis for all its tracks, under a name of its own: reverie ingest PATH --dataset " + dataset
                        + "-mel --analysis mel");
    }

    private static JobRejectedException empty(Collection<SpectrogramReady> log, String dataset, int unlabelled) {
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
                        + "; make some: reverie ingest PATH --dataset " + dataset,
                "a data set with labelled tracks" + others);
    }
}
