// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.List;

/**
 * Calibration metrics: whether a fraction p of the pixels with predicted probability p belongs to
 * the class. Expected calibration error (Naeini et al., AAAI 2015, <a
 * href="https://doi.org/10.1609/aaai.v29i1.9602">doi:10.1609/aaai.v29i1.9602</a>) over ten bins of
 * equal width, and the bins of the reliability diagram.
 */
final class Calibration {
  private static final int BINS = 10;

  /** The sums of a bin. */
  private static final int PIXELS = 0;

  private static final int PROBABILITY = 1;
  private static final int POSITIVES = 2;
  private static final int FIELDS = 3;

  /** After the bins: the number of images left out, because of widths and because of classes. */
  private static final int STROKES = BINS * FIELDS;

  private static final int CLASSLESS = STROKES + 1;

  private static final Accumulation<double[]> VESSEL =
      Accumulation.sums(CLASSLESS + 1, Calibration::addVessels);
  private static final Accumulation<double[]> ARTERY_VEIN =
      Accumulation.sums(CLASSLESS + 1, Calibration::addArteriesAndVeins);

  private Calibration() {}

  static List<Metric<?>> errors() {
    return List.of(
        new FunctionMetric<>(
            "calibration.vessel.ece",
            "expected calibration error of the vessel probability",
            VESSEL,
            Calibration::error,
            Calibration::why),
        new FunctionMetric<>(
            "calibration.artery_vein.ece",
            "expected calibration error of the artery and vein probabilities of discovered vessels",
            ARTERY_VEIN,
            Calibration::error,
            Calibration::why));
  }

  static List<Metric<?>> bins() {
    List<Metric<?>> metrics = new ArrayList<>();
    addBins(metrics, "reliability.vessel", VESSEL);
    addBins(metrics, "reliability.artery_vein", ARTERY_VEIN);
    return metrics;
  }

  private static void addBins(
      List<Metric<?>> metrics, String prefix, Accumulation<double[]> accumulation) {
    for (int bin = 0; bin < BINS; bin++) {
      int at = bin * FIELDS;
      String id = prefix + ".bin_" + (bin + 1);
      String range = "pixels of probability " + bin / 10.0 + " to " + (bin + 1) / 10.0;
      metrics.add(
          new FunctionMetric<>(
              id + ".predicted",
              "mean probability of " + range,
              accumulation,
              s -> s[at + PROBABILITY] / s[at + PIXELS],
              Calibration::why));
      metrics.add(
          new FunctionMetric<>(
              id + ".observed",
              "fraction of the class among " + range,
              accumulation,
              s -> s[at + POSITIVES] / s[at + PIXELS],
              Calibration::why));
      metrics.add(
          new FunctionMetric<>(
              id + ".share",
              "fraction of all pixels that are " + range,
              accumulation,
              s -> s[at + PIXELS] / pixels(s),
              Calibration::why));
    }
  }

  private static double error(double[] sums) {
    double error = 0;
    for (int at = 0; at < STROKES; at += FIELDS) {
      error += Math.abs(sums[at + PROBABILITY] - sums[at + POSITIVES]);
    }
    return error / pixels(sums);
  }

  private static double pixels(double[] sums) {
    double pixels = 0;
    for (int at = 0; at < STROKES; at += FIELDS) {
      pixels += sums[at + PIXELS];
    }
    return pixels;
  }

  private static String why(double[] sums) {
    if (sums[STROKES] > 0) {
      return Counts.NO_WIDTHS;
    }
    return sums[CLASSLESS] > 0
        ? "the annotation does not tell arteries from veins"
        : "no pixel has such a probability";
  }

  private static void addVessels(EvaluatedImage image, double[] sums) {
    if (!image.labelsWidths()) {
      sums[STROKES]++;
      return;
    }
    byte[] labels = image.trueLabels().toArray();
    byte[] view = image.fieldOfView().toArray();
    float[] vessel = image.maps().vessel().toArray();
    for (int i = 0; i < labels.length; i++) {
      if (view[i] != 0) {
        add(sums, vessel[i], labels[i] != VesselLabel.BACKGROUND.code());
      }
    }
  }

  private static void addArteriesAndVeins(EvaluatedImage image, double[] sums) {
    if (!image.labelsArteriesAndVeins()) {
      sums[CLASSLESS]++;
      return;
    }
    byte[] labels = image.trueLabels().toArray();
    byte[] found = image.foundVessels().toArray();
    float[] artery = image.maps().artery().toArray();
    float[] vein = image.maps().vein().toArray();
    for (int i = 0; i < labels.length; i++) {
      boolean isArtery = labels[i] == VesselLabel.ARTERY.code();
      boolean isVein = labels[i] == VesselLabel.VEIN.code();
      if (found[i] != 0 && (isArtery || isVein)) {
        add(sums, artery[i], isArtery);
        add(sums, vein[i], isVein);
      }
    }
  }

  private static void add(double[] sums, float probability, boolean positive) {
    int at = FIELDS * Math.min(BINS - 1, (int) (probability * BINS));
    sums[at + PIXELS]++;
    sums[at + PROBABILITY] += probability;
    sums[at + POSITIVES] += positive ? 1 : 0;
  }
}
