// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A model with its weights, their provenance and license. Immutable and safe to share between
 * threads.
 *
 * @param specification the network, its maps and how it expects photographs
 * @param weights the values of the network's parameters
 * @param provenance where the weights come from
 * @param license the terms of the weights and of the data they were trained on; empty if unknown
 */
public record TrainedModel(
    ModelSpecification specification, NetworkWeights weights, Provenance provenance, String license)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the weights do not fit the network
   */
  public TrainedModel {
    Objects.requireNonNull(specification, "specification");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(license, "license");
    weights.requireFit(specification.network());
  }

  /**
   * A SeqNet or IterNet with its weights.
   *
   * @throws IllegalArgumentException if the weights do not fit the network
   */
  public TrainedModel(
      SeqNetConfig config, NetworkWeights weights, Provenance provenance, String license) {
    this(config.specification(), weights, provenance, license);
  }

  /**
   * Reads a model file of any supported format, recognized by its content.
   *
   * @throws IOException if the file cannot be read; the message names it
   * @throws ModelFormatException if the file is not a model of a supported format ({@code .seqnet},
   *     Keras HDF5, {@code .keras}, safetensors), or is damaged
   */
  public static TrainedModel read(Path file) throws IOException {
    return ModelFiles.read(file);
  }

  /** The network as data. */
  public Network network() {
    return specification.network();
  }
}
