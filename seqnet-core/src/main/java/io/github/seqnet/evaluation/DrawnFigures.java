package io.github.seqnet.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Every measure over all images, and over images drawn with replacement. The seed, the number of
 * draws and the number of images alone decide what is drawn. Immutable.
 */
final class DrawnFigures {
  private final List<Measure> measures;
  private final double[] values;

  /** What the groups of scores change in the area over all images: draws are moved by it. */
  private final double[] shifts;

  /** {@code [draw][measure]}. */
  private final double[][] draws;

  private DrawnFigures(List<Measure> measures, double[] values, double[] shifts, double[][] draws) {
    this.measures = measures;
    this.values = values;
    this.shifts = shifts;
    this.draws = draws;
  }

  /**
   * Draws images.
   *
   * @param scores of all images
   * @param images the counts of each, with its scores in the same groups for all; at least one, of
   *     which nothing is drawn
   */
  static DrawnFigures of(ScoreHistogram scores, List<Counts> images, EvaluationOptions options) {
    List<Measure> measures = Measure.all();
    int[] once = new int[images.size()];
    Arrays.fill(once, 1);
    Counts pooled = sum(images, once);
    double[] values = new double[measures.size()];
    double[] shifts = new double[measures.size()];
    for (int m = 0; m < values.length; m++) {
      double ofGroups = measures.get(m).of().applyAsDouble(pooled);
      values[m] =
          switch (measures.get(m).name()) {
            case Measure.AUC -> scores.auc().orElse(Double.NaN);
            case Measure.PR_AUC -> scores.averagePrecision().orElse(Double.NaN);
            default -> ofGroups;
          };
      shifts[m] = values[m] - ofGroups;
    }
    double[][] draws = images.size() < 2 ? new double[0][] : bootstrap(measures, images, options);
    return new DrawnFigures(measures, values, shifts, draws);
  }

  private static double[][] bootstrap(
      List<Measure> measures, List<Counts> images, EvaluationOptions options) {
    SplittableRandom random = new SplittableRandom(options.seed());
    double[][] draws = new double[options.bootstrapSamples()][measures.size()];
    int[] times = new int[images.size()];
    for (double[] draw : draws) {
      Arrays.fill(times, 0);
      for (int i = 0; i < times.length; i++) {
        times[random.nextInt(times.length)]++;
      }
      Counts sum = sum(images, times);
      for (int m = 0; m < draw.length; m++) {
        draw[m] = measures.get(m).of().applyAsDouble(sum);
      }
    }
    return draws;
  }

  private static Counts sum(List<Counts> images, int[] times) {
    Counts sum = new Counts(images.get(0).positives.length);
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        sum.add(images.get(i), times[i]);
      }
    }
    return sum;
  }

  /** These less others of the same draws, draw by draw. */
  DrawnFigures minus(DrawnFigures other) {
    double[][] differences = new double[draws.length][];
    for (int d = 0; d < draws.length; d++) {
      differences[d] = minus(draws[d], other.draws[d]);
    }
    return new DrawnFigures(
        measures, minus(values, other.values), minus(shifts, other.shifts), differences);
  }

  private static double[] minus(double[] values, double[] others) {
    double[] differences = new double[values.length];
    for (int m = 0; m < values.length; m++) {
      differences[m] = values[m] - others[m];
    }
    return differences;
  }

  int size() {
    return values.length;
  }

  String name(int measure) {
    return measures.get(measure).name();
  }

  /** Over all images; NaN where it is not defined. */
  double value(int measure) {
    return values[measure];
  }

  /**
   * A percentile of the draws; NaN where none is defined.
   *
   * @param part 0..1
   */
  double percentile(int measure, double part) {
    return Percentile.of(draws, measure, part) + shifts[measure];
  }

  /**
   * How unlikely draws on both sides of 0 are, see {@link Difference#pValue}; NaN where none is
   * defined.
   */
  double pValue(int measure) {
    int notAbove = 0;
    int notBelow = 0;
    int defined = 0;
    for (double[] draw : draws) {
      double value = draw[measure] + shifts[measure];
      notAbove += value <= 0 ? 1 : 0;
      notBelow += value >= 0 ? 1 : 0;
      defined += Double.isNaN(value) ? 0 : 1;
    }
    if (defined == 0) {
      return Double.NaN;
    }
    return Math.min(1, 2 * (Math.min(notAbove, notBelow) + 1.0) / (defined + 1.0));
  }
}
