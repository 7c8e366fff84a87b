package io.reverie.standalone.demo;

/**
 * One note.
 *
 * @param start seconds from the start of the piece
 * @param seconds how long it is held
 * @param pitch MIDI note number, fractions allowed
 * @param loudness amplitude, 1 being a normal note
 */
record Note(double start, double seconds, double pitch, double loudness) {}
