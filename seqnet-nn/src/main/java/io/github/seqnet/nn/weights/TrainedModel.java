package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A network with its weights, where they come from and on which terms they may be used. Immutable
 * and safe to share between threads.
 *
 * @param config the network
 * @param weights a value for each of its parameters
 * @param provenance where the weights come from
 * @param license the terms of the weights and of the data they were trained on; empty where none
 *     are known
 */
public record TrainedModel(
    SeqNetConfig config, NetworkWeights weights, Provenance provenance, String license) {
  /**
   * @throws IllegalArgumentException if the weights are not those of the network
   */
  public TrainedModel {
    weights.requireFit(SeqNetArchitecture.network(config));
    if (provenance == null || license == null) {
      throw new NullPointerException(
          (provenance == null ? "provenance" : "license") + " must not be null");
    }
  }

  /**
   * Reads a {@code .seqnet} file or a Keras HDF5 checkpoint, told apart by their content.
   *
   * @throws IOException if the file cannot be read; names it
   * @throws ModelFormatException as {@link WeightFile#read} and {@link KerasFile#read}
   */
  public static TrainedModel read(Path file) throws IOException {
    return KerasFile.isHdf5(file)
        ? KerasFile.read(file).model(file.getFileName().toString())
        : WeightFile.read(file);
  }

  /** The description of the network. */
  public Network network() {
    return SeqNetArchitecture.network(config);
  }
}
