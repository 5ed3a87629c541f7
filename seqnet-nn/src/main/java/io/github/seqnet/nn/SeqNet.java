package io.github.seqnet.nn;

import io.github.seqnet.nn.weights.DefaultModel;

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

  /**
   * Returns the default model that the whole Java virtual machine shares, see {@link
   * VesselModel#shared}.
   */
  public static VesselModel shared(VesselModelOptions options) {
    return VesselModel.shared(options);
  }
}
