// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.weights.EmbeddedModel;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Opens the models that are part of this library: SeqNet, which segments retinal vessels and
 * distinguishes arteries from veins.
 *
 * <pre>{@code
 * try (VesselModel model = SeqNet.pretrained()) {
 *   VesselMaps maps = model.predict(ImageFiles.readRgb(Path.of("fundus.png")));
 * }
 * }</pre>
 *
 * <p>Models in files are opened by {@link VesselModel#load}.
 *
 * <p>Li et al., "Joint Learning of Vessel Segmentation and Artery/Vein Classification with
 * Post-processing", MIDL 2020, arXiv:2005.13337. A research tool, not a medical device.
 */
public final class SeqNet {
  /** The name of the default model: trained in part on data for research only. */
  public static final String RESEARCH = "research";

  /** The name of the model that was trained on data under CC BY 4.0 alone. */
  public static final String OPEN = "open";

  private SeqNet() {}

  /**
   * Opens the default model, whose card is {@code MODEL_CARD.md}, with default options.
   *
   * @throws io.github.seqnet.SeqnetException as {@link VesselModel#of(
   *     io.github.seqnet.nn.weights.TrainedModel, VesselModelOptions)}
   */
  public static VesselModel pretrained() {
    return pretrained(VesselModelOptions.defaults());
  }

  /**
   * Opens the default model.
   *
   * @throws io.github.seqnet.SeqnetException as {@link VesselModel#of(
   *     io.github.seqnet.nn.weights.TrainedModel, VesselModelOptions)}
   */
  public static VesselModel pretrained(VesselModelOptions options) {
    return VesselModel.of(EmbeddedModel.DEFAULT.load(), options);
  }

  /** The names of the models that come with the library. */
  public static List<String> names() {
    return Stream.of(EmbeddedModel.values()).map(EmbeddedModel::id).toList();
  }

  /**
   * Opens one of the models that come with the library by its name, with default options.
   *
   * <p>{@value #RESEARCH} is the default model. It was trained on DRIVE among others, whose terms
   * allow research only. {@value #OPEN} was trained on data under CC BY 4.0 alone, so that products
   * can use it. It is less accurate: {@code MODEL_CARD.md} compares the two.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such model
   * @throws io.github.seqnet.SeqnetException as {@link #pretrained()}
   */
  public static VesselModel pretrained(String name) {
    return pretrained(name, VesselModelOptions.defaults());
  }

  /**
   * As {@link #pretrained(String)} with options.
   *
   * @throws IllegalArgumentException if there is no such model
   * @throws io.github.seqnet.SeqnetException as {@link #pretrained()}
   */
  public static VesselModel pretrained(String name, VesselModelOptions options) {
    Objects.requireNonNull(name, "name");
    for (EmbeddedModel model : EmbeddedModel.values()) {
      if (model.id().equals(name)) {
        return VesselModel.of(model.load(), options);
      }
    }
    throw new IllegalArgumentException(
        "no model '" + name + "' comes with this version: available are " + names());
  }

  /**
   * Returns the default model that the whole Java virtual machine shares, see {@link
   * VesselModel#shared}.
   */
  public static VesselModel shared(VesselModelOptions options) {
    return VesselModel.shared(options);
  }
}
