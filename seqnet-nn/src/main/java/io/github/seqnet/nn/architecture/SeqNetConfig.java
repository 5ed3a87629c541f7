// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Configures a SeqNet or IterNet and makes its {@link ModelSpecification}.
 *
 * @param baseWidth channels of the first stage, at least 1; 32 in the published checkpoint
 * @param iterations how often the refinement U-Net runs, 0..64; 3 in the published checkpoint. With
 *     0 each stream is its base U-Net alone: it has no refinement U-Net and a single output
 * @param dropout the dropout rate after each 3 x 3 convolution in training, at least 0 and below 1
 * @param streams which streams there are
 * @param preprocessing what is done to a photograph before the network sees it, in training and
 *     prediction alike
 */
public record SeqNetConfig(
    int baseWidth, int iterations, double dropout, Streams streams, Preprocessing preprocessing)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The streams of a network. */
  public enum Streams {
    /** One IterNet: segmentation only. */
    SEGMENTATION,
    /** SeqNet: segmentation, then artery and vein on the masked image. */
    SEGMENTATION_ARTERY_VEIN
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public SeqNetConfig {
    if (baseWidth < 1 || baseWidth > 256) {
      throw new IllegalArgumentException("baseWidth must be in 1..256, got " + baseWidth);
    }
    if (iterations < 0 || iterations > 64) {
      throw new IllegalArgumentException("iterations must be in 0..64, got " + iterations);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in 0..1 without 1, got " + dropout);
    }
    Objects.requireNonNull(streams, "streams");
    Objects.requireNonNull(preprocessing, "preprocessing");
  }

  /** A network without preprocessing, like the published ones. */
  public SeqNetConfig(int baseWidth, int iterations, double dropout, Streams streams) {
    this(baseWidth, iterations, dropout, streams, Preprocessing.NONE);
  }

  /** SeqNet with three streams, the reference's dropout of 0.1. */
  public static SeqNetConfig seqNet(int baseWidth, int iterations) {
    return new SeqNetConfig(baseWidth, iterations, 0.1, Streams.SEGMENTATION_ARTERY_VEIN);
  }

  /** IterNet alone, the reference's dropout of 0.1. */
  public static SeqNetConfig iterNet(int baseWidth, int iterations) {
    return new SeqNetConfig(baseWidth, iterations, 0.1, Streams.SEGMENTATION);
  }

  /**
   * Recognizes a SeqNet or IterNet by its layers.
   *
   * @return the configuration whose {@link #specification()} has the same network, maps and
   *     preprocessing; empty for other models
   */
  public static Optional<SeqNetConfig> of(ModelSpecification specification) {
    return SeqNetArchitecture.recognize(specification.network())
        .map(config -> config.withPreprocessing(specification.preprocessing()))
        .filter(
            config ->
                config
                    .specification()
                    .withFraming(specification.framing())
                    .withWorkingSizes(specification.workingSizes())
                    .withCaliber(specification.caliber())
                    .equals(specification));
  }

  /** The model that this configuration describes. */
  public ModelSpecification specification() {
    Network network = SeqNetArchitecture.network(this);
    List<OutputMap> maps =
        SeqNetArchitecture.finalOutputs(this).stream().map(OutputMap::of).toList();
    ModelSpecification vessels =
        ModelSpecification.of(network, maps.get(0)).withPreprocessing(preprocessing);
    return streams == Streams.SEGMENTATION
        ? vessels
        : vessels.withArteryVein(maps.get(1), maps.get(2));
  }

  /** The same network with another dropout rate. */
  public SeqNetConfig withDropout(double rate) {
    return new SeqNetConfig(baseWidth, iterations, rate, streams, preprocessing);
  }

  /** The same network for photographs that are prepared in another way. */
  public SeqNetConfig withPreprocessing(Preprocessing other) {
    return new SeqNetConfig(baseWidth, iterations, dropout, streams, other);
  }
}
