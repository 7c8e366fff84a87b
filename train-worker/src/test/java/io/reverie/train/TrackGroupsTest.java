package io.reverie.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.PatternSplit;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TrackGroupsTest {

    /** Keys are label/artist-number. */
    private static final String ARTIST = "/(.+)-";

    @Test
    void keepsWholeGroupsOfEachLabel() {
        // Given 10 tracks of jazz by 5 artists, 12 of rock by 4
        List<Track> tracks = Tracks.together(artists("jazz", 5, 2), artists("rock", 4, 3));

        for (long seed = 0; seed < 20; seed++) {
            // When
            Split split = split(new FractionSplit(0.2), tracks, seed);

            // Then 2 of 10, and of 2.4 of 12 the nearest that whole artists allow
            assertThat(labels(split.validation())).isEqualTo(Map.of("jazz", 2L, "rock", 3L));
            assertThat(artistsOf(split.validation())).doesNotContainAnyElementsOf(artistsOf(split.training()));
        }
    }

    @Test
    void choosesByTheSeedWhateverTheOrderOfTheLog() {
        // Given
        List<Track> tracks = Tracks.together(artists("jazz", 6, 2), artists("rock", 6, 2));
        List<Track> reversed = new ArrayList<>(tracks);
        java.util.Collections.reverse(reversed);

        // When
        Split split = split(new FractionSplit(0.34), tracks, 1);

        // Then
        assertThat(split(new FractionSplit(0.34), reversed, 1)).isEqualTo(split);
        assertThat(split(new FractionSplit(0.34), tracks, 2)).isNotEqualTo(split);
    }

    @Test
    void neverPartsAnArtistOfTwoLabels() {
        // Given an artist who plays both
        List<Track> tracks = Tracks.together(
                artists("jazz", 4, 2),
                artists("rock", 4, 2),
                List.of(track("jazz/both-0", "jazz"), track("rock/both-1", "rock")));

        for (long seed = 0; seed < 30; seed++) {
            // When
            Split split = split(new FractionSplit(0.3), tracks, seed);

            // Then
            assertThat(artistsOf(split.validation())).doesNotContainAnyElementsOf(artistsOf(split.training()));
            assertThat(labels(split.validation()).values())
                    .allSatisfy(count -> assertThat(count).isBetween(2L, 4L));
        }
    }

    @Test
    void leavesEachLabelATrainingTrack() {
        // Given a label of one artist
        List<Track> tracks = Tracks.together(artists("jazz", 1, 4), artists("rock", 4, 1));

        // When
        Split split = split(new FractionSplit(0.5), tracks, 0);

        // Then
        assertThat(labels(split.validation())).isEqualTo(Map.of("rock", 2L));
    }

    @Test
    void keepsNothingByTheFractionZero() {
        assertThat(split(new FractionSplit(0.0), artists("jazz", 3, 2), 0).validation())
                .isEmpty();
    }

    @Test
    void refusesAListOrPatternThatPartsAGroupAndNamesIt() {
        // Given
        List<Track> tracks = Tracks.together(artists("jazz", 3, 2), artists("rock", 3, 2));

        // When
        JobRejectedException byList =
                reject(new ListSplit(List.of("jazz/jazz1-0", "jazz/jazz1-1", "rock/rock2-1")), ARTIST, tracks);
        JobRejectedException byPattern = reject(new PatternSplit("-0$"), ARTIST, tracks);

        // Then
        assertThat(byList.field()).isEqualTo("validation");
        assertThat(byList).hasMessageContaining("'rock2'").hasMessageContaining("'rock/rock2-1'");
        assertThat(byPattern).hasMessageContaining("'jazz0'");
        assertThat(split(new PatternSplit("1-"), tracks, 0).validation()).hasSize(4);
    }

    @Test
    void namesATrackWithoutGroup() {
        // Given
        List<Track> tracks = Tracks.together(artists("jazz", 2, 2), List.of(track("rock/nobody", "rock")));

        // When
        JobRejectedException rejection = reject(new FractionSplit(0.2), ARTIST, tracks);

        // Then
        assertThat(rejection.field()).isEqualTo("group");
        assertThat(rejection).hasMessageContaining("'rock/nobody'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "/.+-", "/(.)(.)", "^(a|aa)+$", "(x)?y"})
    void refusesExpressionsThatNameNoGroup(String expression) {
        // Given keys on which the fifth backtracks without end
        List<Track> tracks = List.of(track("a".repeat(60) + "!y", "jazz"), track("b".repeat(3) + "y", "rock"));

        // When
        JobRejectedException rejection = reject(new FractionSplit(0.2), expression, tracks);

        // Then
        assertThat(rejection.field()).isEqualTo("group");
        assertThat(rejection.allowed()).isNotBlank();
    }

    private static Split split(Object validation, List<Track> tracks, long seed) {
        return SplitRules.split(validation, ARTIST, tracks, seed);
    }

    private static JobRejectedException reject(Object validation, String expression, List<Track> tracks) {
        return catchThrowableOfType(
                JobRejectedException.class, () -> SplitRules.split(validation, expression, tracks, 0));
    }

    private static List<Track> artists(String label, int artists, int tracksEach) {
        List<Track> tracks = new ArrayList<>();
        for (int artist = 0; artist < artists; artist++) {
            for (int number = 0; number < tracksEach; number++) {
                tracks.add(track(label + "/" + label + artist + "-" + number, label));
            }
        }
        return tracks;
    }

    private static Track track(String key, String label) {
        return new Track(key, label, "spectrograms/a.npy", "ab".repeat(32), 1000);
    }

    private static Map<String, Long> labels(List<Track> tracks) {
        return tracks.stream().collect(Collectors.groupingBy(Track::label, Collectors.counting()));
    }

    private static Set<String> artistsOf(List<Track> tracks) {
        return tracks.stream()
                .map(track -> track.key().replaceAll(".*/(.+)-.*", "$1"))
                .collect(Collectors.toSet());
    }
}
