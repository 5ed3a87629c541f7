/**
 * The values of a network's parameters, where they come from and the files that hold them.
 *
 * <p>Start at {@link io.github.seqnet.nn.weights.TrainedModel}: a configuration, its {@link
 * io.github.seqnet.nn.weights.NetworkWeights}, their {@link io.github.seqnet.nn.weights.Provenance}
 * and license. {@link io.github.seqnet.nn.weights.WeightFile} reads and writes it in the project's
 * own format, {@link io.github.seqnet.nn.weights.EmbeddedModel} gives those that come with the
 * library, and {@link io.github.seqnet.nn.weights.KerasFile} exchanges weights with Keras.
 */
@NullMarked
package io.github.seqnet.nn.weights;

import org.jspecify.annotations.NullMarked;
