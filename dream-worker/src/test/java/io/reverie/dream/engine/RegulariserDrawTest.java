package io.reverie.dream.engine;

import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegulariserDrawTest {

    @Test
    void drawsEveryValueOfItsRangeAndNoOther() {
        // Given
        RegulariserDraw draw = new RegulariserDraw(new RegulariserSettings(2, 1, 2, 0.25, 0, 0, 1, 5), 16, 40);
        Random random = Seeds.window(1, 0);
        TreeSet<Integer> rolls = new TreeSet<>();
        TreeSet<Integer> shifts = new TreeSet<>();
        TreeSet<Integer> masked = new TreeSet<>();

        // When
        for (int i = 0; i < 2000; i++) {
            draw.next(random);
            rolls.add(draw.roll());
            shifts.add(draw.shift());
            int bands = 0;
            for (int band = 0; band < 16; band++) {
                bands += draw.maskedBand(band) ? 1 : 0;
            }
            masked.add(bands);
        }

        // Then two masks of up to 4 bands each
        assertThat(rolls).containsExactly(-2, -1, 0, 1, 2);
        assertThat(shifts).containsExactly(-1, 0, 1);
        assertThat(masked).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void doesNothingWhereNothingIsAskedFor() {
        RegulariserDraw draw = new RegulariserDraw(new RegulariserSettings(0, 0, 0, 0, 0, 0, 1, 1), 2, 1);
        draw.next(new Random(1));
        assertThat(draw.roll()).isZero();
        assertThat(draw.shift()).isZero();
        assertThat(draw.maskedFrame(0)).isFalse();
    }

    @Test
    void windowsHaveStreamsOfTheirOwnThatTheSeedDecides() {
        assertThat(Seeds.window(5, 1).nextLong()).isEqualTo(Seeds.window(5, 1).nextLong());
        assertThat(Seeds.window(5, 1).nextLong())
                .isNotEqualTo(Seeds.window(5, 2).nextLong());
        assertThat(Seeds.window(5, 1).nextLong())
                .isNotEqualTo(Seeds.window(6, 1).nextLong());
        assertThat(Seeds.window(5, 0).nextLong()).isNotEqualTo(Seeds.noiseBed(5).nextLong());
    }

    @Test
    void settingsOutOfRangeNameTheFieldAndWhatIsAllowed() {
        assertThatThrownBy(() -> new RegulariserSettings(0, 0, 17, 0, 0, 0, 1, 5))
                .isInstanceOf(SettingException.class)
                .hasMessage("regularisers.masks must be 0 to 16, but is 17");
        assertThatThrownBy(() -> new RegulariserSettings(0, 0, 2, Double.NaN, 0, 0, 1, 5))
                .hasMessage("regularisers.maskFraction must be 0 to 0.5, but is NaN");
        assertThatThrownBy(() -> new RegulariserSettings(0, 0, 2, 0, 0, 0, 1, 0.5))
                .hasMessageContaining("clip");
    }
}
