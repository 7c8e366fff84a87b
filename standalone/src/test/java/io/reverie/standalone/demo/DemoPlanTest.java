package io.reverie.standalone.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.TrainRequest;
import io.reverie.standalone.demo.DemoPlan.Piece;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DemoPlanTest {
    private final DemoPlan plan = new DemoPlan(Genre.CHORALE, Genre.TECHNO, 3);

    @Test
    void everyGenreHasAsManyPiecesAndNoneIsThereTwice() {
        List<Piece> corpus = plan.corpus();

        assertThat(corpus).extracting(Piece::name).doesNotHaveDuplicates().contains("blues-shuffle.00.wav");
        for (Genre genre : Genre.values()) {
            assertThat(corpus.stream().filter(piece -> piece.genre() == genre))
                    .hasSize(corpus.size() / Genre.values().length)
                    .extracting(Piece::pieceSeed)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void thePieceThatIsDreamedIsNotInTheCorpusOfAnySeed() {
        Set<Long> seeds = new HashSet<>();
        for (long seed = -2; seed <= 2; seed++) {
            new DemoPlan(Genre.CHORALE, Genre.TECHNO, seed).corpus().forEach(piece -> seeds.add(piece.pieceSeed()));
        }
        assertThat(seeds).doesNotContain(plan.keptOut().pieceSeed());
        assertThat(seeds)
                .doesNotContain(
                        new DemoPlan(Genre.CHORALE, Genre.TECHNO, 0).keptOut().pieceSeed());
        assertThat(plan.keptOut().genre()).isEqualTo(Genre.CHORALE);
    }

    @Test
    void otherAudioIsAnotherJobForTheSameTrack() {
        // Given a piece whose audio differs between two demos
        Piece piece = plan.corpus().get(0);

        // When its spectrogram is asked for
        IngestRequest first = plan.ingest(piece, "inputs/01ab/chorale.00.wav");
        IngestRequest second = plan.ingest(piece, "inputs/02cd/chorale.00.wav");

        // Then the jobs differ, and the second replaces the first in the data set
        assertThat(first.getId()).matches("[A-Za-z0-9._-]{1,128}").isNotEqualTo(second.getId());
        assertThat(first.getTrackKey()).isEqualTo(second.getTrackKey()).isEqualTo("demo/chorale/chorale.00.wav/mel");
        assertThat(first.getLabel()).isEqualTo("chorale");
        assertThat(first.getAnalysis().getKind()).isEqualTo(AnalysisKind.MEL);
    }

    @Test
    void theSeedReachesEveryRequest() {
        TrainRequest training = plan.train("demo-1");
        DreamRequest ofPiece = plan.dreamOfPiece("dream-1", "inputs/01ab/chorale.wav");
        DreamRequest ofSweep = plan.dreamOfSweep("dream-2");

        assertThat(training.getSeed()).isEqualTo(3);
        assertThat(ofPiece.getSeed()).isEqualTo(3);
        assertThat(ofPiece.getObjective().getTarget()).isEqualTo("techno");
        assertThat(ofPiece.getModels()).containsExactly(training.getModel());
        assertThat(ofSweep.getInput()).isInstanceOf(SweepSource.class);
        assertThat(ofSweep.getObjective().getTarget()).isEqualTo("techno");
    }

    @Test
    void refusesToDreamAPieceIntoItsOwnGenre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemoPlan(Genre.DRONE, Genre.DRONE, 0))
                .withMessageContaining("target");
    }
}
