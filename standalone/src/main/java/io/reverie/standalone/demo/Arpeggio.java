package io.reverie.standalone.demo;

/** Broken chords on something plucked, over a bass note and a soft pad, with an echo. */
final class Arpeggio implements Style {
    /** Progressions of four bars, steps of the scale. */
    private static final int[][] PROGRESSIONS = {
        {0, 4, 5, 3}, {5, 3, 0, 4}, {0, 3, 5, 4}, {0, 5, 1, 4}, {3, 0, 4, 5}, {0, 2, 3, 4}
    };
    /** Orders in which the six tones of a chord over two octaves are played. */
    private static final int[][] FIGURES = {
        {0, 1, 2, 3, 4, 5, 4, 3},
        {0, 2, 1, 3, 2, 4, 3, 5},
        {0, 3, 2, 3, 1, 3, 2, 3},
        {5, 4, 3, 2, 1, 0, 1, 2},
        {0, 2, 4, 2}
    };

    @Override
    public void perform(Tape tape, Choices choices) {
        Clock clock = new Clock(choices.between(88, 128));
        Key key = new Key(
                choices.betweenWhole(50, 61), choices.oneOf(Scale.MAJOR, Scale.MINOR, Scale.DORIAN, Scale.LYDIAN));
        int[] progression = choices.oneOf(PROGRESSIONS);
        Tape strings = new Tape(tape.seconds());
        figure(new Player(plucked(choices), strings, choices), key, progression, clock, tape, choices.forPart());
        new Echo(clock.seconds(0.75), choices.between(0.2, 0.4)).repeat(strings);
        tape.mix(strings, 1);
        accompaniment(key, progression, clock, tape, choices.forPart());
        if (choices.chance(0.4)) {
            shaker(new DrumKit(tape, choices), clock, tape, choices.between(0.1, 0.2));
        }
        new Room(choices.between(0.8, 1.6), 0.3).reverberate(tape, choices.between(0.3, 0.6));
    }

    private static Instrument plucked(Choices choices) {
        Brightness string = new Brightness(choices.between(5_000, 9_000), 1_000, choices.between(0.1, 0.25), 0.7);
        Instrument harp = Instrument.of(Timbre.PLUCKED, Envelope.struck(0.002, choices.between(0.25, 0.6)))
                .with(string);
        Instrument box = Instrument.of(Timbre.MUSIC_BOX, Envelope.struck(0.002, choices.between(0.3, 0.6)));
        Instrument tines = Instrument.of(Timbre.ELECTRIC_PIANO, Envelope.struck(0.003, choices.between(0.3, 0.6)));
        Instrument synthesiser = Instrument.of(
                        choices.oneOf(Timbre.SQUARE, Timbre.SAW), new Envelope(0.003, 0.1, 0.2, 0.05))
                .inUnison(2, choices.between(3, 8))
                .with(new Brightness(choices.between(4_000, 8_000), 900, 0.12, 1.2));
        return choices.oneOf(harp, harp, box, tines, synthesiser).withBreath(choices.between(0.04, 0.1));
    }

    private static void figure(Player player, Key key, int[] progression, Clock clock, Tape tape, Choices choices) {
        int[] figure = choices.oneOf(FIGURES);
        double noteBeats = clock.beatsPerMinute() > 112 && choices.chance(0.3) ? 1 / 3.0 : 0.25;
        int notesABar = (int) Math.round(4 / noteBeats);
        double seconds = clock.seconds(noteBeats);
        for (int note = 0; note * seconds < tape.seconds(); note++) {
            int degree = progression[note / notesABar % progression.length];
            int tone = figure[note % figure.length];
            int pitch = key.pitch(degree + 2 * (tone % 3)) + 12 * (tone / 3);
            double loudness = (note % 4 == 0 ? 1 : 0.75) * choices.between(0.9, 1.1);
            player.play(new Note(note * seconds + choices.between(0, 0.006), 0.9 * seconds, pitch, loudness));
        }
    }

    private static void accompaniment(Key key, int[] progression, Clock clock, Tape tape, Choices choices) {
        Player bass = new Player(Instrument.of(Timbre.BASS, new Envelope(0.01, 0.8, 0.4, 0.1)), tape, choices);
        Player pad = new Player(
                Instrument.of(choices.oneOf(Timbre.STRINGS, Timbre.CHOIR_OH, Timbre.TRIANGLE), Envelope.held(0.25, 0.2))
                        .inUnison(2, 6)
                        .withBreath(choices.between(0.1, 0.2)),
                tape,
                choices);
        double padLoudness = choices.between(0.08, 0.2);
        double seconds = clock.seconds(4);
        for (int bar = 0; bar * seconds < tape.seconds(); bar++) {
            int degree = progression[bar % progression.length];
            bass.play(new Note(bar * seconds, 0.95 * seconds, key.pitch(degree) - 24, choices.between(0.5, 0.7)));
            for (int pitch : key.chord(degree, 3)) {
                pad.play(new Note(bar * seconds, seconds, pitch, padLoudness));
            }
        }
    }

    private static void shaker(DrumKit kit, Clock clock, Tape tape, double loudness) {
        double seconds = clock.seconds(0.5);
        for (int eighth = 0; eighth * seconds < tape.seconds(); eighth++) {
            kit.shaker(eighth * seconds, loudness * (eighth % 2 == 0 ? 1 : 0.6));
        }
    }
}
