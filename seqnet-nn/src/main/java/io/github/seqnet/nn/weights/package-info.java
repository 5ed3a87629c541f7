/**
 * The values of a network's parameters and where they come from: {@link
 * io.github.seqnet.nn.weights.NetworkWeights}, the Keras HDF5 layouts, the project's own file.
 */
package io.github.seqnet.nn.weights;
