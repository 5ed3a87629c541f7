package io.github.seqnet.evaluation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Judges predictions against annotations, one image after the other: each is counted and let go.
 * Only pixels inside of the field of view count, and figures are pooled over all of them, not
 * averaged over images.
 *
 * <p><b>Segmentation.</b> A vessel is a pixel of any label. Area under the ROC curve and average
 * precision (see {@link ScoreHistogram}); at the threshold accuracy, sensitivity, specificity, Dice
 * (F1) and clDice (Shit et al., CVPR 2021, doi:10.1109/CVPR46437.2021.01629; from the center lines
 * of all images together, where the paper takes one image at a time).
 *
 * <p><b>Artery/vein.</b> Each {@link Protocol}; where refined labels are given, a pixel that they
 * call artery or vein is called so, any other as the network has it: artery where its artery
 * probability is at least its vein probability (so that where both are 0, as where a hard label map
 * misses a vessel, {@link Protocol#ALL_GT} counts an artery). Sensitivity and specificity are those
 * of arteries. Under {@link Protocol#THREE_CLASS} a pixel whose vessel probability is not above the
 * threshold is called background. Annotations of vessels only ({@link LabelKind#VESSEL}) have no
 * part in any of these figures: where there are no others, they are not defined.
 *
 * <p><b>Confidence intervals.</b> Percentiles of the figures over images drawn with replacement
 * (Efron and Tibshirani 1993), all figures from the same draws. Areas of a draw are over groups of
 * scores, which change them by about 1e-6 (ROC) and 1e-5 (average precision), within 0..1. Two
 * evaluators of the same images are compared by {@link #comparedWith}.
 *
 * <p>The areas of all images together are those of a {@link ScoreHistogram}; those of one image
 * alone are over its scores themselves.
 *
 * <p>Memory: about 35 MB and at most 64 kB for each image, whatever the size of the images; while
 * an image is judged, about 30 bytes for each of its pixels, and while the result is worked out,
 * 100 kB for each image. Not thread-safe.
 */
public final class Evaluator {
  private final EvaluationOptions options;
  private final UnaryOperator<BinaryMask> skeleton;
  private final ScoreHistogram scores = new ScoreHistogram();
  private final List<String> names = new ArrayList<>();
  private final List<Counts> images = new ArrayList<>();
  private final List<ImageScores> imageScores = new ArrayList<>();

  /**
   * @param options how predictions are judged
   * @param skeleton the one-pixel center lines of a mask, at its size, inside of it (Zhang-Suen
   *     thinning in the published evaluations)
   */
  public Evaluator(EvaluationOptions options, UnaryOperator<BinaryMask> skeleton) {
    this.options = options;
    this.skeleton = skeleton;
  }

  /**
   * An evaluator without center lines: clDice and the protocols of the center line are not defined.
   *
   * @param options how predictions are judged
   */
  public Evaluator(EvaluationOptions options) {
    this(options, Evaluator::nothing);
  }

  private static BinaryMask nothing(BinaryMask mask) {
    return BinaryMask.wrap(mask.width(), mask.height(), new byte[mask.width() * mask.height()]);
  }

  /** The number of images judged so far. */
  public int size() {
    return images.size();
  }

  /**
   * Judges the network's own maps of an image.
   *
   * @param truth the annotation, at the photograph's size
   * @param maps the prediction, at the same size
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(LabeledImage truth, VesselMaps maps) {
    judge(truth, maps, new byte[truth.width() * truth.height()]); // no refined label anywhere
  }

  /**
   * Judges maps with refined labels.
   *
   * @param truth the annotation, at the photograph's size
   * @param maps the prediction, at the same size
   * @param refined artery/vein labels that take the place of the network's own, at the same size
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(LabeledImage truth, VesselMaps maps, ArteryVeinMap refined) {
    checkSize("refined labels", truth, refined.width(), refined.height());
    judge(truth, maps, refined.toArray());
  }

  private void judge(LabeledImage truth, VesselMaps maps, byte[] refined) {
    checkSize("predicted maps", truth, maps.width(), maps.height());
    int width = truth.width();
    int height = truth.height();
    byte[] labels = truth.labels().toArray();
    byte[] view = truth.fieldOfView().mask().toArray();
    BinaryMask trueVessels = truth.labels().vessels();
    byte[] trueLine = skeletonOf(trueVessels);
    byte[] wide = WidthKernel.atLeast(trueVessels.toArray(), width, height, options.wideRadius());
    float[] vessel = maps.vessel().toArray();
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    byte[] found = new byte[vessel.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = (byte) (vessel[i] > options.threshold() && view[i] != 0 ? 1 : 0);
    }
    byte[] foundLine = skeletonOf(BinaryMask.wrap(width, height, found));

    Counts counts = new Counts();
    int[] pixels = new int[labels.length];
    int pixelCount = 0;
    long[][] allGt = counts.of(Protocol.ALL_GT);
    long[][] discovered = counts.of(Protocol.DISCOVERED);
    long[][] center = counts.of(Protocol.CENTER_LINE_DISCOVERED);
    long[][] centerWide = counts.of(Protocol.CENTER_LINE_DISCOVERED_2PX);
    long[][] threeClass = counts.of(Protocol.THREE_CLASS);
    for (int i = 0; i < labels.length; i++) {
      if (view[i] == 0) {
        continue;
      }
      int label = labels[i];
      boolean isVessel = label != VesselLabel.BACKGROUND.code();
      boolean isFound = found[i] != 0;
      scores.count(ScoreHistogram.bin(vessel[i]), isVessel);
      pixels[pixelCount++] = ImageScores.pixel(vessel[i], isVessel);
      counts.segmentation[isVessel ? 1 : 0][isFound ? 1 : 0]++;
      if (foundLine[i] != 0) {
        counts.centerLines[0]++;
        counts.centerLines[1] += isVessel ? 1 : 0;
      }
      if (trueLine[i] != 0) {
        counts.centerLines[2]++;
        counts.centerLines[3] += isFound ? 1 : 0;
      }
      boolean isArtery = label == VesselLabel.ARTERY.code();
      boolean isVein = label == VesselLabel.VEIN.code();
      if (isVessel && !isArtery && !isVein) {
        continue;
      }
      boolean callsArtery =
          refined[i] == VesselLabel.ARTERY.code()
              || (refined[i] != VesselLabel.VEIN.code() && artery[i] >= vein[i]);
      int is = isArtery ? 1 : isVein ? 2 : 0;
      int called = !isFound ? 0 : callsArtery ? 1 : 2;
      if (truth.kind() == LabelKind.ARTERY_VEIN) {
        threeClass[is][called]++;
      }
      if (!isVessel) {
        continue;
      }
      int row = isArtery ? 1 : 0;
      int column = callsArtery ? 1 : 0;
      allGt[row][column]++;
      if (isFound) {
        discovered[row][column]++;
        if (trueLine[i] != 0) {
          center[row][column]++;
          if (wide[i] != 0) {
            centerWide[row][column]++;
          }
        }
      }
    }
    names.add(truth.name());
    images.add(counts);
    imageScores.add(ImageScores.of(pixels, pixelCount));
  }

  private byte[] skeletonOf(BinaryMask mask) {
    BinaryMask line = skeleton.apply(mask);
    if (line.width() != mask.width() || line.height() != mask.height()) {
      throw new IllegalArgumentException(
          "the skeleton must be %d x %d pixels as its mask, got %d x %d"
              .formatted(mask.width(), mask.height(), line.width(), line.height()));
    }
    return line.toArray();
  }

  private static void checkSize(String what, LabeledImage truth, int width, int height) {
    if (width != truth.width() || height != truth.height()) {
      throw new IllegalArgumentException(
          "%s: %s must be %d x %d pixels as the photograph, got %d x %d"
              .formatted(truth.name(), what, truth.width(), truth.height(), width, height));
    }
  }

  /**
   * The figures over all images so far; more may be added afterwards.
   *
   * @throws IllegalStateException if there is no image yet
   */
  public Evaluation result() {
    return evaluation(drawn());
  }

  /**
   * Compares with another evaluator that has judged the same images in the same order: the figures
   * of both over the same draws of images, so that what makes an image easy or hard for both leaves
   * the difference (a paired bootstrap). Differences are the figures here less the figures there;
   * how intervals and p-values are defined says {@link Difference}. More images may be added to
   * both afterwards.
   *
   * <p>Memory: that of two evaluators; 1 kB for each draw besides.
   *
   * @throws IllegalStateException if there is no image yet
   * @throws IllegalArgumentException if options, images or annotated vessels differ; names the
   *     first image that does
   */
  public Comparison comparedWith(Evaluator other) {
    checkSameImages(other);
    DrawnFigures own = drawn();
    DrawnFigures others = other.drawn();
    DrawnFigures apart = own.minus(others);
    double tail = (1 - options.confidence()) / 2;
    List<Difference> differences = new ArrayList<>();
    for (int m = 0; m < apart.size(); m++) {
      differences.add(
          new Difference(
              apart.name(m),
              Figure.optional(apart.value(m)),
              Figure.optional(between(-1, apart.percentile(m, tail))),
              Figure.optional(between(-1, apart.percentile(m, 1 - tail))),
              Figure.optional(apart.pValue(m))));
    }
    return new Comparison(evaluation(own), other.evaluation(others), differences);
  }

  private void checkSameImages(Evaluator other) {
    if (!options.equals(other.options)) {
      throw new IllegalArgumentException(
          "only evaluations with the same options can be compared, got %s and %s"
              .formatted(options, other.options));
    }
    if (images.size() != other.images.size()) {
      throw new IllegalArgumentException(
          "only evaluations of the same images can be compared, got %d and %d images"
              .formatted(images.size(), other.images.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(other.names.get(i))) {
        throw new IllegalArgumentException(
            "only evaluations of the same images in the same order can be compared, got %s and %s"
                .formatted(names.get(i), other.names.get(i)));
      }
      long[][] own = images.get(i).segmentation;
      long[][] others = other.images.get(i).segmentation;
      for (int label = 0; label < 2; label++) {
        if (own[label][0] + own[label][1] != others[label][0] + others[label][1]) {
          throw new IllegalArgumentException(
              names.get(i) + ": was judged by another annotation or field of view");
        }
      }
    }
  }

  private DrawnFigures drawn() {
    if (images.isEmpty()) {
      throw new IllegalStateException("no image has been evaluated");
    }
    return DrawnFigures.of(scores, grouped(), options);
  }

  private Evaluation evaluation(DrawnFigures drawn) {
    double tail = (1 - options.confidence()) / 2;
    List<Figure> figures = new ArrayList<>();
    for (int m = 0; m < drawn.size(); m++) {
      figures.add(
          new Figure(
              drawn.name(m),
              Figure.optional(drawn.value(m)),
              Figure.optional(between(0, drawn.percentile(m, tail))),
              Figure.optional(between(0, drawn.percentile(m, 1 - tail)))));
    }
    List<Measure> measures = Measure.all();
    List<Evaluation.ImageFigures> each = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Figure> own = figuresOf(images.get(i), imageScores.get(i), measures);
      each.add(new Evaluation.ImageFigures(names.get(i), own));
    }
    return new Evaluation(options, figures, each, curve(true), curve(false));
  }

  /** Within the lowest value that there can be, and 1. */
  private static double between(double lowest, double value) {
    return Math.max(lowest, Math.min(1, value)); // NaN stays NaN
  }

  /** The counts of each image, with its scores in the same groups for all. */
  private List<Counts> grouped() {
    int[] ends = scores.groupEnds();
    List<Counts> grouped = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Counts counts = new Counts(ends.length);
      counts.add(images.get(i), 1);
      imageScores.get(i).addTo(ends, counts.positives, counts.negatives);
      grouped.add(counts);
    }
    return grouped;
  }

  private List<Curve> curve(boolean roc) {
    if (scores.positives() == 0 || scores.negatives() == 0) {
      return List.of();
    }
    return List.of(roc ? scores.roc() : scores.precisionRecall());
  }

  private static List<Figure> figuresOf(Counts counts, ImageScores scores, List<Measure> measures) {
    List<Figure> figures = new ArrayList<>();
    for (Measure measure : measures) {
      double value =
          switch (measure.name()) {
            case Measure.AUC -> scores.auc();
            case Measure.PR_AUC -> scores.averagePrecision();
            default -> measure.of().applyAsDouble(counts);
          };
      figures.add(
          new Figure(
              measure.name(),
              Figure.optional(value),
              Figure.optional(Double.NaN),
              Figure.optional(Double.NaN)));
    }
    return figures;
  }
}
