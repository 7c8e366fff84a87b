package io.reverie.train;

import java.util.List;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.PatternSplit;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SplitRulesTest {

    private static final List<Track> TRACKS = Tracks.together(Tracks.of("jazz", 4), Tracks.of("rock", 4));

    @Test
    void keepsTheNamedTracks() {
        // Given
        ListSplit rule = new ListSplit(List.of("jazz/01", "rock/03"));

        // When
        Split split = SplitRules.split(rule, null, TRACKS, 0);

        // Then
        assertThat(split.validation()).extracting(Track::key).containsExactly("jazz/01", "rock/03");
        assertThat(split.training()).hasSize(6);
    }

    @Test
    void keepsTheTracksThatThePatternIsFoundIn() {
        // Given
        PatternSplit rule = new PatternSplit("0[23]$");

        // When
        Split split = SplitRules.split(rule, null, TRACKS, 0);

        // Then
        assertThat(split.validation())
                .extracting(Track::key)
                .containsExactly("jazz/02", "jazz/03", "rock/02", "rock/03");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.91, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesFractionsOutOfRange(double fraction) {
        // When
        JobRejectedException rejection = reject(new FractionSplit(fraction));

        // Then
        assertThat(rejection.field()).isEqualTo("validation.fraction");
        assertThat(rejection.allowed()).contains("0.9");
    }

    @Test
    void refusesTracksThatAreNotThere() {
        // When
        JobRejectedException rejection = reject(new ListSplit(List.of("jazz/01", "jazz/99")));

        // Then
        assertThat(rejection.field()).isEqualTo("validation.trackKeys");
        assertThat(rejection).hasMessageContaining("jazz/99").hasMessageNotContaining("'jazz/01',");
    }

    @Test
    void refusesAnEmptyList() {
        // When
        JobRejectedException rejection = reject(new ListSplit(List.of()));

        // Then
        assertThat(rejection.field()).isEqualTo("validation.trackKeys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "metal"})
    void refusesPatternsThatAreNoneOrMatchNothing(String pattern) {
        // When
        JobRejectedException rejection = reject(new PatternSplit(pattern));

        // Then
        assertThat(rejection.field()).isEqualTo("validation.pattern");
        assertThat(rejection.allowed()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "(, Unclosed group at index 1",
                "ab[c, Unclosed character class at index 3",
                "a**+*, Dangling meta character '*' at index 2"
            })
    void saysWhatIsWrongWithAnExpression(String pattern, String reason) {
        assertThat(reject(new PatternSplit(pattern)))
                .hasMessageContaining("'" + pattern + "', which is none: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("backtrack");
    }

    @Test
    void refusesAPatternThatBacktracksWithoutEnd() {
        // Given: the fifth power of the length of the key; Java remembers what it tried of (a|aa)+
        List<Track> tracks =
                List.of(new Track("a".repeat(60) + "!", "jazz", "a", "b", 1), new Track("rock", "rock", "a", "b", 1));

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class,
                () -> SplitRules.split(new PatternSplit("^(.*)(.*)(.*)(.*)(.*)x$"), null, tracks, 0));

        // Then
        assertThat(rejection.field()).isEqualTo("validation.pattern");
        assertThat(rejection.allowed()).contains("does not backtrack without end");
    }

    @Test
    void refusesToLeaveALabelWithoutTrainingTracks() {
        // When
        JobRejectedException rejection = reject(new PatternSplit("^jazz/"));

        // Then
        assertThat(rejection.field()).isEqualTo("validation");
        assertThat(rejection).hasMessageContaining("'jazz'");
    }

    private static JobRejectedException reject(Object validation) {
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> SplitRules.split(validation, null, TRACKS, 0));
        assertThat(rejection.code()).isEqualTo("invalid-value");
        return rejection;
    }
}
