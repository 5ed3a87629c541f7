// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The recall of annotated vessels by their width, over the pixels of their center lines. Widths are
 * relative to the diameter of the field of view, so that photographs of different sizes can be
 * compared.
 */
final class WidthRecall {
  /** Classes of vessel width. */
  enum WidthClass {
    NARROW(0, 0, "narrower than 0.5 %"),
    MEDIUM(1, 0.005, "from 0.5 to 1 %"),
    WIDE(2, 0.01, "1 % or wider");

    /** The index of the first sum of the class, divided by two. */
    private final int index;

    private final double from;
    private final String words;

    WidthClass(int index, double from, String words) {
      this.index = index;
      this.from = from;
      this.words = words;
    }

    static WidthClass of(double relativeWidth) {
      return relativeWidth >= WIDE.from ? WIDE : relativeWidth >= MEDIUM.from ? MEDIUM : NARROW;
    }
  }

  private WidthRecall() {}

  /** For each class the annotated and the found pixels, then the number of images left out. */
  private static final Accumulation<double[]> ACCUMULATION =
      Accumulation.sums(2 * WidthClass.values().length + 2, WidthRecall::addTo);

  static List<Metric<?>> metrics() {
    List<Metric<?>> metrics = new ArrayList<>();
    for (WidthClass width : WidthClass.values()) {
      int at = 2 * width.index;
      metrics.add(
          new FunctionMetric<>(
              "recall_by_width." + width.name().toLowerCase(Locale.ROOT),
              "recall of the center lines of vessels "
                  + width.words
                  + " of the field of view's diameter",
              ACCUMULATION,
              sums -> sums[at + 1] / sums[at],
              WidthRecall::why));
    }
    return metrics;
  }

  private static String why(double[] sums) {
    if (sums[sums.length - 2] > 0) {
      return Counts.NO_WIDTHS;
    }
    return sums[sums.length - 1] > 0
        ? "center lines were not computed"
        : "no annotated vessel has this width";
  }

  private static void addTo(EvaluatedImage image, double[] sums) {
    if (!image.labelsWidths()) {
      sums[sums.length - 2]++;
      return;
    }
    if (!image.hasCenterLines()) {
      sums[sums.length - 1]++;
      return;
    }
    byte[] line = image.trueCenterLine().toArray();
    byte[] view = image.fieldOfView().toArray();
    byte[] found = image.foundVessels().toArray();
    byte[] vessels = image.trueLabels().vessels().toArray();
    int width = image.width();
    int height = image.height();
    double diameter = diameter(view, width, height);
    int reach = (int) Math.ceil(WidthClass.WIDE.from * diameter / 2) + 1;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == 0 || view[i] == 0) {
        continue;
      }
      double distance = WidthKernel.distance(vessels, width, height, i % width, i / width, reach);
      int at = 2 * WidthClass.of((2 * distance - 1) / diameter).index;
      sums[at]++;
      sums[at + 1] += found[i];
    }
  }

  /** The larger side of the bounding box. */
  private static double diameter(byte[] view, int width, int height) {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int i = 0; i < view.length; i++) {
      if (view[i] != 0) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = Math.min(top, i / width);
        bottom = i / width;
      }
    }
    return Math.max(1, Math.max(right - left, bottom - top) + 1);
  }
}
