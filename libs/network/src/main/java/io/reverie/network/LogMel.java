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
public final class LogMel {
    /** The name of these features in models and requests. */
    public static final String NAME = "log-mel";

    private static final double FLOOR = 1e-6;
    private static final double SMALLEST_MEAN_POWER = 1e-20;

    private final int bands;
    private final double[] bandFactors;
    private final double[] powerFactors;

    /**
     * @param stft analysis of the stored spectrograms
     * @param mel their mel parameters; the power must be 2
     */
    public LogMel(StftParameters stft, MelParameters mel) {
        if (mel.power() != 2) {
            throw new IllegalArgumentException("mel.power must be 2 for log-mel features: " + mel.power());
        }
        MelFilterBank filters = new MelFilterBank(stft, mel);
        bands = filters.bands();
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

    /** Bands of the mel spectrograms and rows of the features. */
    public int bands() {
        return bands;
    }

    /**
     * Mean power of a segment, as the features take it from the mel spectrogram itself; at least 1e-20.
     *
     * @param mel mel power, frame-major
     * @param firstFrame first frame of the segment
     * @param frames frames of the segment
     */
    public double meanPower(float[] mel, int firstFrame, int frames) {
        requireSegment(mel, firstFrame, frames);
        return Math.max(unflooredMeanPower(mel, firstFrame, frames), SMALLEST_MEAN_POWER);
    }

    /**
     * Features of one segment.
     *
     * @param mel mel power, frame-major
     * @param firstFrame first frame of the segment
     * @param frames frames of the segment
     * @param features receives {@code bands * frames} values, band-major, from {@code offset} on
     */
    public void forward(float[] mel, int firstFrame, int frames, float[] features, int offset) {
        double gain = 1 / meanPower(mel, firstFrame, frames);
        requireFeatures(features, offset, frames);
        for (int frame = 0; frame < frames; frame++) {
            int melStart = (firstFrame + frame) * bands;
            for (int band = 0; band < bands; band++) {
                features[offset + band * frames + frame] =
                        (float) Math.log(bandFactors[band] * mel[melStart + band] * gain + FLOOR);
            }
        }
    }

    /**
     * Gradient with respect to the mel power of a segment, the dependence on the segment's mean power included.
     *
     * @param mel the mel power that the features were computed from
     * @param firstFrame first frame of the segment
     * @param frames frames of the segment
     * @param featureGradient gradient with respect to the features, band-major, read from {@code offset} on
     * @param melGradient frame-major like {@code mel}; the gradient is <em>added</em> to the segment's frames, so that
     *     segments may overlap
     */
    public void backward(
            float[] mel, int firstFrame, int frames, float[] featureGradient, int offset, float[] melGradient) {
        requireSegment(mel, firstFrame, frames);
        requireFeatures(featureGradient, offset, frames);
        if (melGradient.length != mel.length) {
            throw new IllegalArgumentException(
                    "melGradient must be as long as mel, " + mel.length + ": " + melGradient.length);
        }
        double unfloored = unflooredMeanPower(mel, firstFrame, frames);
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

    private double unflooredMeanPower(float[] mel, int firstFrame, int frames) {
        double sum = 0;
        for (int frame = firstFrame; frame < firstFrame + frames; frame++) {
            for (int band = 0; band < bands; band++) {
                sum += powerFactors[band] * mel[frame * bands + band];
            }
        }
        return sum / frames;
    }

    private void requireSegment(float[] mel, int firstFrame, int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1: " + frames);
        }
        if (firstFrame < 0 || (firstFrame + (long) frames) * bands > mel.length) {
            throw new IllegalArgumentException("firstFrame and frames must lie within the " + mel.length / bands
                    + " frames of the spectrogram: " + firstFrame + " + " + frames);
        }
    }

    private void requireFeatures(float[] features, int offset, int frames) {
        if (offset < 0 || offset + (long) bands * frames > features.length) {
            throw new IllegalArgumentException("features must hold " + (long) bands * frames + " values from offset "
                    + offset + " on: " + features.length);
        }
    }
}
