package io.reverie.standalone.demo;

/** Twelve bars with a swing: ride cymbal and backbeat, walking bass, comping, and a lead that bends its notes. */
final class BluesShuffle implements Style {
    /** Roots of the twelve bars, semitones above the tonic. */
    private static final int[] TWELVE_BARS = {0, 0, 0, 0, 5, 5, 0, 0, 7, 5, 0, 7};
    /** The off-beat lies on the last third of the beat. */
    private static final double SWING = 2 / 3.0;

    private static final int[] DOMINANT_SEVENTH = {4, 10, 14};
    private static final int[][] WALKS = {{0, 4, 7, 9}, {0, 4, 7, 10}, {0, 7, 9, 10}, {12, 10, 9, 7}, {0, 4, 5, 6}};
    private static final int[] BOOGIE = {0, 0, 4, 4, 7, 7, 9, 9};

    @Override
    public void perform(Tape tape, Choices choices) {
        Clock clock = new Clock(choices.between(92, 132));
        int tonic = choices.betweenWhole(40, 51);
        int firstBar = choices.betweenWhole(0, TWELVE_BARS.length - 1);
        drums(new DrumKit(tape, choices), clock, tape, choices.forPart());
        bass(tonic, firstBar, clock, tape, choices.forPart());
        comping(tonic, firstBar, clock, tape, choices.forPart());
        lead(tonic, clock, tape, choices.forPart());
        new Room(choices.between(0.4, 0.8), 0.4).reverberate(tape, choices.between(0.25, 0.45));
    }

    private static void drums(DrumKit kit, Clock clock, Tape tape, Choices choices) {
        boolean hats = choices.chance(0.3);
        double cymbals = choices.between(0.45, 0.8);
        for (int beat = 0; clock.seconds(beat) < tape.seconds(); beat++) {
            double start = clock.seconds(beat);
            double swung = clock.seconds(beat + SWING);
            if (hats) {
                kit.closedHat(start, 0.6 * cymbals);
                kit.closedHat(swung, 0.4 * cymbals);
            } else {
                kit.ride(start, cymbals);
                kit.ride(swung, 0.6 * cymbals);
            }
            if (beat % 2 == 1) {
                kit.snare(start + choices.between(0, 0.008), 0.45);
            } else {
                kit.kick(start, 0.55);
                if (choices.chance(0.25)) {
                    kit.kick(swung, 0.4);
                }
            }
        }
    }

    private static void bass(int tonic, int firstBar, Clock clock, Tape tape, Choices choices) {
        Player player = new Player(
                Instrument.of(Timbre.BASS, new Envelope(0.006, 0.35, 0.15, 0.05))
                        .withBreath(0.02),
                tape,
                choices);
        boolean boogie = choices.chance(0.4);
        for (int bar = 0; bar < clock.bars(tape.seconds()); bar++) {
            int root = tonic - 12 + root(firstBar + bar);
            int[] walk = choices.oneOf(WALKS);
            for (int beat = 0; beat < 4; beat++) {
                double start = clock.seconds(4 * bar + beat);
                if (boogie) {
                    player.play(new Note(start, clock.seconds(0.5), root + BOOGIE[2 * beat], 0.7));
                    player.play(new Note(
                            start + clock.seconds(SWING), clock.seconds(0.3), root + BOOGIE[2 * beat + 1], 0.55));
                } else {
                    player.play(new Note(start, clock.seconds(0.9), root + walk[beat], 0.7));
                }
            }
        }
    }

    private static void comping(int tonic, int firstBar, Clock clock, Tape tape, Choices choices) {
        Instrument piano = Instrument.of(Timbre.PIANO, Envelope.struck(0.004, 0.5))
                .with(new Brightness(6_000, 1_200, 0.3, 0.7))
                .inUnison(2, 3);
        Instrument organ = Instrument.of(Timbre.TONE_WHEELS, new Envelope(0.008, 0.3, 0.7, 0.03))
                .with(new Expression(6.5, 12, 0));
        Instrument guitar =
                Instrument.of(Timbre.PLUCKED, Envelope.struck(0.003, 0.3)).with(new Brightness(5_000, 900, 0.2, 0.9));
        Player player = new Player(choices.oneOf(piano, organ, guitar).withBreath(0.04), tape, choices);
        boolean everyOffBeat = choices.chance(0.4);
        for (int bar = 0; bar < clock.bars(tape.seconds()); bar++) {
            int root = tonic + 12 + root(firstBar + bar);
            for (int beat = 0; beat < 4; beat++) {
                if (everyOffBeat || choices.chance(0.5)) {
                    double start = clock.seconds(4 * bar + beat + (everyOffBeat || choices.chance(0.7) ? SWING : 0));
                    for (int interval : DOMINANT_SEVENTH) {
                        player.play(new Note(start, clock.seconds(0.3), root + interval, 0.28));
                    }
                }
            }
        }
    }

    /** Phrases of about a bar on the blues scale, with breaths between them. */
    private static void lead(int tonic, Clock clock, Tape tape, Choices choices) {
        Expression bent = new Expression(choices.between(5, 6.5), choices.between(15, 30), choices.between(0.5, 1.2));
        Instrument horn = Instrument.of(
                        choices.oneOf(Timbre.REED, Timbre.SAW, Timbre.SQUARE), new Envelope(0.015, 0.3, 0.6, 0.04))
                .with(bent)
                .with(new Brightness(4_500, 2_000, 0.2, 1))
                .withBreath(choices.between(0.03, 0.08));
        Player player = new Player(horn, tape, choices);
        Key key = new Key(tonic + 24, Scale.BLUES);
        int degree = choices.betweenWhole(0, 5);
        double beat = choices.betweenWhole(0, 2);
        while (clock.seconds(beat) < tape.seconds()) {
            int notes = choices.betweenWhole(4, 9);
            for (int note = 0; note < notes; note++) {
                boolean last = note == notes - 1;
                boolean onBeat = beat == Math.floor(beat);
                double beats = last ? 1.5 : onBeat ? choices.oneOf(SWING, SWING, 1.0) : 1 - SWING;
                player.play(new Note(
                        clock.seconds(beat),
                        0.85 * clock.seconds(beats),
                        key.pitch(degree),
                        choices.between(0.4, 0.6)));
                beat = onBeat ? beat + beats : Math.ceil(beat);
                degree = Math.max(-3, Math.min(8, degree + choices.oneOf(-2, -1, -1, 1, 1, 2)));
            }
            beat = Math.ceil(beat) + choices.betweenWhole(1, 2);
        }
    }

    private static int root(int bar) {
        return TWELVE_BARS[bar % TWELVE_BARS.length];
    }
}
