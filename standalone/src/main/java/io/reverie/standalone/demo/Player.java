package io.reverie.standalone.demo;

import java.util.HashMap;
import java.util.Map;

/** Plays the notes of one instrument onto a tape. */
final class Player {
    /** Envelopes, bends and filters move this often, in samples. */
    private static final int CONTROL_PERIOD = 16;

    private final Instrument instrument;
    private final Tape tape;
    private final Choices choices;
    private final Noise noise;
    private final Map<Double, WaveTable> tables = new HashMap<>();

    Player(Instrument instrument, Tape tape, Choices choices) {
        this.instrument = instrument;
        this.tape = tape;
        this.choices = choices.forPart();
        this.noise = choices.noise();
    }

    void play(Note note) {
        int start = Tape.position(note.start());
        int length = Math.min(
                Tape.position(instrument.envelope().audible(note.seconds())), tape.length() - Math.max(0, start));
        if (length <= 0) {
            return;
        }
        double[] sound = new double[length];
        double playerLoudness = 1 / Math.sqrt(instrument.players());
        for (int player = 0; player < instrument.players(); player++) {
            oscillate(sound, note.pitch() + detune(player), tableOf(note.pitch()), playerLoudness);
        }
        if (instrument.breath() > 0) {
            breathe(sound);
        }
        if (!instrument.brightness().isOpen()) {
            darken(sound);
        }
        shape(sound, note, start);
    }

    private double detune(int player) {
        if (instrument.players() == 1) {
            return 0;
        }
        double side = 2.0 * player / (instrument.players() - 1) - 1;
        return side * instrument.detuneCents() / 100;
    }

    private WaveTable tableOf(double pitch) {
        return tables.computeIfAbsent(pitch, key -> WaveTable.of(instrument.timbre(), Pitch.hertz(key), choices));
    }

    private void oscillate(double[] sound, double pitch, WaveTable table, double loudness) {
        double periodsASample = Pitch.hertz(pitch) / Tape.SAMPLE_RATE;
        double phase = choices.between(0, 1);
        double step = periodsASample;
        for (int i = 0; i < sound.length; i++) {
            if (i % CONTROL_PERIOD == 0) {
                step = periodsASample * instrument.expression().bend(seconds(i));
            }
            sound[i] += loudness * table.at(phase);
            phase += step;
        }
    }

    private void breathe(double[] sound) {
        double amplitude = instrument.breath() / Noise.RMS / Math.sqrt(2);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += amplitude * noise.next();
        }
    }

    private void darken(double[] sound) {
        Brightness brightness = instrument.brightness();
        StateVariableFilter filter = new StateVariableFilter(brightness.struckHertz(), brightness.quality());
        for (int i = 0; i < sound.length; i++) {
            if (i % CONTROL_PERIOD == 0) {
                filter.tune(brightness.corner(seconds(i)), brightness.quality());
            }
            filter.feed(sound[i]);
            sound[i] = filter.low();
        }
    }

    private void shape(double[] sound, Note note, int start) {
        Envelope envelope = instrument.envelope();
        for (int block = 0; block < sound.length; block += CONTROL_PERIOD) {
            double level = envelope.level(seconds(block), note.seconds());
            double next = envelope.level(seconds(block + CONTROL_PERIOD), note.seconds());
            int end = Math.min(block + CONTROL_PERIOD, sound.length);
            for (int i = block; i < end; i++) {
                double now = level + (next - level) * (i - block) / CONTROL_PERIOD;
                tape.add(start + i, sound[i] * now * note.loudness());
            }
        }
    }

    private static double seconds(int samples) {
        return (double) samples / Tape.SAMPLE_RATE;
    }
}
