/**
 * From magnitudes to sound: phase retrieval ({@link io.reverie.audio.phase.PhaseRetrieval}) and the inversion of mel
 * spectrograms ({@link io.reverie.audio.phase.MelInversion}).
 */
package io.reverie.audio.phase;
