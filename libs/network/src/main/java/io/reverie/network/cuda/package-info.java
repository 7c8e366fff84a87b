/**
 * What is known of NVIDIA's devices before anything computes on them. Plain Java: whoever can ask a driver provides a
 * {@link io.reverie.network.cuda.CudaLibrary}.
 */
package io.reverie.network.cuda;
