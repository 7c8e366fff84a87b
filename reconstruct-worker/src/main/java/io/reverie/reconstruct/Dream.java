package io.reverie.reconstruct;

import java.util.List;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.SampleFormat;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamedImage;
import io.reverie.schemas.Objective;
import io.reverie.schemas.Reconstruction;
import io.reverie.schemas.SeedTransform;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ReconstructionLimits;

/**
 * What is to be turned into sound, as far as the event alone can tell.
 *
 * @param id identity of the dream
 * @param stft the transform of the dreamed spectrogram
 * @param mel the mel filters of a dreamed mel spectrogram, also as an image; null where an STFT was dreamed
 * @param image how the dreamed image was made; null where the spectrogram itself was dreamed
 * @param samples length of the sound
 * @param reconstruction how it was asked for
 * @param format of the recording's samples
 * @param summary what was dreamed, one line
 */
record Dream(
        String id,
        StftParameters stft,
        MelParameters mel,
        DreamedImage image,
        int samples,
        Reconstruction reconstruction,
        SampleFormat format,
        String summary) {

    /** Where the iterations of phase retrieval are asked for. */
    static final String ITERATIONS = "request.reconstruction.iterations";

    private static final String RECONSTRUCTION = "request.reconstruction.";
    private static final int MOST_ITERATIONS = ReconstructionLimits.LARGEST_ITERATIONS;
    private static final int CHANNELS = 3;
    private static final int RANGES = 2;

    /** Rejects an event that cannot become sound with the field and what is allowed. */
    static Dream of(DreamReady event) {
        Reconstruction reconstruction = event.getRequest().getReconstruction();
        if (reconstruction.getIterations() < 0 || reconstruction.getIterations() > MOST_ITERATIONS) {
            throw JobRejectedException.invalidValue(
                    ITERATIONS, reconstruction.getIterations(), "0 to " + MOST_ITERATIONS);
        }
        Analysis analysis = event.getAnalysis();
        StftParameters stft = Analyses.stft(analysis, "analysis");
        MelParameters mel = analysis.getKind() == AnalysisKind.MEL ? Analyses.mel(analysis, "analysis") : null;
        int samples = requireSamples(event.getSamples(), stft);
        Dream dream = new Dream(
                event.getDreamId(),
                stft,
                mel,
                event.getImage(),
                samples,
                reconstruction,
                format(reconstruction.getBitsPerSample()),
                summary(event));
        dream.requireShape(event.getDreamed().getShape());
        return dream;
    }

    private void requireShape(List<Long> shape) {
        long frames = stft.frames(samples);
        if (image == null) {
            List<Long> allowed =
                    mel == null ? List.of(2L, (long) stft.bins(), frames) : List.of((long) mel.bands(), frames);
            if (!shape.equals(allowed)) {
                throw JobRejectedException.invalidValue(
                        "dreamed.shape", shape, allowed + ", as analysis and samples say");
            }
            return;
        }
        if (image.getTransform() == SeedTransform.MEL != (mel != null)) {
            throw JobRejectedException.invalidValue(
                    "image.transform", image.getTransform(), mel == null ? "STFT_COMPLEX or STFT_REAL" : "MEL");
        }
        requireRange("image.minimum", image.getMinimum());
        requireRange("image.maximum", image.getMaximum());
        for (int i = 0; i < RANGES; i++) {
            if (image.getMaximum().get(i) < image.getMinimum().get(i)) {
                throw JobRejectedException.invalidValue(
                        "image.maximum", image.getMaximum(), "at least image.minimum " + image.getMinimum());
            }
        }
        if (image.getFirstFrame() < 0 || image.getFirstFrame() >= frames) {
            throw JobRejectedException.invalidValue("image.firstFrame", image.getFirstFrame(), "0 to " + (frames - 1));
        }
        long rows = mel == null ? stft.bins() : mel.bands();
        if (shape.size() != CHANNELS || shape.get(0) != CHANNELS || shape.get(1) != rows || shape.get(2) < 1) {
            throw JobRejectedException.invalidValue("dreamed.shape", shape, "[3, " + rows + ", columns]");
        }
    }

    private static void requireRange(String field, List<Double> values) {
        if (values.size() != RANGES || !values.stream().allMatch(value -> Float.isFinite(value.floatValue()))) {
            throw JobRejectedException.invalidValue(
                    field, values, "two finite numbers, of the red and the green channel");
        }
    }

    private static int requireSamples(long samples, StftParameters stft) {
        if (samples < stft.minimumSamples() || samples > Integer.MAX_VALUE) {
            throw JobRejectedException.invalidValue(
                    "samples", samples, stft.minimumSamples() + " to " + Integer.MAX_VALUE + " for this analysis");
        }
        return (int) samples;
    }

    private static SampleFormat format(int bits) {
        return switch (bits) {
            case 16 -> SampleFormat.PCM_16;
            case 24 -> SampleFormat.PCM_24;
            default -> throw JobRejectedException.invalidValue(RECONSTRUCTION + "bitsPerSample", bits, "16 or 24");
        };
    }

    private static String summary(DreamReady event) {
        return event.getDreamId() + ": towards "
                + whereto(event.getRequest().getObjective()) + " as "
                + String.join(", ", event.getRequest().getModels()) + " hears it";
    }

    private static String whereto(Objective objective) {
        String layer = objective.getLayer().isEmpty() ? "the last convolution" : "layer " + objective.getLayer();
        return switch (objective.getKind()) {
            case MARGIN, LOGIT, DIFFERENCE -> objective.getTarget();
            case CHANNEL -> "channel " + objective.getChannel() + " of " + layer;
            case LAYER -> layer;
            case GUIDE -> "its guide";
        };
    }
}
