package io.reverie.standalone.demo;

/** One chord that never moves: beating strings or reeds under a wind, now and then a bowl. */
final class Drone implements Style {
    /** Ratios of the partials of a singing bowl. */
    private static final double[] BOWL_PARTIALS = {1, 2.71, 5.15, 8.07};

    /** How much of the wind is heard unfiltered. */
    private static final double AIR = 0.04;

    @Override
    public void perform(Tape tape, Choices choices) {
        int tonic = choices.betweenWhole(33, 45);
        strings(tonic, tape, choices.forPart());
        wind(tape, choices.forPart());
        bowls(tonic + 24, tape, choices.forPart());
        new Room(choices.between(2.5, 4), choices.between(0.2, 0.4)).reverberate(tape, choices.between(0.6, 1));
    }

    private static void strings(int tonic, Tape tape, Choices choices) {
        Timbre timbre = choices.oneOf(Timbre.SAW, Timbre.REED, Timbre.STRINGS, Timbre.CHOIR_OH);
        int[] chord = choices.oneOf(
                new int[] {0, 7, 12, 19}, new int[] {0, 12, 19, 24}, new int[] {0, 7, 12, 14}, new int[] {0, 5, 12, 17
                });
        for (int interval : chord) {
            double corner = choices.between(1_200, 4_000);
            Instrument layer = Instrument.of(timbre, Envelope.held(1.2, 1))
                    .with(new Brightness(choices.between(0.3, 1) * corner, corner, choices.between(2, 5), 0.9))
                    .inUnison(3, choices.between(4, 12))
                    .withBreath(choices.between(0.05, 0.1));
            // The tape starts in the midst of it.
            double start = -choices.between(0, 0.6);
            new Player(layer, tape, choices)
                    .play(new Note(start, tape.seconds() + 2, tonic + interval, choices.between(0.4, 0.9)));
        }
    }

    /** Noise through a band that wanders up and down. */
    private static void wind(Tape tape, Choices choices) {
        Noise noise = choices.noise();
        StateVariableFilter filter = new StateVariableFilter(1_000, 1.5);
        double centre = choices.between(600, 1_800);
        double swing = choices.between(0.4, 0.8);
        double hertz = choices.between(0.06, 0.18);
        double phase = choices.between(0, 2 * Math.PI);
        double loudness = choices.between(0.3, 0.7);
        int controlPeriod = 64;
        double gust = 1;
        for (int i = 0; i < tape.length(); i++) {
            if (i % controlPeriod == 0) {
                double wave = Math.sin(2 * Math.PI * hertz * i / Tape.SAMPLE_RATE + phase);
                filter.tune(centre * Math.pow(2, 2 * swing * wave), 1.5);
                gust = loudness * (0.6 + 0.4 * wave);
            }
            double sample = noise.next();
            filter.feed(sample);
            tape.add(i, gust * (filter.band() + AIR * sample));
        }
    }

    private static void bowls(int pitch, Tape tape, Choices choices) {
        if (choices.chance(0.4)) {
            return;
        }
        Timbre sine = (harmonic, hertz) -> harmonic == 1 ? 1 : 0;
        for (double start = choices.between(0.5, 4); start < tape.seconds(); start += choices.between(4, 7)) {
            double loudness = choices.between(0.2, 0.45);
            for (int partial = 0; partial < BOWL_PARTIALS.length; partial++) {
                Instrument bowl = Instrument.of(sine, Envelope.struck(0.02, 2.5 / (1 + partial)))
                        .inUnison(2, 2);
                double partialPitch = pitch + 12 * Math.log(BOWL_PARTIALS[partial]) / Math.log(2);
                new Player(bowl, tape, choices)
                        .play(new Note(start, tape.seconds(), partialPitch, loudness / (1 + partial)));
            }
        }
    }
}
