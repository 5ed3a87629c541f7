package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.util.List;

/**
 * What was read from a Keras file. Immutable.
 *
 * @param config the network that the file is of; its dropout is the reference's, for the file does
 *     not say it
 * @param weights the values of every parameter
 * @param layout how the file was laid out
 * @param mapping one entry for each layer with weights, in the network's order
 */
public record ImportedWeights(
    SeqNetConfig config, NetworkWeights weights, KerasLayout layout, List<LayerMapping> mapping) {
  /** Copies the list. */
  public ImportedWeights {
    mapping = List.copyOf(mapping);
  }

  /**
   * The network with these weights. A checkpoint says nothing of its data, its training or its
   * terms.
   *
   * @param source what the weights were taken from, such as the file's name
   */
  public TrainedModel model(String source) {
    return new TrainedModel(config, weights, Provenance.imported(source), "");
  }
}
