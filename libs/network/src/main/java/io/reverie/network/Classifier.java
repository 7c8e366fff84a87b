package io.reverie.network;

/**
 * Hears audio of any length: the probabilities of the model's labels, averaged over {@linkplain Segments segments}. For
 * one thread at a time.
 */
public final class Classifier implements AutoCloseable {
    private final ModelDescription description;
    private final Plan plan;
    private final SpectrogramAnalysis analysis;
    private final FeatureTransform transform;
    private final Standardisation standardisation;
    private final float[] features;
    private final float[] logits;

    /**
     * @param model a model of any features
     * @param compiler compiles the plan that runs it
     */
    public Classifier(Model model, PlanCompiler compiler) {
        description = model.description();
        transform = description.transform();
        analysis = new SpectrogramAnalysis(transform.kind().source(), description.stft(), description.mel());
        standardisation = description.standardisation();
        features = new float[transform.shape().size(description.segmentFrames())];
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
        return probabilities(analysis.of(samples));
    }

    /**
     * Probabilities in the order of the model's labels.
     *
     * @param spectrogram by the model's analysis and of the kind that its features need, at least one frame
     * @throws IllegalArgumentException if it is of another kind, has another number of bands or bins or no frame, or a value
     *     is not finite or a negative power
     */
    public double[] probabilities(SourceSpectrogram spectrogram) {
        double[][] segments = segmentProbabilities(spectrogram);
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
     * @param spectrogram as for {@link #probabilities(SourceSpectrogram)}
     * @return {@code [segments][labels]}
     */
    public double[][] segmentProbabilities(SourceSpectrogram spectrogram) {
        SpectrogramKind kind = transform.kind().source();
        if (spectrogram.kind() != kind
                || spectrogram.valuesPerFrame() != transform.shape().valuesPerFrame()) {
            throw new IllegalArgumentException("bands or bins must be the model's, a spectrogram " + kind + " of "
                    + transform.shape().valuesPerFrame() + " values a frame: " + spectrogram.kind() + " of "
                    + spectrogram.valuesPerFrame());
        }
        spectrogram.requireValues();
        int segmentFrames = description.segmentFrames();
        SourceSpectrogram whole = Segments.atLeastOne(spectrogram, segmentFrames);
        int[] starts = Segments.starts(whole.frames(), segmentFrames);
        double[][] probabilities = new double[starts.length][];
        for (int segment = 0; segment < starts.length; segment++) {
            transform.forward(whole.values(), starts[segment], segmentFrames, features, 0);
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
