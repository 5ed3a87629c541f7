// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.inference.WindowedPrediction;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.preprocess.WorkingFrame;
import io.github.seqnet.progress.ProgressListener;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Corrects artery and vein maps with a second network, whose only input is the maps of the whole
 * field of view. A network that sees photographs classifies from local color and contrast; the
 * correction network follows vessels and relabels pixels that contradict the vessels they connect
 * to. Because it sees no colors, it depends less on the camera, and it also corrects maps of other
 * programs. The idea is that of Morano et al., "RRWNet: Recursive Refinement Network for effective
 * retinal artery/vein segmentation and classification", 2024, arXiv:2402.03166.
 *
 * <p>The vessel map is unchanged. Where it is at least 0.002, the artery and vein maps keep the
 * mean of their logits, and the difference of their logits becomes the mean of the old difference
 * and that of the correction network.
 *
 * <p>A {@link VesselModel} applies the correction of its {@link TrainedModel} by itself. Maps are
 * corrected at {@link ModelSpecification#workingSize()} of the correction network, in one pass, or
 * one for each augmentation. A pass takes about 0.1 s on one core of an Intel Xeon.
 *
 * <p>Thread-safe. Close it to free memory outside of the Java heap.
 */
public final class ArteryVeinCorrector implements AutoCloseable {
  /** The weight of the correction network in the difference of the logits. */
  private static final double WEIGHT = 0.5;

  private static final double LEAST = 1e-5;

  /** A pixel with a lower vessel probability is not corrected. */
  private static final double BACKGROUND = 0.002;

  private final ModelSpecification specification;
  private final InferenceEngine engine;

  private ArteryVeinCorrector(TrainedModel model, int threads, long memoryLimit) {
    specification = model.specification();
    engine = new InferenceEngine(model.network(), model.weights(), threads, memoryLimit);
  }

  /**
   * Opens a correction network.
   *
   * @param model a network with artery and vein maps whose input is {@link #encode encoded maps}
   * @param options threads and memory; the strategy is ignored
   * @throws IllegalArgumentException if {@link #requireCorrection} rejects the model
   * @throws io.github.seqnet.SeqnetException if the weights alone exceed the memory limit, or ND4J
   *     cannot be started
   */
  public static ArteryVeinCorrector of(TrainedModel model, VesselModelOptions options) {
    return of(model, options.threads(), options.memoryLimit());
  }

  static ArteryVeinCorrector of(TrainedModel model, int threads, long memoryLimit) {
    requireCorrection(model.specification());
    return new ArteryVeinCorrector(model, threads, memoryLimit);
  }

  /**
   * Opens the correction network of the default model.
   *
   * @throws io.github.seqnet.SeqnetException as {@link #of(TrainedModel, VesselModelOptions)}
   */
  public static ArteryVeinCorrector pretrained() {
    return of(
        DefaultModel.load()
            .correction()
            .orElseThrow(() -> new IllegalStateException("the default model has no correction")),
        VesselModelOptions.defaults());
  }

  /**
   * Rejects models that cannot correct.
   *
   * @throws IllegalArgumentException if the model has no artery and vein maps, or its working size
   *     is not a multiple of {@link io.github.seqnet.nn.architecture.Network#requiredMultiple()}
   */
  public static void requireCorrection(ModelSpecification specification) {
    if (!specification.separatesArteriesAndVeins()) {
      throw new IllegalArgumentException("a correction must have artery and vein maps");
    }
    int multiple = specification.network().requiredMultiple();
    if (specification.workingSize() % multiple != 0) {
      throw new IllegalArgumentException(
          "the working size of a correction must be a multiple of %d, got %d"
              .formatted(multiple, specification.workingSize()));
    }
  }

  /** The correction network and its maps. */
  public ModelSpecification specification() {
    return specification;
  }

  /**
   * Corrects the maps of one photograph.
   *
   * @param maps of the whole photograph at any resolution
   * @param view the field of view at any resolution; maps outside of it are ignored and stay
   * @return maps of the same size; the same maps if arteries and veins are not separated
   * @throws IllegalStateException if this corrector is closed
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   */
  public VesselMaps correct(VesselMaps maps, FieldOfView view) {
    return correct(maps, view, 1);
  }

  /**
   * As {@link #correct(VesselMaps, FieldOfView)}, with test-time augmentation.
   *
   * @param augmentations the number of flips and rotations that are averaged, 1..8; the cost grows
   *     in proportion
   * @throws IllegalArgumentException if the number is not in 1..8
   */
  public VesselMaps correct(VesselMaps maps, FieldOfView view, int augmentations) {
    Objects.requireNonNull(view, "view");
    if (!maps.separatesArteriesAndVeins()) {
      return maps;
    }
    int width = maps.width();
    int height = maps.height();
    BinaryMask mask = view.mask();
    FieldOfView scaled =
        mask.width() == width && mask.height() == height
            ? view
            : new FieldOfView(
                Resampler.resize(mask, width, height), view.source(), view.confidence());
    WorkingFrame frame = WorkingFrame.of(scaled, specification.workingSize());
    RgbImage crop = frame.crop(encode(maps.maskedBy(scaled.mask())));
    ProbabilityMap difference = frame.place(run(crop, augmentations));
    return combined(maps, scaled.mask(), Resampler.resize(difference, width, height));
  }

  /**
   * Encodes maps as the network sees them: red, green and blue are the vessel, artery and vein
   * probability, each as the sigmoid of half of its logit, so that small probabilities stay apart.
   */
  public static RgbImage encode(VesselMaps maps) {
    float[] vessel = maps.vessel().toArray();
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    float[] samples = new float[3 * vessel.length];
    for (int i = 0; i < vessel.length; i++) {
      samples[3 * i] = encode(vessel[i]);
      samples[3 * i + 1] = encode(artery[i]);
      samples[3 * i + 2] = encode(vein[i]);
    }
    return RgbImage.wrap(maps.width(), maps.height(), samples);
  }

  /** Encodes one probability as {@link #encode(VesselMaps)} does. */
  public static float encode(float probability) {
    // The sigmoid of half of a logit is that of the square root of the odds.
    return probability(Math.sqrt(odds(probability)));
  }

  /**
   * Centers a crop of encoded maps in a square without vessels, as the network sees it.
   *
   * @param size the side of the square in px, at least that of the crop
   * @throws IllegalArgumentException if the crop is larger than the square
   */
  public static RgbImage centered(RgbImage crop, int size) {
    if (crop.width() > size || crop.height() > size) {
      throw new IllegalArgumentException(
          "the crop must have at most %d x %d pixels, got %d x %d"
              .formatted(size, size, crop.width(), crop.height()));
    }
    float[] square = new float[3 * size * size];
    Arrays.fill(square, encode(0f));
    crop.copyTo(0, 0, crop.width(), crop.height(), square, 3 * offset(crop, size), 3 * size);
    return RgbImage.wrap(size, size, square);
  }

  /** The index of the first pixel of a centered crop in its square. */
  private static int offset(RgbImage crop, int size) {
    return (size - crop.height()) / 2 * size + (size - crop.width()) / 2;
  }

  /**
   * Runs the network on a square with the crop in its center.
   *
   * @return for each pixel of the crop, the probability of the artery in comparison with the vein:
   *     the sigmoid of half of the difference of the logits
   */
  private ProbabilityMap run(RgbImage crop, int augmentations) {
    int size = specification.workingSize();
    List<ProbabilityMap> maps =
        WindowedPrediction.predict(
            engine,
            centered(crop, size),
            new WindowStrategy(size, size, size, 0, augmentations),
            specification.maps(),
            ProgressListener.NONE);
    float[] artery = maps.get(1).toArray();
    float[] vein = maps.get(2).toArray();
    float[] difference = new float[crop.width() * crop.height()];
    int offset = offset(crop, size);
    for (int y = 0, i = 0; y < crop.height(); y++) {
      for (int x = 0; x < crop.width(); x++, i++) {
        int at = offset + y * size + x;
        difference[i] = probability(Math.sqrt(odds(artery[at]) / odds(vein[at])));
      }
    }
    return ProbabilityMap.wrap(crop.width(), crop.height(), difference);
  }

  private static VesselMaps combined(VesselMaps maps, BinaryMask inside, ProbabilityMap corrected) {
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    float[] vessel = maps.vessel().toArray();
    float[] difference = corrected.toArray();
    byte[] mask = inside.toArray();
    for (int i = 0; i < artery.length; i++) {
      if (mask[i] == 0 || vessel[i] < BACKGROUND) {
        continue;
      }
      double a = odds(artery[i]);
      double v = odds(vein[i]);
      // Logits are logarithms of odds, so that sums of logits are products of odds.
      double mean = Math.sqrt(a * v);
      double apart = Math.pow(a / v, (1 - WEIGHT) / 2) * Math.pow(odds(difference[i]), WEIGHT);
      artery[i] = probability(mean * apart);
      vein[i] = probability(mean / apart);
    }
    return new VesselMaps(
        maps.vessel(),
        ProbabilityMap.wrap(maps.width(), maps.height(), artery),
        ProbabilityMap.wrap(maps.width(), maps.height(), vein));
  }

  private static double odds(double probability) {
    double p = Math.max(LEAST, Math.min(1 - LEAST, probability));
    return p / (1 - p);
  }

  private static float probability(double odds) {
    return (float) (odds / (1 + odds));
  }

  /** Waits for running corrections and frees the memory outside of the Java heap. */
  @Override
  public void close() {
    engine.close();
  }
}
