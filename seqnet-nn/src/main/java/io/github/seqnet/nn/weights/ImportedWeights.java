// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Weights read from a Keras file, with what the file says about their network. Immutable. */
public final class ImportedWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SeqNetConfig config;
  private final ModelSpecification specification;
  private final NetworkWeights weights;
  private final KerasLayout layout;
  private final List<LayerMapping> mapping;
  private final @Nullable Preprocessing preprocessing;
  private final @Nullable Provenance provenance;
  private final String license;

  ImportedWeights(
      SeqNetConfig config,
      ModelSpecification specification,
      NetworkWeights weights,
      KerasLayout layout,
      List<LayerMapping> mapping,
      Optional<Preprocessing> preprocessing,
      Optional<Provenance> provenance,
      String license) {
    this.config = Objects.requireNonNull(config, "config");
    this.specification = Objects.requireNonNull(specification, "specification");
    this.weights = Objects.requireNonNull(weights, "weights");
    this.layout = Objects.requireNonNull(layout, "layout");
    this.mapping = List.copyOf(Objects.requireNonNull(mapping, "mapping"));
    this.preprocessing = preprocessing.orElse(null);
    this.provenance = provenance.orElse(null);
    this.license = Objects.requireNonNull(license, "license");
  }

  /**
   * The configuration of the network. A file without dropout and preprocessing gets the dropout of
   * the reference and no preprocessing.
   */
  public SeqNetConfig config() {
    return config;
  }

  /**
   * The network with its framing, working sizes and caliber. A file that does not state them gets
   * those of {@link SeqNetConfig#specification()}.
   */
  public ModelSpecification specification() {
    return specification;
  }

  /** The values of every parameter. */
  public NetworkWeights weights() {
    return weights;
  }

  /** The layout of the file. */
  public KerasLayout layout() {
    return layout;
  }

  /** One entry for each layer with weights, in the order of the network. */
  public List<LayerMapping> mapping() {
    return mapping;
  }

  /** The preprocessing of photographs; empty if the file does not state it. */
  public Optional<Preprocessing> preprocessing() {
    return Optional.ofNullable(preprocessing);
  }

  /** The origin of the weights; empty if the file does not state it. */
  public Optional<Provenance> provenance() {
    return Optional.ofNullable(provenance);
  }

  /** The license of the weights and of their training data; empty if the file does not state it. */
  public String license() {
    return license;
  }

  /**
   * Returns these weights with the preprocessing that they were trained with, for a file that does
   * not state it.
   *
   * @throws IllegalArgumentException if the file states another preprocessing
   */
  public ImportedWeights withPreprocessing(Preprocessing other) {
    Objects.requireNonNull(other, "other");
    if (preprocessing != null && !preprocessing.equals(other)) {
      throw new IllegalArgumentException(
          "preprocessing must be " + preprocessing + ", as the file says, got " + other);
    }
    return new ImportedWeights(
        config.withPreprocessing(other),
        specification.withPreprocessing(other),
        weights,
        layout,
        mapping,
        Optional.of(other),
        provenance(),
        license);
  }

  /**
   * Creates the model. If the file does not state its origin, the provenance names the source.
   *
   * @param source what the weights were imported from, such as the name of the file
   */
  public TrainedModel model(String source) {
    return new TrainedModel(
        specification, weights, provenance().orElseGet(() -> Provenance.imported(source)), license);
  }

  /** Equal by every property. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ImportedWeights that
        && that.config.equals(config)
        && that.specification.equals(specification)
        && that.weights.equals(weights)
        && that.layout == layout
        && that.mapping.equals(mapping)
        && Objects.equals(that.preprocessing, preprocessing)
        && Objects.equals(that.provenance, provenance)
        && that.license.equals(license);
  }

  @Override
  public int hashCode() {
    return Objects.hash(config, specification, layout, mapping, preprocessing, provenance, license);
  }

  @Override
  public String toString() {
    return "ImportedWeights[" + specification + ", " + layout + "]";
  }
}
