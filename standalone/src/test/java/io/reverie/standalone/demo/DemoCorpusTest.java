package io.reverie.standalone.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class DemoCorpusTest {
    private static final double SECONDS = 6;
    private static final int WINDOW = DemoCorpus.SAMPLE_RATE / 20;

    @ParameterizedTest
    @EnumSource(Genre.class)
    void theSameSeedGivesTheSamePiece(Genre genre) {
        // Given a piece, and one with another seed
        float[] piece = DemoCorpus.piece(genre, 7, SECONDS);
        float[] other = DemoCorpus.piece(genre, 8, SECONDS);

        // When it is played again
        float[] again = DemoCorpus.piece(genre, 7, SECONDS);

        // Then it is the same to the last bit, and the other one is not
        assertThat(again).isEqualTo(piece);
        assertThat(correlation(piece, other)).isLessThan(0.5);
    }

    @ParameterizedTest
    @EnumSource(Genre.class)
    void aPieceIsSoundAtItsPeakAndNeverSilent(Genre genre) {
        for (long seed = 0; seed < 4; seed++) {
            // When a piece is played
            float[] piece = DemoCorpus.piece(genre, seed, SECONDS);

            // Then its length, its peak (-1 dB) and its mean are right, and it is loud enough to be music
            assertThat(piece).hasSize((int) (SECONDS * DemoCorpus.SAMPLE_RATE));
            assertThat(peak(piece)).isCloseTo(0.891251, within(1e-6));
            assertThat(mean(piece)).isCloseTo(0, within(1e-3));
            assertThat(decibels(rootMeanSquare(piece, 0, piece.length))).isBetween(-22.0, -8.0);

            // And nowhere is it quieter than the noise of the room at -60 dB
            for (int start = 0; start + WINDOW <= piece.length; start += WINDOW) {
                assertThat(decibels(rootMeanSquare(piece, start, start + WINDOW)))
                        .isGreaterThan(-62);
            }
        }
    }

    @Test
    void refusesAPieceWithoutLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoCorpus.piece(Genre.DRONE, 0, 0))
                .withMessageContaining("seconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoCorpus.piece(Genre.DRONE, 0, Double.NaN))
                .withMessageContaining("seconds");
    }

    /** A sample that is not a number would make it not a number. */
    private static double peak(float[] samples) {
        double peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double mean(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        return sum / samples.length;
    }

    private static double rootMeanSquare(float[] samples, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += samples[i] * samples[i];
        }
        return Math.sqrt(sum / (end - start));
    }

    private static double decibels(double amplitude) {
        return 20 * Math.log10(amplitude);
    }

    private static double correlation(float[] left, float[] right) {
        double product = 0;
        for (int i = 0; i < left.length; i++) {
            product += left[i] * right[i];
        }
        return Math.abs(product)
                / left.length
                / rootMeanSquare(left, 0, left.length)
                / rootMeanSquare(right, 0, right.length);
    }
}
