/**
 * What training, dreaming and scoring share: the features that networks hear, the small network, the model artifact, and
 * the plan that runs a frozen network and its input gradient.
 *
 * <p>{@link io.reverie.network.ComputingBackend#load} decides what computes and has to run before any other code touches
 * ND4J; without it every entry point of this package loads the processor's backend.
 */
package io.reverie.network;
