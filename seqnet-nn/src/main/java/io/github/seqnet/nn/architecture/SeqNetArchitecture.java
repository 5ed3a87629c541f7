// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.util.List;
import java.util.Optional;

/**
 * SeqNet (Li et al., "Joint Learning of Vessel Segmentation and Artery/Vein Classification with
 * Post-processing", MIDL 2020, arXiv:2005.13337) as its published program builds it: a segmentation
 * stream, then an artery and a vein stream on the image times the segmentation. The paper draws one
 * classification stream; the program and its checkpoints have two.
 *
 * <p>Input: {@code N x H x W x 3}, RGB in 0..1, H and W multiples of 16. Outputs: maps {@code N x H
 * x W x 1} in 0..1, named as in the published program.
 */
public final class SeqNetArchitecture {
  /** The final map of the segmentation stream of SeqNet. */
  public static final String VESSEL = "seg_final_out";

  /** The final map of the artery stream. */
  public static final String ARTERY = "cls_art_final_out";

  /** The final map of the vein stream. */
  public static final String VEIN = "cls_vei_final_out";

  /** The final map of an IterNet alone. */
  public static final String ITERNET_VESSEL = "final_out";

  /** The prefix of the weights of the segmentation stream. */
  public static final String SEGMENTATION_PREFIX = "segmentation.";

  /** The prefix of the weights of the artery stream. */
  public static final String ARTERY_PREFIX = "artery.";

  /** The prefix of the weights of the vein stream. */
  public static final String VEIN_PREFIX = "vein.";

  private SeqNetArchitecture() {}

  /** The network of a configuration: SeqNet with three streams, or IterNet with one. */
  public static Network network(SeqNetConfig config) {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor image = builder.input();
    IterNetStream segmentation =
        IterNetStream.add(builder, SEGMENTATION_PREFIX, image, Optional.empty(), config);
    switch (config.streams()) {
      case SEGMENTATION -> outputs(builder, segmentation, "out1", ITERNET_VESSEL);
      case SEGMENTATION_ARTERY_VEIN -> {
        Tensor masked = builder.stopGradient(builder.multiplication(segmentation.last(), image));
        Optional<Tensor> skip = Optional.of(segmentation.firstStage());
        IterNetStream artery = IterNetStream.add(builder, ARTERY_PREFIX, masked, skip, config);
        IterNetStream vein = IterNetStream.add(builder, VEIN_PREFIX, masked, skip, config);
        outputs(builder, segmentation, "out1", VESSEL);
        outputs(builder, artery, "out1_cls_art", ARTERY);
        outputs(builder, vein, "out1_cls_vei", VEIN);
      }
    }
    return builder.build();
  }

  /** The configuration of a network that {@link #network} has made; empty for other networks. */
  static Optional<SeqNetConfig> recognize(Network network) {
    boolean segmentationOnly = network.outputs().containsKey(ITERNET_VESSEL);
    int streams = segmentationOnly ? 1 : 3;
    int iterations = network.outputs().size() / streams - 1;
    Parameter first = network.parameters().get(SEGMENTATION_PREFIX + "e1.conv1.bias");
    if (first == null || first.length() > 256 || iterations < 0 || iterations > 64) {
      return Optional.empty();
    }
    double dropout =
        network.layers().stream()
            .filter(Layer.Dropout.class::isInstance)
            .mapToDouble(layer -> ((Layer.Dropout) layer).rate())
            .findFirst()
            .orElse(0);
    SeqNetConfig config =
        new SeqNetConfig(
            first.length(),
            iterations,
            dropout,
            segmentationOnly
                ? SeqNetConfig.Streams.SEGMENTATION
                : SeqNetConfig.Streams.SEGMENTATION_ARTERY_VEIN);
    return Optional.of(config).filter(c -> network(c).equals(network));
  }

  /**
   * The names of the final maps of a configuration: vessel, then artery and vein where there are.
   */
  public static List<String> finalOutputs(SeqNetConfig config) {
    return switch (config.streams()) {
      case SEGMENTATION -> List.of(ITERNET_VESSEL);
      case SEGMENTATION_ARTERY_VEIN -> List.of(VESSEL, ARTERY, VEIN);
    };
  }

  private static void outputs(
      NetworkBuilder builder, IterNetStream stream, String prefix, String last) {
    for (int t = 0; t < stream.intermediate().size(); t++) {
      builder.output(prefix + (t + 1), stream.intermediate().get(t));
    }
    builder.output(last, stream.last());
  }
}
