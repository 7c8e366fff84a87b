package io.reverie.dream.engine;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnsharedRandomTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 0x5DEECE66DL, Long.MIN_VALUE, Long.MAX_VALUE})
    void givesTheNumbersOfTheSpecification(long seed) {
        // Given
        Random specified = new Random(seed);
        Random unshared = new UnsharedRandom(seed);

        for (int i = 0; i < 1000; i++) {
            // When, then
            assertThat(unshared.nextGaussian()).isEqualTo(specified.nextGaussian());
            assertThat(unshared.nextLong()).isEqualTo(specified.nextLong());
            assertThat(unshared.nextInt(i + 1)).isEqualTo(specified.nextInt(i + 1));
            assertThat(unshared.nextFloat()).isEqualTo(specified.nextFloat());
        }

        // When it begins anew within a pair of Gaussians
        unshared.nextGaussian();
        unshared.setSeed(seed + 1);

        // Then
        assertThat(unshared.nextGaussian()).isEqualTo(new Random(seed + 1).nextGaussian());
    }
}
