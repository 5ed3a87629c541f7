// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates predictions against annotations, one image after the other. It computes {@link Metric}s
 * over the pixels of all images together, with bootstrap confidence intervals, and for each image
 * alone. Images are not kept.
 *
 * <pre>{@code
 * Evaluator evaluator = new Evaluator(EvaluationOptions.defaults(), mask -> Thinning.thin(mask));
 * for (Sample sample : dataset.samples()) {
 *   LabeledImage image = sample.load();
 *   evaluator.add(image, model.predict(image.image()));
 * }
 * System.out.println(evaluator.result().toMarkdown());
 * }</pre>
 *
 * <p><b>Segmentation.</b> A pixel of any label is a vessel. Metrics are the area under the ROC
 * curve and average precision (see {@link ScoreHistogram}), and at the threshold accuracy,
 * sensitivity, specificity, Dice (F1), and clDice (Shit et al., CVPR 2021, <a
 * href="https://doi.org/10.1109/CVPR46437.2021.01629">doi:10.1109/CVPR46437.2021.01629</a>; over
 * the center lines of all images together, where the paper averages over images).
 *
 * <p><b>Artery/vein.</b> See {@link Protocol}. Refined labels take precedence where they say artery
 * or vein. Elsewhere a pixel is called artery where its artery probability is at least its vein
 * probability. Sensitivity and specificity are those of arteries. Images of {@link
 * LabelKind#VESSEL}, and images whose vessels are all of unknown class, do not count towards these
 * metrics.
 *
 * <p><b>Undefined values.</b> A metric without any pixel to judge is undefined, never 0; {@link
 * MetricValue#undefinedReason()} says why.
 *
 * <p><b>Confidence intervals</b> are quantiles over bootstrap resamples of images (Efron and
 * Tibshirani 1993, An Introduction to the Bootstrap). Areas of a resample are computed over groups
 * of scores, which changes them by about 1e-6 (ROC) and 1e-5 (average precision). {@link
 * #comparedWith} compares two evaluators of the same images.
 *
 * <p>Memory: about 35 MB plus at most 64 kB per image with the built-in metrics, whatever the size
 * of the images; about 40 bytes per pixel while an image is counted; 100 kB per image while the
 * result is computed. Not thread-safe.
 */
public final class Evaluator {
  private final EvaluationOptions options;
  private final @Nullable UnaryOperator<BinaryMask> skeleton;
  private final List<Metric<?>> metrics;
  private final List<Tally<?>> tallies;
  private final List<String> names = new ArrayList<>();

  /**
   * Per image the annotated vessel and background pixels, to tell whether annotations are equal.
   */
  private final List<List<Long>> annotated = new ArrayList<>();

  /**
   * Creates an evaluator of chosen metrics.
   *
   * @param options threshold, intervals and seed
   * @param skeleton returns the one-pixel center lines of a mask, at its size and inside of it;
   *     published evaluations use Zhang-Suen thinning
   * @param metrics such as {@link Metrics#installed()}, in the order of reports
   * @throws IllegalArgumentException if the id of a metric is malformed or occurs twice
   */
  public Evaluator(
      EvaluationOptions options, UnaryOperator<BinaryMask> skeleton, List<Metric<?>> metrics) {
    this(metrics, options, Objects.requireNonNull(skeleton, "skeleton"));
  }

  /**
   * Creates an evaluator of {@link Metrics#builtIn()}.
   *
   * @param options threshold, intervals and seed
   * @param skeleton returns the one-pixel center lines of a mask, at its size and inside of it
   */
  public Evaluator(EvaluationOptions options, UnaryOperator<BinaryMask> skeleton) {
    this(options, skeleton, Metrics.builtIn());
  }

  /**
   * Creates an evaluator of {@link Metrics#builtIn()} without center lines. Metrics of center lines
   * are undefined.
   *
   * @param options threshold, intervals and seed
   */
  public Evaluator(EvaluationOptions options) {
    this(Metrics.builtIn(), options, null);
  }

  private Evaluator(
      List<Metric<?>> metrics,
      EvaluationOptions options,
      @Nullable UnaryOperator<BinaryMask> skeleton) {
    this.options = Objects.requireNonNull(options, "options");
    this.skeleton = skeleton;
    this.metrics = List.copyOf(Objects.requireNonNull(metrics, "metrics"));
    Metrics.check(this.metrics);
    tallies = Tally.of(this.metrics);
  }

  /** The metrics, in the order of reports. */
  public List<Metric<?>> metrics() {
    return metrics;
  }

  /** The number of images added so far. */
  public int size() {
    return names.size();
  }

  /**
   * Adds the probability maps of an image.
   *
   * @param groundTruth the annotation, at the photograph's size
   * @param maps the prediction, at the same size
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(LabeledImage groundTruth, VesselMaps maps) {
    count(groundTruth, maps, null);
  }

  /**
   * Adds the probability maps of an image, with refined labels.
   *
   * @param groundTruth the annotation, at the photograph's size
   * @param maps the prediction, at the same size
   * @param refined artery/vein labels that take precedence over the probabilities, at the same size
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(LabeledImage groundTruth, VesselMaps maps, ArteryVeinMap refined) {
    count(groundTruth, maps, Objects.requireNonNull(refined, "refined"));
  }

  private void count(LabeledImage groundTruth, VesselMaps maps, @Nullable ArteryVeinMap refined) {
    Objects.requireNonNull(groundTruth, "groundTruth");
    Objects.requireNonNull(maps, "maps");
    EvaluatedImage image = new EvaluatedImage(groundTruth, maps, refined, options, skeleton);
    for (Tally<?> tally : tallies) {
      tally.add(image);
    }
    names.add(groundTruth.name());
    annotated.add(vesselAndBackgroundPixels(groundTruth));
  }

  private static List<Long> vesselAndBackgroundPixels(LabeledImage image) {
    byte[] labels = image.labels().toArray();
    byte[] view = image.fieldOfView().mask().toArray();
    long vessels = 0;
    long background = 0;
    for (int i = 0; i < labels.length; i++) {
      boolean vessel = labels[i] != VesselLabel.BACKGROUND.code();
      vessels += vessel ? view[i] : 0;
      background += vessel ? 0 : view[i];
    }
    return List.of(vessels, background);
  }

  /**
   * Computes all metrics over the images added so far. More images may be added afterwards.
   *
   * @throws IllegalStateException if there is no image yet
   */
  public Evaluation result() {
    return evaluation(bootstrap());
  }

  /**
   * Compares with another evaluator of the same metrics and of the same images in the same order.
   * Both are evaluated on the same bootstrap resamples, so that the difficulty of an image, which
   * both share, does not widen the interval of the difference (a paired bootstrap). Differences are
   * the values of this evaluator minus those of the other. {@link Difference} defines intervals and
   * p-values. More images may be added to both afterwards.
   *
   * <p>Memory: that of two evaluators, plus 8 bytes per metric and resample.
   *
   * @throws IllegalStateException if there is no image yet
   * @throws IllegalArgumentException if options, metrics, images or annotations differ; names the
   *     first image that differs
   */
  public Comparison comparedWith(Evaluator other) {
    checkSameImages(Objects.requireNonNull(other, "other"));
    Bootstrap own = bootstrap();
    Bootstrap others = other.bootstrap();
    Bootstrap differences = own.minus(others);
    double tail = (1 - options.confidence()) / 2;
    List<Difference> result = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      result.add(
          new Difference(
              metrics.get(m).id(),
              differences.value(m),
              clamped(m, -1, differences.quantile(m, tail)),
              clamped(m, -1, differences.quantile(m, 1 - tail)),
              differences.pValue(m)));
    }
    return new Comparison(evaluation(own), other.evaluation(others), result);
  }

  private void checkSameImages(Evaluator other) {
    if (!options.equals(other.options)) {
      throw new IllegalArgumentException(
          "only evaluations with the same options can be compared, got %s and %s"
              .formatted(options, other.options));
    }
    List<String> ids = metrics.stream().<String>map(Metric::id).toList();
    List<String> otherIds = other.metrics.stream().<String>map(Metric::id).toList();
    if (!ids.equals(otherIds)) {
      throw new IllegalArgumentException(
          "only evaluations of the same metrics can be compared, got %s and %s"
              .formatted(ids, otherIds));
    }
    if (size() != other.size()) {
      throw new IllegalArgumentException(
          "only evaluations of the same images can be compared, got %d and %d images"
              .formatted(size(), other.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(other.names.get(i))) {
        throw new IllegalArgumentException(
            "only evaluations of the same images in the same order can be compared, got %s and %s"
                .formatted(names.get(i), other.names.get(i)));
      }
      if (!annotated.get(i).equals(other.annotated.get(i))) {
        throw new IllegalArgumentException(
            names.get(i)
                + ": the two evaluations used different annotations or fields of view; use the same"
                + " for both");
      }
    }
  }

  private Bootstrap bootstrap() {
    if (names.isEmpty()) {
      throw new IllegalStateException("no image has been evaluated; call add first");
    }
    double[] values = new double[metrics.size()];
    @Nullable String[] reasons = new String[metrics.size()];
    for (Tally<?> tally : tallies) {
      tally.values(values, reasons);
    }
    return Bootstrap.of(tallies, values, names.size(), options);
  }

  private Evaluation evaluation(Bootstrap bootstrap) {
    double tail = (1 - options.confidence()) / 2;
    double[] values = new double[metrics.size()];
    @Nullable String[] reasons = new String[metrics.size()];
    for (Tally<?> tally : tallies) {
      tally.values(values, reasons);
    }
    List<MetricValue> whole = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      whole.add(
          MetricValue.of(
              metrics.get(m).id(),
              bootstrap.value(m),
              clamped(m, 0, bootstrap.quantile(m, tail)),
              clamped(m, 0, bootstrap.quantile(m, 1 - tail)),
              reasons[m]));
    }
    List<Evaluation.ImageValues> images = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      images.add(new Evaluation.ImageValues(names.get(i), imageValues(i)));
    }
    return new Evaluation(options, whole, images, curve(true), curve(false));
  }

  private List<MetricValue> imageValues(int image) {
    double[] values = new double[metrics.size()];
    @Nullable String[] reasons = new String[metrics.size()];
    for (Tally<?> tally : tallies) {
      tally.imageValues(image, values, reasons);
    }
    List<MetricValue> result = new ArrayList<>();
    for (int m = 0; m < values.length; m++) {
      result.add(
          MetricValue.of(metrics.get(m).id(), values[m], Double.NaN, Double.NaN, reasons[m]));
    }
    return result;
  }

  /** Areas of resamples are shifted a little; they must stay in their range. NaN stays NaN. */
  private double clamped(int metric, double lowest, double value) {
    return metrics.get(metric).accumulation() == Scores.ACCUMULATION
        ? Math.max(lowest, Math.min(1, value))
        : value;
  }

  private @Nullable Curve curve(boolean roc) {
    for (Tally<?> tally : tallies) {
      Scores scores = tally.whole(Scores.class);
      if (scores != null) {
        ScoreHistogram histogram = scores.toHistogram();
        if (histogram.positives() > 0 && histogram.negatives() > 0) {
          return roc ? histogram.roc() : histogram.precisionRecall();
        }
      }
    }
    return null;
  }
}
