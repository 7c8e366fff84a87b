package io.reverie.network;

import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;

/**
 * Log-mel features that do not depend on the recording's gain, computed from stored mel power, and their gradient.
 *
 * <p>For the frames {@code t} of one segment and the bands {@code m}:
 *
 * <pre>
 * P      = mean over t of (1/bins) · Σ_m u_m · mel[m,t]
 * L[m,t] = ln(c_m · mel[m,t] / P + 1e-6)
 * </pre>
 *
 * {@code c_m} makes the weights of the band's filter sum to 1, so that {@code c_m · mel} is the mean power of the
 * band; it is 0 for a filter that contains no bin. {@code u_m} undoes Slaney's area norm, {@code 2 / (upper − lower)}
 * Hz (torchaudio.functional.melscale_fbanks), and is 1 for filters without norm. Triangles without norm add up to 1
 * between the first and the last centre, so {@code P} is the mean power of the segment's bins except for those at the
 * edges of the range. It is floored at 1e-20: the features of silence are finite.
 *
 * <p>Mel power is frame-major, {@code frame * bands + band}, as {@code MelSpectrogram} stores it. Features are
 * band-major, {@code band * frames + frame}, as a network reads them. Instances are immutable and thread-safe.
 */
public final class LogMel implements FeatureTransform {
    /** The name of these features in models and requests. */
    public static final String NAME = "log-mel";

    private static final double FLOOR = 1e-6;
    private static final double SMALLEST_MEAN_POWER = 1e-20;

    private final int bands;
    private final FeatureShape shape;
    private final double[] bandFactors;
    private final double[] powerFactors;

    /**
     * @param stft analysis of the stored spectrograms
     * @param mel their mel parameters; the power must be 2
     */
    public LogMel(StftParameters stft, MelParameters mel) {
        MelPower.require(mel, FeatureKind.LOG_MEL);
        MelFilterBank filters = new MelFilterBank(stft, mel);
        bands = filters.bands();
        shape = new FeatureShape(bands, 1, bands);
        bandFactors = new double[bands];
        powerFactors = new double[bands];
        for (int band = 0; band < bands; band++) {
            double sum = 0;
            for (int bin = filters.firstBin(band); bin < filters.endBin(band); bin++) {
                sum += filters.weight(band, bin);
            }
            bandFactors[band] = sum > 0 ? 1 / sum : 0;
            double undoNorm = mel.norm() == MelNorm.SLANEY ? (filters.upperHz(band) - filters.lowerHz(band)) / 2 : 1;
            powerFactors[band] = undoNorm / filters.bins();
        }
    }

    @Override
    public FeatureKind kind() {
        return FeatureKind.LOG_MEL;
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public void forward(float[] mel, int firstFrame, int frames, float[] features, int offset) {
        shape.requireForward(mel, firstFrame, frames, features, offset);
        double gain = 1 / Math.max(meanPower(mel, firstFrame, frames), SMALLEST_MEAN_POWER);
        int to = offset;
        for (int band = 0; band < bands; band++) {
            double factor = bandFactors[band];
            for (int from = firstFrame * bands + band, end = to + frames; to < end; to++, from += bands) {
                features[to] = (float) Math.log(factor * mel[from] * gain + FLOOR);
            }
        }
    }

    @Override
    public void backward(
            float[] mel, int firstFrame, int frames, float[] featureGradient, int offset, float[] melGradient) {
        shape.requireBackward(mel, firstFrame, frames, featureGradient, offset, melGradient);
        double unfloored = meanPower(mel, firstFrame, frames);
        double gain = 1 / Math.max(unfloored, SMALLEST_MEAN_POWER);
        double throughMeanPower = 0;
        for (int frame = 0; frame < frames; frame++) {
            int melStart = (firstFrame + frame) * bands;
            for (int band = 0; band < bands; band++) {
                double factor = bandFactors[band] * gain;
                double ratio = factor * mel[melStart + band];
                double gradient = featureGradient[offset + band * frames + frame] / (ratio + FLOOR);
                melGradient[melStart + band] += (float) (gradient * factor);
                throughMeanPower -= gradient * ratio;
            }
        }
        if (unfloored <= SMALLEST_MEAN_POWER) {
            return;
        }
        double scale = throughMeanPower * gain / frames;
        for (int frame = 0; frame < frames; frame++) {
            int melStart = (firstFrame + frame) * bands;
            for (int band = 0; band < bands; band++) {
                melGradient[melStart + band] += (float) (scale * powerFactors[band]);
            }
        }
    }

    /** Mean power of a segment, taken from the mel spectrogram itself. */
    double meanPower(float[] mel, int firstFrame, int frames) {
        double sum = 0;
        for (int frame = firstFrame; frame < firstFrame + frames; frame++) {
            for (int band = 0; band < bands; band++) {
                sum += powerFactors[band] * mel[frame * bands + band];
            }
        }
        return sum / frames;
    }
}
