package io.reverie.audio.phase;

import java.util.Arrays;

import io.reverie.audio.MelFilterBank;

/**
 * Non-negative least squares for mel filters F, by a semi-smooth Newton method on the dual problem. With a prior q and
 * its weights w (q itself, from below {@link #SMALLEST_WEIGHT} of the largest) it minimises over {@code x >= 0}
 *
 * <pre>
 * || F x - m ||^2 / (2 e)  +  sum over bins of (x - q)^2 / (2 w)
 * </pre>
 *
 * with e so small that only among equally good x the second term decides. The solution is {@code x = max(0, q + w F'y)},
 * where y maximises a concave function that is quadratic between kinks, with gradient {@code m - F x - e y} and Hessian
 * {@code -(F diag(w, where x > 0) F' + e)}. As a bin has weight in no more than two neighbouring bands the Hessian is
 * tridiagonal, and a step costs little more than applying the filters. A step that goes too far is shortened.
 *
 * <p>It ends when the largest element of the gradient is at most {@link #TOLERANCE} of the largest of m, or after
 * {@link #MOST_STEPS}. The mel spectra of sound take about 5; what no sound has, and rounding can not resolve to the
 * tolerance, takes all of them.
 */
final class NonNegativeLeastSquares {

    private static final double TOLERANCE = 1e-9;
    private static final int MOST_STEPS = 60;
    private static final double SMALLEST_WEIGHT = 1e-4;

    /** Relative to the largest squared norm of a filter. */
    private static final double REGULARISATION = 1e-10;

    private static final double SUFFICIENT_DECREASE = 0.1;
    private static final int MOST_BISECTIONS = 50;

    private final int bands;
    private final int[] firstBins;
    private final double[][] filters;
    private final double[][] productsWithNext;
    private final double regularisation;

    private final double[] weights;
    private final double[] prior;
    private final double[] multipliers;
    private final double[] unclipped;
    private final double[] directionSpectrum;
    private final double[] gradient;
    private final double[] direction;
    private final double[] diagonal;
    private final double[] besideDiagonal;

    NonNegativeLeastSquares(MelFilterBank bank) {
        this.bands = bank.bands();
        this.firstBins = new int[bands];
        this.filters = new double[bands][];
        this.productsWithNext = new double[bands][];
        double largestNorm = 0;
        for (int band = 0; band < bands; band++) {
            firstBins[band] = bank.firstBin(band);
            filters[band] = new double[bank.endBin(band) - bank.firstBin(band)];
            productsWithNext[band] = new double[filters[band].length];
            double norm = 0;
            for (int i = 0; i < filters[band].length; i++) {
                double weight = bank.weight(band, firstBins[band] + i);
                filters[band][i] = weight;
                productsWithNext[band][i] = band + 1 < bands ? weight * bank.weight(band + 1, firstBins[band] + i) : 0;
                norm += weight * weight;
            }
            largestNorm = Math.max(largestNorm, norm);
        }
        this.regularisation = Math.max(REGULARISATION * largestNorm, Double.MIN_NORMAL);
        this.weights = new double[bank.bins()];
        this.prior = new double[bank.bins()];
        this.multipliers = new double[bands];
        this.unclipped = new double[bank.bins()];
        this.directionSpectrum = new double[bank.bins()];
        this.gradient = new double[bands];
        this.direction = new double[bands];
        this.diagonal = new double[bands];
        this.besideDiagonal = new double[bands];
    }

    /**
     * Solves one frame.
     *
     * @param target a value for each band, the largest more than 0
     * @param spectrum the prior, 0 where no filter has weight; receives the solution
     */
    void solve(double[] target, double[] spectrum) {
        prepare(spectrum);
        double tolerance = TOLERANCE * largest(target);
        evaluate(target, spectrum);
        for (int step = 0; step < MOST_STEPS && largest(gradient) > tolerance; step++) {
            findDirection(spectrum);
            double length = stepLength(target);
            for (int band = 0; band < bands; band++) {
                multipliers[band] += length * direction[band];
            }
            evaluate(target, spectrum);
        }
    }

    private void prepare(double[] spectrum) {
        double floor = SMALLEST_WEIGHT * largest(spectrum);
        for (int bin = 0; bin < prior.length; bin++) {
            prior[bin] = spectrum[bin];
            weights[bin] = spectrum[bin] == 0 ? 0 : Math.max(spectrum[bin], floor);
        }
        Arrays.fill(multipliers, 0);
    }

    /** The spectrum and the gradient at the multipliers. */
    private void evaluate(double[] target, double[] spectrum) {
        spread(multipliers, unclipped);
        for (int bin = 0; bin < spectrum.length; bin++) {
            unclipped[bin] = prior[bin] + weights[bin] * unclipped[bin];
            spectrum[bin] = Math.max(0, unclipped[bin]);
        }
        for (int band = 0; band < bands; band++) {
            double sum = regularisation * multipliers[band];
            double[] filter = filters[band];
            for (int i = 0; i < filter.length; i++) {
                sum += filter[i] * spectrum[firstBins[band] + i];
            }
            gradient[band] = target[band] - sum;
        }
    }

    /** {@code F' values}. */
    private void spread(double[] values, double[] spectrum) {
        Arrays.fill(spectrum, 0);
        for (int band = 0; band < bands; band++) {
            double[] filter = filters[band];
            for (int i = 0; i < filter.length; i++) {
                spectrum[firstBins[band] + i] += filter[i] * values[band];
            }
        }
    }

    /**
     * How far to go: all the way if the function still grows there, otherwise to where its slope has fallen to a tenth,
     * found by the Illinois method. The slope is decreasing and linear between kinks.
     */
    private double stepLength(double[] target) {
        spread(direction, directionSpectrum);
        double constant = 0;
        double linear = 0;
        for (int band = 0; band < bands; band++) {
            constant += direction[band] * (target[band] - regularisation * multipliers[band]);
            linear += direction[band] * direction[band] * regularisation;
        }
        double slopeAtLower = slope(0, constant, linear);
        double wanted = SUFFICIENT_DECREASE * slopeAtLower;
        double lower = 0;
        double upper = 1;
        double slopeAtUpper = slope(1, constant, linear);
        if (slopeAtUpper >= -wanted) {
            return 1;
        }
        for (int i = 0; i < MOST_BISECTIONS; i++) {
            double middle = lower + (upper - lower) * slopeAtLower / (slopeAtLower - slopeAtUpper);
            double slope = slope(middle, constant, linear);
            if (Math.abs(slope) <= wanted) {
                return middle;
            }
            if (slope > 0) {
                lower = middle;
                slopeAtLower = slope;
                slopeAtUpper /= 2;
            } else {
                upper = middle;
                slopeAtUpper = slope;
                slopeAtLower /= 2;
            }
        }
        return lower;
    }

    private double slope(double length, double constant, double linear) {
        double sum = constant - length * linear;
        for (int bin = 0; bin < prior.length; bin++) {
            double x = Math.max(0, unclipped[bin] + length * weights[bin] * directionSpectrum[bin]);
            sum -= x * directionSpectrum[bin];
        }
        return sum;
    }

    /** Newton's direction: the tridiagonal system by Gaussian elimination, stable as it is positive definite. */
    private void findDirection(double[] spectrum) {
        for (int band = 0; band < bands; band++) {
            double own = regularisation;
            double next = 0;
            for (int i = 0; i < filters[band].length; i++) {
                int bin = firstBins[band] + i;
                if (spectrum[bin] > 0) {
                    own += weights[bin] * filters[band][i] * filters[band][i];
                    next += weights[bin] * productsWithNext[band][i];
                }
            }
            diagonal[band] = own;
            besideDiagonal[band] = next;
        }
        direction[0] = gradient[0];
        for (int band = 1; band < bands; band++) {
            double factor = besideDiagonal[band - 1] / diagonal[band - 1];
            diagonal[band] = Math.max(diagonal[band] - factor * besideDiagonal[band - 1], regularisation / 2);
            direction[band] = gradient[band] - factor * direction[band - 1];
        }
        direction[bands - 1] /= diagonal[bands - 1];
        for (int band = bands - 2; band >= 0; band--) {
            direction[band] = (direction[band] - besideDiagonal[band] * direction[band + 1]) / diagonal[band];
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
