// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ArteryVeinCorrector;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights, their provenance and license. Immutable and safe to share between
 * threads.
 *
 * @param specification the network, its maps and how it expects photographs
 * @param weights the values of the network's parameters
 * @param provenance where the weights come from
 * @param license the terms of the weights and of the data they were trained on; empty if unknown
 * @param correctionModel the network that corrects the artery and vein maps, see {@link
 *     io.github.seqnet.nn.ArteryVeinCorrector}; null for none
 */
public record TrainedModel(
    ModelSpecification specification,
    NetworkWeights weights,
    Provenance provenance,
    String license,
    @Nullable TrainedModel correctionModel)
    implements Serializable {
  private static final long serialVersionUID = 2L;

  /**
   * @throws IllegalArgumentException if the weights do not fit the network, or the correction does
   *     not fit: this model has no artery and vein maps, {@link
   *     ArteryVeinCorrector#requireCorrection} rejects the correction, or it has a correction
   *     itself
   */
  public TrainedModel {
    Objects.requireNonNull(specification, "specification");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(license, "license");
    weights.requireFit(specification.network());
    if (correctionModel != null) {
      if (!specification.separatesArteriesAndVeins()) {
        throw new IllegalArgumentException("a model of vessels alone cannot have a correction");
      }
      ArteryVeinCorrector.requireCorrection(correctionModel.specification());
      if (correctionModel.correctionModel() != null) {
        throw new IllegalArgumentException("a correction cannot have a correction");
      }
    }
  }

  /**
   * A model without a correction.
   *
   * @throws IllegalArgumentException if the weights do not fit the network
   */
  public TrainedModel(
      ModelSpecification specification,
      NetworkWeights weights,
      Provenance provenance,
      String license) {
    this(specification, weights, provenance, license, null);
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

  /** The network that corrects the artery and vein maps; empty if there is none. */
  public Optional<TrainedModel> correction() {
    return Optional.ofNullable(correctionModel);
  }

  /**
   * This model with a network that corrects its artery and vein maps.
   *
   * @throws IllegalArgumentException if the correction does not fit this model
   */
  public TrainedModel withCorrection(TrainedModel correction) {
    return new TrainedModel(
        specification,
        weights,
        provenance,
        license,
        Objects.requireNonNull(correction, "correction"));
  }

  /** This model without a correction. */
  public TrainedModel withoutCorrection() {
    return new TrainedModel(specification, weights, provenance, license);
  }

  /** The network as data. */
  public Network network() {
    return specification.network();
  }
}
