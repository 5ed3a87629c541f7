// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ArteryVeinCorrector;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
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
 * @param partnerModel a second network, whose maps are averaged with those of this model, as
 *     logits; null for none
 */
public record TrainedModel(
    ModelSpecification specification,
    NetworkWeights weights,
    Provenance provenance,
    String license,
    @Nullable TrainedModel correctionModel,
    @Nullable TrainedModel partnerModel)
    implements Serializable {
  private static final long serialVersionUID = 3L;

  /**
   * @throws IllegalArgumentException if the weights do not fit the network; if the correction does
   *     not fit: this model has no artery and vein maps, or {@link
   *     ArteryVeinCorrector#requireCorrection} rejects the correction; if the partner does not fit:
   *     its input is not RGB, or it expects another preprocessing; or if one of them has a
   *     correction or a partner itself
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
      requireSingle("correction", correctionModel);
    }
    if (partnerModel != null) {
      requirePhotographs(partnerModel);
      Preprocessing preprocessing = partnerModel.specification().preprocessing();
      if (!preprocessing.equals(specification.preprocessing())) {
        throw new IllegalArgumentException(
            "a partner must expect the preprocessing of the model, %s, got %s"
                .formatted(specification.preprocessing().descriptor(), preprocessing.descriptor()));
      }
      requireSingle("partner", partnerModel);
    }
  }

  private static void requirePhotographs(TrainedModel partner) {
    try {
      OutputMap.requirePhotographs(partner.network());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a partner must see photographs: " + e.getMessage(), e);
    }
  }

  private static void requireSingle(String role, TrainedModel model) {
    if (model.correctionModel() != null || model.partnerModel() != null) {
      throw new IllegalArgumentException(
          ("a %s must not have a correction or a partner of its own: call withoutCorrection() and"
                  + " withoutPartner() on it")
              .formatted(role));
    }
  }

  /**
   * A model of one network.
   *
   * @throws IllegalArgumentException if the weights do not fit the network
   */
  public TrainedModel(
      ModelSpecification specification,
      NetworkWeights weights,
      Provenance provenance,
      String license) {
    this(specification, weights, provenance, license, null, null);
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

  /** The second network; empty if there is none. */
  public Optional<TrainedModel> partner() {
    return Optional.ofNullable(partnerModel);
  }

  /**
   * This model with a network that corrects its artery and vein maps.
   *
   * @throws IllegalArgumentException if the correction does not fit this model
   */
  public TrainedModel withCorrection(TrainedModel correction) {
    return with(Objects.requireNonNull(correction, "correction"), partnerModel);
  }

  /** This model without a correction. */
  public TrainedModel withoutCorrection() {
    return with(null, partnerModel);
  }

  /**
   * This model with a second network, its partner. Networks that were trained apart make different
   * errors, so that the mean of their maps has fewer. A partner has a vessel map, or vessel, artery
   * and vein maps; the maps that it has are averaged. It sees the photograph in windows of at least
   * 640 px, at the same time as the model. A partner is used with {@link
   * io.github.seqnet.preprocess.Framing#FIELD_OF_VIEW} only.
   *
   * @param partner a network that sees the same part of the photograph with the same preprocessing.
   *     Unlike a model, it predicts all its maps at each of its working sizes, in a different
   *     orientation at each, and their logits are averaged. The ratios of its working sizes to the
   *     largest of the model are kept when the model works at another size. Its framing and caliber
   *     are ignored
   * @throws IllegalArgumentException if the partner does not fit this model
   */
  public TrainedModel withPartner(TrainedModel partner) {
    return with(correctionModel, Objects.requireNonNull(partner, "partner"));
  }

  /** This model without a partner. */
  public TrainedModel withoutPartner() {
    return with(correctionModel, null);
  }

  private TrainedModel with(@Nullable TrainedModel correction, @Nullable TrainedModel partner) {
    return new TrainedModel(specification, weights, provenance, license, correction, partner);
  }

  /**
   * This model, its correction and its partner with weights rounded to half precision. A {@link
   * WeightFile} of it has half the size. Compare its predictions before you use it: rounding
   * changes the vessel map of a SeqNet by up to 0.004, and its artery and vein maps by up to 0.02.
   *
   * @throws IllegalArgumentException if the absolute value of a weight exceeds 65 504
   */
  public TrainedModel toHalfPrecision() {
    return new TrainedModel(
        specification,
        weights.toHalfPrecision(),
        provenance,
        license,
        correctionModel == null ? null : correctionModel.toHalfPrecision(),
        partnerModel == null ? null : partnerModel.toHalfPrecision());
  }

  /** The network as data. */
  public Network network() {
    return specification.network();
  }
}
