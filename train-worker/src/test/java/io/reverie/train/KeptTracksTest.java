package io.reverie.train;

import java.util.List;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.PatternSplit;
import io.reverie.schemas.TrainRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeptTracksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4|0.1|the largest label has 4 tracks; from 0.13 on",
                "2|0.2|the largest label has 2 tracks; from 0.25 on",
                "1|0.9|no label has 2 tracks"
            })
    void saysWhyAFractionKeepsNothingAndWhatWould(int size, double fraction, String hint) {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", size), Tracks.of("rock", 1));

        // When
        KeptTracks kept = KeptTracks.of(Split.fraction(tracks, fraction, 0));

        // Then
        assertThat(kept.gap(fraction(fraction)))
                .contains("not validated: a fraction of " + fraction + " keeps no track of any label (" + hint + ")");
    }

    @ParameterizedTest
    @CsvSource({"4, 0.13", "2, 0.25", "60, 0.0083334", "500, 0.001"})
    void theFractionThatItNamesKeepsATrack(int size, double fraction) {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", size), Tracks.of("rock", 1));

        // When, then
        assertThat(KeptTracks.of(Split.fraction(tracks, 0.0001, 0)).gap(fraction(0.0001)))
                .hasValueSatisfying(
                        text -> assertThat(text).endsWith("from " + java.math.BigDecimal.valueOf(fraction) + " on)"));
        assertThat(Split.fraction(tracks, fraction, 0).validation()).hasSize(1);
    }

    @Test
    void namesTheLabelsThatAreWithout() {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", 10), Tracks.of("rock", 2), Tracks.of("polka", 1));

        // When
        KeptTracks kept = KeptTracks.of(Split.fraction(tracks, 0.2, 0));

        // Then
        assertThat(kept.gap(fraction(0.2)))
                .contains("no track of 'polka', 'rock' is kept for validation: a fraction of 0.2 keeps one of 3 tracks"
                        + " or more");
        assertThat(kept.gap(
                        Events.request().setValidation(new PatternSplit("x")).build()))
                .contains("no track of 'polka', 'rock' is kept for validation");
    }

    @Test
    void isSilentWhereEveryLabelIsValidated() {
        // Given
        List<Track> tracks = Tracks.together(Tracks.of("jazz", 10), Tracks.of("rock", 5));

        // When, then
        assertThat(KeptTracks.of(Split.fraction(tracks, 0.2, 0)).gap(fraction(0.2)))
                .isEmpty();
        assertThat(KeptTracks.of(Split.fraction(tracks, 0, 0)).gap(fraction(0)))
                .contains("not validated: a fraction of 0 trains on everything");
    }

    private static TrainRequest fraction(double fraction) {
        return Events.request().setValidation(new FractionSplit(fraction)).build();
    }
}
