// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The input of a {@link Metric}: the prediction for one image and its ground truth, all at the size
 * of the photograph.
 *
 * <p>Arrays and masks have the index {@code y * width + x}. A metric should count only pixels
 * inside of {@link #fieldOfView()}. Center lines are computed on first use and shared by all
 * metrics. Used by one thread at a time.
 */
public final class EvaluatedImage {
  private final LabeledImage groundTruth;
  private final VesselMaps maps;
  private final @Nullable ArteryVeinMap refined;
  private final EvaluationOptions options;
  private final @Nullable UnaryOperator<BinaryMask> skeleton;
  private final boolean labelsArteriesAndVeins;

  private @Nullable BinaryMask foundVessels;
  private @Nullable BinaryMask trueCenterLine;
  private @Nullable BinaryMask foundCenterLine;
  private @Nullable ScoredPixels scores;

  EvaluatedImage(
      LabeledImage groundTruth,
      VesselMaps maps,
      @Nullable ArteryVeinMap refined,
      EvaluationOptions options,
      @Nullable UnaryOperator<BinaryMask> skeleton) {
    this.groundTruth = groundTruth;
    this.maps = maps;
    this.refined = refined;
    this.options = options;
    this.skeleton = skeleton;
    checkSize("predicted maps", maps.width(), maps.height());
    if (refined != null) {
      checkSize("refined labels", refined.width(), refined.height());
    }
    labelsArteriesAndVeins = groundTruth.kind().hasClasses() && !isEveryVesselUnknown(groundTruth);
  }

  private void checkSize(String what, int width, int height) {
    if (width != width() || height != height()) {
      throw new IllegalArgumentException(
          "%s: %s must be %d x %d pixels like the photograph, got %d x %d"
              .formatted(name(), what, width(), height(), width, height));
    }
  }

  private static boolean isEveryVesselUnknown(LabeledImage groundTruth) {
    boolean vessels = false;
    for (byte code : groundTruth.labels().toArray()) {
      if (code == VesselLabel.ARTERY.code() || code == VesselLabel.VEIN.code()) {
        return false;
      }
      vessels |= code != VesselLabel.BACKGROUND.code();
    }
    return vessels;
  }

  /** The name of the image. */
  public String name() {
    return groundTruth.name();
  }

  /** The number of columns. */
  public int width() {
    return groundTruth.width();
  }

  /** The number of rows. */
  public int height() {
    return groundTruth.height();
  }

  /** The photograph with its annotation. */
  public LabeledImage groundTruth() {
    return groundTruth;
  }

  /** The annotated label of each pixel. */
  public ArteryVeinMap trueLabels() {
    return groundTruth.labels();
  }

  /** The pixels that are evaluated. */
  public BinaryMask fieldOfView() {
    return groundTruth.fieldOfView().mask();
  }

  /** The predicted probabilities, 0..1. */
  public VesselMaps maps() {
    return maps;
  }

  /**
   * Artery/vein labels that take precedence over the probabilities, from post-processing; empty if
   * the prediction has probabilities only.
   */
  public Optional<ArteryVeinMap> refinedLabels() {
    return Optional.ofNullable(refined);
  }

  /** The options of the evaluation. */
  public EvaluationOptions options() {
    return options;
  }

  /**
   * Whether the annotation tells arteries from veins. False for {@link LabelKind#VESSEL}, and where
   * every annotated vessel is a crossing or unknown. Artery/vein metrics should skip such images.
   */
  public boolean labelsArteriesAndVeins() {
    return labelsArteriesAndVeins;
  }

  /**
   * Whether annotated vessels have their true width. Metrics of pixels and widths should skip
   * images where they do not, see {@link LabelKind#ARTERY_VEIN_STROKES}.
   */
  public boolean labelsWidths() {
    return groundTruth.kind() != LabelKind.ARTERY_VEIN_STROKES;
  }

  /**
   * The pixels of the field of view whose vessel probability is above {@link
   * EvaluationOptions#threshold()}.
   */
  public BinaryMask foundVessels() {
    BinaryMask result = foundVessels;
    if (result == null) {
      float[] vessel = maps.vessel().toArray();
      byte[] view = fieldOfView().toArray();
      byte[] found = new byte[vessel.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = (byte) (vessel[i] > options.threshold() && view[i] != 0 ? 1 : 0);
      }
      result = BinaryMask.wrap(width(), height(), found);
      foundVessels = result;
    }
    return result;
  }

  /**
   * The predicted label of each pixel of {@link #foundVessels()}: that of the refined labels, or
   * else the class of larger probability (artery where they are equal).
   */
  public ArteryVeinMap predictedLabels() {
    byte[] found = foundVessels().toArray();
    boolean[] arteries = calledArteries();
    byte[] codes = new byte[found.length];
    for (int i = 0; i < codes.length; i++) {
      if (found[i] != 0) {
        codes[i] = (arteries[i] ? VesselLabel.ARTERY : VesselLabel.VEIN).code();
      }
    }
    return ArteryVeinMap.wrap(width(), height(), codes);
  }

  /** For each pixel, whether it would be labeled artery if it were a vessel. */
  boolean[] calledArteries() {
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    byte[] labels = refined == null ? new byte[artery.length] : refined.toArray();
    boolean[] called = new boolean[artery.length];
    for (int i = 0; i < called.length; i++) {
      called[i] =
          labels[i] == VesselLabel.ARTERY.code()
              || (labels[i] != VesselLabel.VEIN.code() && artery[i] >= vein[i]);
    }
    return called;
  }

  /** Whether center lines are available: whether the evaluator was given a skeleton algorithm. */
  public boolean hasCenterLines() {
    return skeleton != null;
  }

  /**
   * The one-pixel center lines of the annotated vessels of any label; empty masks without {@link
   * #hasCenterLines()}.
   */
  public BinaryMask trueCenterLine() {
    BinaryMask result = trueCenterLine;
    if (result == null) {
      result = skeletonOf(trueLabels().vessels());
      trueCenterLine = result;
    }
    return result;
  }

  /** The one-pixel center lines of {@link #foundVessels()}. */
  public BinaryMask foundCenterLine() {
    BinaryMask result = foundCenterLine;
    if (result == null) {
      result = skeletonOf(foundVessels());
      foundCenterLine = result;
    }
    return result;
  }

  private BinaryMask skeletonOf(BinaryMask mask) {
    if (skeleton == null) {
      return BinaryMask.wrap(mask.width(), mask.height(), new byte[mask.width() * mask.height()]);
    }
    BinaryMask line = Objects.requireNonNull(skeleton.apply(mask), "skeleton");
    if (line.width() != mask.width() || line.height() != mask.height()) {
      throw new IllegalArgumentException(
          "the skeleton must be %d x %d pixels like its mask, got %d x %d"
              .formatted(mask.width(), mask.height(), line.width(), line.height()));
    }
    return line;
  }

  /** The vessel probabilities of the field of view, sorted. */
  ScoredPixels scores() {
    ScoredPixels result = scores;
    if (result == null) {
      result = ScoredPixels.of(this);
      scores = result;
    }
    return result;
  }

  @Override
  public String toString() {
    return "EvaluatedImage[" + name() + ", " + width() + " x " + height() + "]";
  }
}
