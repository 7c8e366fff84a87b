/** ND4J's backend for CUDA 11.6: which devices it has code for, and what the driver says of those that are there. */
package io.reverie.cuda;
