package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * What was read from a Keras file. Immutable.
 *
 * @param config the network that the file is of; where the file does not say them, its dropout is
 *     the reference's and photographs are given to it as they are
 * @param weights the values of every parameter
 * @param layout how the file was laid out
 * @param mapping one entry for each layer with weights, in the network's order
 * @param preprocessing what is done to a photograph before the network sees it; empty where the
 *     file does not say it, as those of other programs
 * @param provenance where the weights come from; empty where the file does not say it
 * @param license the terms of the weights and of the data they were trained on; empty where the
 *     file does not say them
 */
public record ImportedWeights(
    SeqNetConfig config,
    NetworkWeights weights,
    KerasLayout layout,
    List<LayerMapping> mapping,
    Optional<Preprocessing> preprocessing,
    Optional<Provenance> provenance,
    String license) {
  /** Copies the list. */
  public ImportedWeights {
    mapping = List.copyOf(mapping);
  }

  /**
   * These weights with the preprocessing that they were trained with, for a file that does not say
   * it.
   *
   * @throws IllegalArgumentException if the file says another one
   */
  public ImportedWeights withPreprocessing(Preprocessing other) {
    if (preprocessing.isPresent() && !preprocessing.get().equals(other)) {
      throw new IllegalArgumentException(
          "preprocessing must be " + preprocessing.get() + ", as the file says, got " + other);
    }
    return new ImportedWeights(
        config.withPreprocessing(other),
        weights,
        layout,
        mapping,
        Optional.of(other),
        provenance,
        license);
  }

  /**
   * The network with these weights. Where the file says nothing of its data and its training, its
   * provenance is that it was imported.
   *
   * @param source what the weights were taken from, such as the file's name
   */
  public TrainedModel model(String source) {
    return new TrainedModel(
        config, weights, provenance.orElseGet(() -> Provenance.imported(source)), license);
  }
}
