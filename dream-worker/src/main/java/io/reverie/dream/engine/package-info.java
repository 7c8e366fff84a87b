/**
 * The dream engine: raises an objective of frozen networks by changing a spectrogram. Plain numbers in and out; it knows
 * neither Kafka nor the artifact store.
 *
 * <p>Arrays of gains, mel power and powers lie frame after frame: the value of (band, frame) at {@code frame * bands +
 * band}.
 */
package io.reverie.dream.engine;
