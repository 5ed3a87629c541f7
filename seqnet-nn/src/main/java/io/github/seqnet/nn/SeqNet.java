// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.weights.DefaultModel;
import java.util.List;
import java.util.Objects;

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
    return VesselModel.of(DefaultModel.load(), options);
  }

  /** The names of the models that come with the library. */
  public static List<String> names() {
    return List.of(RESEARCH);
  }

  /**
   * Opens one of the models that come with the library by its name, with default options.
   *
   * <p>There is one: {@value #RESEARCH}, the default model. It was trained on DRIVE among others,
   * whose terms allow research only. A model that was trained on data with open terms alone does
   * not come with this version.
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
    if (!names().contains(Objects.requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "no model '" + name + "' comes with this version: available are " + names());
    }
    return pretrained(options);
  }

  /**
   * Returns the default model that the whole Java virtual machine shares, see {@link
   * VesselModel#shared}.
   */
  public static VesselModel shared(VesselModelOptions options) {
    return VesselModel.shared(options);
  }
}
