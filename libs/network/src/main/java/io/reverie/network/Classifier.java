package io.reverie.network;

import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Stft;

/**
 * Hears audio of any length: the probabilities of the model's labels, averaged over {@linkplain Segments segments}. For
 * one thread at a time.
 */
public final class Classifier implements AutoCloseable {
    private final ModelDescription description;
    private final Plan plan;
    private final Stft stft;
    private final MelFilterBank filters;
    private final LogMel logMel;
    private final Standardisation standardisation;
    private final float[] features;
    private final float[] logits;

    /**
     * @param model a model that hears {@value LogMel#NAME}
     * @param compiler compiles the plan that runs it
     */
    public Classifier(Model model, PlanCompiler compiler) {
        description = model.description();
        if (!description.features().equals(LogMel.NAME)) {
            throw new IllegalArgumentException("features must be " + LogMel.NAME + ": " + description.features());
        }
        stft = new Stft(description.stft());
        filters = new MelFilterBank(description.stft(), description.mel());
        logMel = new LogMel(description.stft(), description.mel());
        standardisation = description.standardisation();
        features = new float[logMel.bands() * description.segmentFrames()];
        logits = new float[description.labels().size()];
        plan = compiler.compile(model, 1, description.segmentFrames());
    }

    /**
     * Probabilities in the order of the model's labels.
     *
     * @param samples mono, at the model's sample rate; at least as many as its analysis needs
     * @throws IllegalArgumentException if there are too few samples, or one is not finite
     */
    public double[] probabilities(float[] samples) {
        for (int sample = 0; sample < samples.length; sample++) {
            if (!Float.isFinite(samples[sample])) {
                throw new IllegalArgumentException(
                        "samples must be finite: sample " + sample + " is " + samples[sample]);
            }
        }
        return probabilities(filters.apply(stft.forward(samples)));
    }

    /**
     * Probabilities in the order of the model's labels.
     *
     * @param mel mel power by the model's analysis, at least one frame
     * @throws IllegalArgumentException if it has another number of bands or no frame, or a value is negative or not finite
     */
    public double[] probabilities(MelSpectrogram mel) {
        double[][] segments = segmentProbabilities(mel);
        double[] mean = new double[logits.length];
        for (double[] segment : segments) {
            for (int label = 0; label < mean.length; label++) {
                mean[label] += segment[label] / segments.length;
            }
        }
        return mean;
    }

    /**
     * Probabilities of each segment by itself, in the order of {@link Segments#starts}.
     *
     * @param mel as for {@link #probabilities(MelSpectrogram)}
     * @return {@code [segments][labels]}
     */
    public double[][] segmentProbabilities(MelSpectrogram mel) {
        if (mel.bands() != logMel.bands()) {
            throw new IllegalArgumentException("bands must be the model's, " + logMel.bands() + ": " + mel.bands());
        }
        for (float value : mel.values()) {
            if (!(value >= 0) || Float.isInfinite(value)) {
                throw new IllegalArgumentException("mel power must be 0 or more and finite: " + value);
            }
        }
        int segmentFrames = description.segmentFrames();
        MelSpectrogram whole = Segments.atLeastOne(mel, segmentFrames);
        int[] starts = Segments.starts(whole.frames(), segmentFrames);
        double[][] probabilities = new double[starts.length][];
        for (int segment = 0; segment < starts.length; segment++) {
            logMel.forward(whole.values(), starts[segment], segmentFrames, features, 0);
            standardisation.forward(features, 0, segmentFrames);
            plan.forward(features, logits);
            probabilities[segment] = softmax(logits);
        }
        return probabilities;
    }

    /** Gives the plan's memory back. */
    @Override
    public void close() {
        plan.close();
    }

    private static double[] softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] = Math.exp(logits[label] - largest);
            sum += probabilities[label];
        }
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] /= sum;
        }
        return probabilities;
    }
}
