package io.reverie.standalone.demo;

import java.util.Map;

/** Four voices in slow chords, sung, bowed or blown in a church. */
final class Chorale implements Style {
    private static final int VOICES = 4;
    /** Where a chord may lead: steps of the scale, 0 being the tonic. */
    private static final Map<Integer, Integer[]> LEADS_TO = Map.of(
            0, new Integer[] {3, 4, 5, 1},
            1, new Integer[] {4, 4, 3},
            2, new Integer[] {5, 3},
            3, new Integer[] {0, 4, 1},
            4, new Integer[] {0, 0, 5},
            5, new Integer[] {3, 1, 2},
            6, new Integer[] {0});

    @Override
    public void perform(Tape tape, Choices choices) {
        Clock clock = new Clock(choices.between(58, 84));
        Key key = new Key(choices.betweenWhole(43, 54), choices.oneOf(Scale.MAJOR, Scale.MAJOR, Scale.MINOR));
        Player choir = new Player(instrument(choices), tape, choices);
        int[] voices = {key.tonic(), key.tonic() + 12, key.tonic() + 16, key.tonic() + 24};
        int degree = choices.oneOf(0, 0, 5, 3);
        double beat = -choices.between(0, 0.5);
        for (int chord = 0; clock.seconds(beat) < tape.seconds(); chord++) {
            boolean cadence = chord % 4 == 3;
            degree = cadence ? 0 : degree;
            lead(voices, key, degree);
            double beats = cadence ? 2 : 1;
            sing(choir, voices, key, clock, beat, beats, choices);
            beat += beats;
            degree = chord % 4 == 2 ? 4 : choices.oneOf(LEADS_TO.get(degree));
        }
        new Room(choices.between(1.6, 2.8), choices.between(0.25, 0.45)).reverberate(tape, choices.between(0.8, 1.2));
    }

    private static Instrument instrument(Choices choices) {
        Expression vibrato = new Expression(choices.between(4.5, 6), choices.between(8, 18), 0);
        Instrument choir = Instrument.of(
                        choices.oneOf(Timbre.CHOIR_AH, Timbre.CHOIR_OH),
                        Envelope.held(choices.between(0.05, 0.1), choices.between(0.08, 0.15)))
                .with(vibrato)
                .inUnison(3, choices.between(6, 12));
        Instrument strings = Instrument.of(Timbre.STRINGS, Envelope.held(choices.between(0.05, 0.1), 0.12))
                .with(vibrato)
                .inUnison(2, choices.between(4, 9));
        Instrument brass =
                Instrument.of(Timbre.REED, new Envelope(0.04, 0.3, 0.7, 0.08)).with(new Expression(5, 6, 0.2));
        Instrument organ = Instrument.of(Timbre.PIPE_ORGAN, Envelope.held(0.03, 0.08));
        return choices.oneOf(choir, choir, strings, brass, organ).withBreath(choices.between(0.06, 0.13));
    }

    /** The bass takes the root, each upper voice the nearest free tone of the chord. */
    private static void lead(int[] voices, Key key, int degree) {
        int[] chord = key.chord(degree, 3);
        voices[0] = Pitch.nearest(chord[0], key.tonic());
        for (int voice = 1; voice < VOICES; voice++) {
            int best = 0;
            for (int tone : chord) {
                int candidate = Pitch.nearest(tone, voices[voice]);
                boolean crossing = candidate <= voices[voice - 1] || candidate > key.tonic() + 12 * voice;
                if (!crossing && (best == 0 || Math.abs(candidate - voices[voice]) < Math.abs(best - voices[voice]))) {
                    best = candidate;
                }
            }
            voices[voice] = best == 0 ? Pitch.nearest(chord[voice % 3], voices[voice - 1] + 6) : best;
        }
    }

    private static void sing(
            Player choir, int[] voices, Key key, Clock clock, double beat, double beats, Choices choices) {
        int moving = choices.chance(0.3) && beats == 1 ? choices.betweenWhole(1, VOICES - 1) : -1;
        for (int voice = 0; voice < VOICES; voice++) {
            double start = clock.seconds(beat) + choices.between(0, 0.02);
            double loudness = (voice == 0 || voice == VOICES - 1 ? 1.1 : 0.9) * choices.between(0.9, 1.1);
            if (voice == moving) {
                int neighbour = key.neighbour(voices[voice], choices.oneOf(-1, 1));
                choir.play(new Note(start, clock.seconds(beats / 2), voices[voice], loudness));
                choir.play(new Note(start + clock.seconds(beats / 2), clock.seconds(beats / 2), neighbour, loudness));
            } else {
                choir.play(new Note(start, clock.seconds(beats), voices[voice], loudness));
            }
        }
    }
}
