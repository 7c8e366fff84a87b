package io.reverie.standalone.demo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What tells the genres apart, measured on pieces that differ in everything else. */
class GenreTest {
    private static final int PIECES = 6;
    private static final double CYMBALS_FROM_HZ = 5_000;
    private static final double CYMBALS_TO_HZ = 9_000;
    private static final double KICK_TO_HZ = 120;

    private static final Map<Genre, List<Listening>> HEARD = new EnumMap<>(Genre.class);

    @BeforeAll
    static void listen() {
        for (Genre genre : Genre.values()) {
            HEARD.put(
                    genre,
                    LongStream.range(0, PIECES)
                            .mapToObj(seed -> new Listening(DemoCorpus.piece(genre, 100 + seed, 10)))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Genre.class)
    void labelsAreFoldersAndLeadBackToTheirGenre(Genre genre) {
        assertThat(genre.label()).matches("[a-z]+(-[a-z]+)*");
        assertThat(Genre.of(genre.label())).isSameAs(genre);
    }

    @Test
    void anUnknownLabelIsRefusedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Genre.of("polka"))
                .withMessageContainingAll("polka", "chorale", "techno", "arpeggio", "drone", "blues-shuffle");
    }

    @Test
    void theyDifferInHowManyNotesBegin() {
        double chorale = average(Genre.CHORALE, Listening::onsetsASecond);
        double drone = average(Genre.DRONE, Listening::onsetsASecond);
        double shuffle = average(Genre.BLUES_SHUFFLE, Listening::onsetsASecond);
        double arpeggio = average(Genre.ARPEGGIO, Listening::onsetsASecond);
        double techno = average(Genre.TECHNO, Listening::onsetsASecond);

        assertThat(chorale).isLessThan(1);
        assertThat(drone).isLessThan(1);
        assertThat(shuffle).isBetween(2.5, 4.5);
        assertThat(arpeggio).isGreaterThan(4.5);
        assertThat(techno).isGreaterThan(5.5);
    }

    @Test
    void noisyDrumsMakeTheSpectrumFlat() {
        double drone = average(Genre.DRONE, Listening::flatness);
        double shuffle = average(Genre.BLUES_SHUFFLE, Listening::flatness);
        double techno = average(Genre.TECHNO, Listening::flatness);

        assertThat(drone).isLessThan(0.8 * shuffle);
        assertThat(shuffle).isLessThan(0.8 * techno);
    }

    @Test
    void technoKicksOnEveryBeat() {
        for (Listening piece : HEARD.get(Genre.TECHNO)) {
            double beat = piece.pulse(0, KICK_TO_HZ, 0.40, 0.55);
            assertThat(60 / beat).isBetween(118.0, 142.0);
            assertThat(piece.regularity(0, KICK_TO_HZ, beat)).isGreaterThan(0.3);
        }
    }

    @Test
    void theShuffleDividesItsBeatByThreeAndTechnoByTwo() {
        for (Listening piece : HEARD.get(Genre.BLUES_SHUFFLE)) {
            double beat = piece.pulse(CYMBALS_FROM_HZ, CYMBALS_TO_HZ, 0.45, 0.66);
            assertThat(cymbals(piece, beat / 3)).isGreaterThan(0.2);
            assertThat(cymbals(piece, beat / 2)).isLessThan(0);
        }
        for (Listening piece : HEARD.get(Genre.TECHNO)) {
            double beat = piece.pulse(0, KICK_TO_HZ, 0.40, 0.55);
            assertThat(cymbals(piece, beat / 3)).isLessThan(0);
            assertThat(cymbals(piece, beat / 2)).isGreaterThan(cymbals(piece, beat / 3));
        }
    }

    @ParameterizedTest
    @EnumSource(Genre.class)
    void everyBandHasSomethingToHear(Genre genre) {
        assertThat(HEARD.get(genre))
                .allSatisfy(piece -> assertThat(piece.fullness()).isGreaterThan(0.85));
    }

    private static double cymbals(Listening piece, double seconds) {
        return piece.regularity(CYMBALS_FROM_HZ, CYMBALS_TO_HZ, seconds);
    }

    private static double average(Genre genre, ToDoubleFunction<Listening> measure) {
        return HEARD.get(genre).stream().mapToDouble(measure).average().orElseThrow();
    }
}
