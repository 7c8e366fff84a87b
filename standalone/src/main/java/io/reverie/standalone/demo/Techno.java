package io.reverie.standalone.demo;

/** Four to the floor: kick, off-beat hats, a rolling bass and stabbed chords. */
final class Techno implements Style {
    private static final double SIXTEENTH = 0.25;
    private static final int SIXTEENTHS_A_BAR = 16;
    private static final int TWO_OCTAVES = 24;
    private static final boolean[][] STABS = {
        steps("..x..x....x..x.."), steps("...x..x....x..x."), steps("x..x..x...x....."), steps("....x..x....x...")
    };
    private static final boolean[][] BASS_LINES = {
        steps(".xxx.xxx.xxx.xxx"), steps("..x...x...x...x."), steps("x.xx..x.x.xx.xx."), steps("..xx..xx..xx..xx")
    };

    @Override
    public void perform(Tape tape, Choices choices) {
        Clock clock = new Clock(choices.between(120, 140));
        Key key = new Key(choices.betweenWhole(31, 42), choices.oneOf(Scale.MINOR, Scale.PHRYGIAN, Scale.DORIAN));
        Tape synthesisers = new Tape(tape.seconds());
        bass(new Player(bassInstrument(choices), synthesisers, choices), key, clock, tape, choices.forPart());
        stabs(new Player(stabInstrument(choices), synthesisers, choices), key, clock, tape, choices.forPart());
        pad(key, tape, choices.forPart());
        new Echo(clock.seconds(3 * SIXTEENTH), choices.between(0.15, 0.35)).repeat(synthesisers);
        tape.mix(synthesisers, 0.4);
        drums(new DrumKit(tape, choices), clock, tape, choices.forPart());
        new Room(choices.between(0.3, 0.6), 0.3).reverberate(tape, 0.25);
    }

    private static Instrument bassInstrument(Choices choices) {
        return Instrument.of(choices.oneOf(Timbre.SAW, Timbre.SQUARE), new Envelope(0.003, 0.12, 0.3, 0.02))
                .with(new Brightness(choices.between(900, 2_800), 250, choices.between(0.05, 0.12), 2.5));
    }

    private static Instrument stabInstrument(Choices choices) {
        return Instrument.of(Timbre.SAW, Envelope.struck(0.003, choices.between(0.08, 0.2)))
                .inUnison(3, choices.between(8, 16))
                .with(new Brightness(choices.between(3_000, 7_000), 500, choices.between(0.06, 0.15), 1.5));
    }

    private static void bass(Player player, Key key, Clock clock, Tape tape, Choices choices) {
        boolean[] line = choices.oneOf(BASS_LINES);
        int other = choices.oneOf(0, 2, 4, 6);
        double seconds = clock.seconds(SIXTEENTH);
        for (int step = 0; step * seconds < tape.seconds(); step++) {
            if (line[step % SIXTEENTHS_A_BAR]) {
                int degree = step % 32 >= 28 ? other : 0;
                player.play(new Note(step * seconds, 0.8 * seconds, key.pitch(degree), choices.between(0.8, 1)));
            }
        }
    }

    private static void stabs(Player player, Key key, Clock clock, Tape tape, Choices choices) {
        boolean[] rhythm = choices.oneOf(STABS);
        int[] chord = key.chord(0, choices.betweenWhole(3, 4));
        int[] lift = {0, 0, choices.oneOf(0, 3, 5), choices.oneOf(0, -2)};
        double seconds = clock.seconds(SIXTEENTH);
        for (int step = 0; step * seconds < tape.seconds(); step++) {
            if (rhythm[step % SIXTEENTHS_A_BAR]) {
                for (int pitch : chord) {
                    int transposed = pitch + TWO_OCTAVES + lift[step / SIXTEENTHS_A_BAR % lift.length];
                    player.play(new Note(step * seconds, seconds, transposed, choices.between(0.3, 0.45)));
                }
            }
        }
    }

    /** A chord and its air that lie under everything else. */
    private static void pad(Key key, Tape tape, Choices choices) {
        Instrument strings = Instrument.of(Timbre.SAW, Envelope.held(0.05, 0.5))
                .inUnison(2, 8)
                .with(new Brightness(5_000, choices.between(1_500, 4_000), 4, 0.8))
                .withBreath(choices.between(0.2, 0.5));
        Player player = new Player(strings, tape, choices);
        double loudness = choices.between(0.02, 0.05);
        for (int pitch : key.chord(0, 3)) {
            player.play(new Note(0, tape.seconds(), pitch + TWO_OCTAVES, loudness));
        }
    }

    private static void drums(DrumKit kit, Clock clock, Tape tape, Choices choices) {
        boolean claps = choices.chance(0.75);
        boolean busyHats = choices.chance(0.6);
        double hats = choices.between(0.4, 0.7);
        double seconds = clock.seconds(SIXTEENTH);
        for (int step = 0; step * seconds < tape.seconds(); step++) {
            double start = step * seconds;
            if (step % 4 == 0) {
                kit.kick(start, 1);
            }
            if (step % 8 == 4) {
                if (claps) {
                    kit.clap(start, 0.5);
                } else {
                    kit.snare(start, 0.5);
                }
            }
            if (step % 4 == 2) {
                kit.openHat(start, hats);
            } else if (busyHats) {
                kit.closedHat(start, hats * choices.between(0.4, 0.8));
            }
        }
    }

    private static boolean[] steps(String pattern) {
        boolean[] steps = new boolean[pattern.length()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = pattern.charAt(i) == 'x';
        }
        return steps;
    }
}
