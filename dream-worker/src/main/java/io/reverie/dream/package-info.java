/**
 * The dream worker: dream requests in, dreamed spectrograms out; finished recordings in, scores out. The numbers are in
 * {@link io.reverie.dream.engine}.
 */
package io.reverie.dream;
