package io.reverie.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SplitTest {

    @Test
    void keepsTheFractionOfEachLabel() {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", 10), Tracks.of("rock", 5));

        // When
        Split split = Split.fraction(tracks, 0.2, 7);

        // Then
        assertThat(split.validation())
                .filteredOn(track -> track.label().equals("jazz"))
                .hasSize(2);
        assertThat(split.validation())
                .filteredOn(track -> track.label().equals("rock"))
                .hasSize(1);
        assertThat(Tracks.together(split.training(), split.validation())).containsExactlyInAnyOrderElementsOf(tracks);
    }

    @Test
    void leavesEachLabelATrainingTrack() {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", 1), Tracks.of("rock", 2));

        // When
        Split split = Split.fraction(tracks, 0.9, 0);

        // Then
        assertThat(split.training()).extracting(Track::label).containsExactly("jazz", "rock");
    }

    @Test
    void keepsNothingByTheFractionZero() {
        // Given
        List<Track> tracks = Tracks.of("jazz", 4);

        // When
        Split split = Split.fraction(tracks, 0, 0);

        // Then
        assertThat(split.validation()).isEmpty();
        assertThat(split.training()).hasSize(4);
    }

    @Test
    void dependsOnTheSeedAndNotOnTheOrderOfTheLog() {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", 20), Tracks.of("rock", 20));
        List<Track> otherOrder = new ArrayList<>(tracks);
        Collections.shuffle(otherOrder, new Random(1));

        // When
        Split first = Split.fraction(tracks, 0.5, 1);
        Split second = Split.fraction(otherOrder, 0.5, 1);
        Split otherSeed = Split.fraction(tracks, 0.5, 2);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(otherSeed).isNotEqualTo(first);
    }

    @Test
    void doesNotMoveTheTracksOfALabelWhenAnotherLabelIsAdded() {
        // Given
        List<Track> jazz = Tracks.of("jazz", 20);

        // When
        Split alone = Split.fraction(jazz, 0.3, 5);
        Split together = Split.fraction(Tracks.together(Tracks.of("blues", 8), jazz), 0.3, 5);

        // Then
        assertThat(together.validation())
                .filteredOn(track -> track.label().equals("jazz"))
                .containsExactlyElementsOf(alone.validation());
    }

    @Test
    void choosesEveryTrackAboutAsOftenOverManySeeds() {
        // Given
        List<Track> tracks = Tracks.of("jazz", 10);
        int[] chosen = new int[10];

        // When
        for (long seed = 0; seed < 2000; seed++) {
            for (Track track : Split.fraction(tracks, 0.2, seed).validation()) {
                chosen[tracks.indexOf(track)]++;
            }
        }

        // Then: 400 expected each, standard deviation 18
        assertThat(Arrays.stream(chosen).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(300, 500));
    }
}
