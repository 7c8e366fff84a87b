package io.reverie.standalone.demo;

/**
 * What a part is played on.
 *
 * @param timbre the overtones
 * @param envelope the loudness of a note over time
 * @param expression how the pitch of a note moves
 * @param brightness how the overtones of a note die
 * @param players how many play in unison, at least 1
 * @param detuneCents how far they spread to either side, in hundredths of a semitone
 * @param breath breath, bow or finger noise, in amplitude relative to the tone
 */
record Instrument(
        Timbre timbre,
        Envelope envelope,
        Expression expression,
        Brightness brightness,
        int players,
        double detuneCents,
        double breath) {

    Instrument {
        if (players < 1) {
            throw new IllegalArgumentException("players must be at least 1 but is " + players);
        }
    }

    static Instrument of(Timbre timbre, Envelope envelope) {
        return new Instrument(timbre, envelope, Expression.PLAIN, Brightness.OPEN, 1, 0, 0);
    }

    Instrument with(Expression newExpression) {
        return new Instrument(timbre, envelope, newExpression, brightness, players, detuneCents, breath);
    }

    Instrument with(Brightness newBrightness) {
        return new Instrument(timbre, envelope, expression, newBrightness, players, detuneCents, breath);
    }

    Instrument inUnison(int newPlayers, double newDetuneCents) {
        return new Instrument(timbre, envelope, expression, brightness, newPlayers, newDetuneCents, breath);
    }

    Instrument withBreath(double newBreath) {
        return new Instrument(timbre, envelope, expression, brightness, players, detuneCents, newBreath);
    }
}
