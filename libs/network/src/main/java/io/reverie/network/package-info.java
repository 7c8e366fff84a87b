/**
 * What training, dreaming and scoring share: the features that networks hear, the small network, the model artifact, and
 * the plan that runs a frozen network and its input gradient.
 *
 * <p>{@link io.reverie.network.NativeBackend#load()} has to run before any other code touches ND4J; every entry point
 * of this package calls it.
 */
package io.reverie.network;
