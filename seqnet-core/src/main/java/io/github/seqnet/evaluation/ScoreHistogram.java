// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A histogram of the scores of positive and negative pixels, for areas under ROC and
 * precision-recall curves of any number of pixels in about 35 MB of memory.
 *
 * <p>Bins are 2^-22 wide from 1/256 on. Below, where networks put most of the background, their
 * width is proportional to the score. Scores in one bin count as equal, and so do all scores below
 * 2^-32. Areas differ from those of the exact scores by less than 1e-6 if the scores spread over
 * 0..1; they differ more if all scores lie in few bins. They are exact for multiples of 1/255 and
 * of 1/65535. Not thread-safe.
 *
 * <p>The area under the ROC curve counts a tie as half (Mann-Whitney); average precision is the sum
 * over thresholds of precision times gain in recall, without interpolation: both as in
 * scikit-learn's {@code roc_auc_score} and {@code average_precision_score}.
 */
public final class ScoreHistogram {
  private static final int LOWEST_EXPONENT = 95; // 2^-32, biased by 127
  private static final int LOW_BINS = (119 - LOWEST_EXPONENT) * 4096 + 1;

  /** 1/256 to 1 in steps of 2^-22, and 1 itself. */
  private static final int BINS = LOW_BINS + (1 << 22) - (1 << 14) + 1;

  /** About a third of the largest number of groups. */
  private static final double SHARES = 4096;

  private final int[] positives = new int[BINS];
  private final int[] negatives = new int[BINS];
  private long positiveCount;
  private long negativeCount;

  /** Creates an empty histogram. */
  public ScoreHistogram() {}

  /**
   * Counts a pixel.
   *
   * @param score 0..1
   * @param positive whether the pixel belongs to the positive class
   * @throws IllegalArgumentException if the score is NaN or outside of 0..1
   */
  public void add(float score, boolean positive) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be in 0..1, got " + score);
    }
    count(bin(score), positive);
  }

  void count(int bin, boolean positive) {
    if (positive) {
      positives[bin]++;
      positiveCount++;
    } else {
      negatives[bin]++;
      negativeCount++;
    }
    checkCounts();
  }

  /** Counts several pixels of one bin. */
  void count(int bin, int morePositives, int moreNegatives) {
    positives[bin] += morePositives;
    negatives[bin] += moreNegatives;
    positiveCount += morePositives;
    negativeCount += moreNegatives;
    checkCounts();
  }

  /** Counts everything that another histogram has counted. */
  void add(ScoreHistogram other) {
    for (int b = 0; b < BINS; b++) {
      positives[b] += other.positives[b];
      negatives[b] += other.negatives[b];
    }
    positiveCount += other.positiveCount;
    negativeCount += other.negativeCount;
    checkCounts();
  }

  private void checkCounts() {
    if (positiveCount > Integer.MAX_VALUE || negativeCount > Integer.MAX_VALUE) {
      throw new IllegalStateException("more than " + Integer.MAX_VALUE + " pixels of one class");
    }
  }

  /** The number of positive pixels. */
  public long positives() {
    return positiveCount;
  }

  /** The number of negative pixels. */
  public long negatives() {
    return negativeCount;
  }

  /** The area under the ROC curve; empty unless there are positive and negative pixels. */
  public OptionalDouble auc() {
    return MetricValue.optional(auc(positives, negatives));
  }

  /** The average precision, the area under the PR curve; empty without positive pixels. */
  public OptionalDouble averagePrecision() {
    return MetricValue.optional(averagePrecision(positives, negatives));
  }

  static int bin(float score) {
    if (score >= 1 / 256f) {
      return LOW_BINS + (int) (score * (1 << 22)) - (1 << 14);
    }
    // Adding 0 makes 0 of -0, whose sign would count as its highest bit.
    return Math.max(0, (Float.floatToRawIntBits(score + 0f) >>> 11) - LOWEST_EXPONENT * 4096 + 1);
  }

  /** The lowest score in a bin. */
  static float lowest(int bin) {
    if (bin >= LOW_BINS) {
      return (bin - LOW_BINS + (1 << 14)) / (float) (1 << 22);
    }
    return bin == 0 ? 0 : Float.intBitsToFloat((bin - 1 + LOWEST_EXPONENT * 4096) << 11);
  }

  /**
   * Joins neighboring bins into at most about 12 000 groups, such that areas over the groups are
   * close to areas over the bins, for these pixels and for subsets of them. Areas do not depend on
   * the order of bins that hold only negative pixels, nor of bins that hold only positive pixels
   * with no negative above, so these are joined without limit. Any other group holds at most 1/4096
   * of the positive pixels and at most 1/4096^2 of all pairs of a positive and a negative pixel, or
   * is a single bin.
   *
   * @return the first bin after each group, rising, the last after all bins
   */
  int[] groupEnds() {
    double mostPairs = (double) positiveCount * negativeCount / (SHARES * SHARES);
    double mostPositives = positiveCount / SHARES;
    int[] ends = new int[64];
    int groups = 0;
    int end = BINS;
    int lowest = BINS;
    double groupPositives = 0;
    double groupNegatives = 0;
    double allNegatives = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      if (positives[b] + negatives[b] == 0) {
        continue;
      }
      double newPositives = groupPositives + positives[b];
      double newNegatives = groupNegatives + negatives[b];
      allNegatives += negatives[b];
      boolean tooMany =
          newPositives * newNegatives > mostPairs
              || (newPositives > mostPositives && allNegatives > 0);
      if (tooMany && groupPositives + groupNegatives > 0) {
        if (groups == ends.length) {
          ends = Arrays.copyOf(ends, 2 * groups);
        }
        ends[groups++] = end;
        end = lowest;
        newPositives = positives[b];
        newNegatives = negatives[b];
      }
      groupPositives = newPositives;
      groupNegatives = newNegatives;
      lowest = b;
    }
    int[] rising = new int[groups + 1];
    rising[0] = end;
    for (int g = 0; g < groups; g++) {
      rising[groups - g] = ends[g];
    }
    return rising;
  }

  /** NaN where it is undefined. */
  static double auc(int[] positives, int[] negatives) {
    double above = 0;
    double area = 0;
    double all = 0;
    for (int b = positives.length - 1; b >= 0; b--) {
      area += negatives[b] * (above + positives[b] / 2.0);
      above += positives[b];
      all += negatives[b];
    }
    return area / (above * all);
  }

  /** NaN where it is undefined. */
  static double averagePrecision(int[] positives, int[] negatives) {
    double truePositives = 0;
    double called = 0;
    double sum = 0;
    for (int b = positives.length - 1; b >= 0; b--) {
      called += positives[b] + (double) negatives[b];
      truePositives += positives[b];
      if (positives[b] > 0) {
        sum += positives[b] * (truePositives / called);
      }
    }
    return sum / truePositives;
  }

  /**
   * The ROC curve: false positive rate against true positive rate, from (0, 0) to (1, 1), about a
   * thousand points at most.
   *
   * @throws IllegalStateException unless there are positive and negative pixels
   */
  public Curve roc() {
    if (positiveCount == 0 || negativeCount == 0) {
      throw new IllegalStateException("a ROC curve needs positive and negative pixels");
    }
    List<Curve.Point> points = new ArrayList<>();
    points.add(new Curve.Point(Double.POSITIVE_INFINITY, 0, 0));
    double lastX = 0;
    double lastY = 0;
    double tp = 0;
    double fp = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      if (positives[b] + negatives[b] == 0) {
        continue;
      }
      tp += positives[b];
      fp += negatives[b];
      double x = fp / negativeCount;
      double y = tp / positiveCount;
      if (x - lastX + y - lastY >= STEP || (x == 1 && y == 1)) {
        points.add(new Curve.Point(lowest(b), x, y));
        lastX = x;
        lastY = y;
      }
    }
    return new Curve(Curve.Kind.ROC, points, auc().orElseThrow());
  }

  private static final double STEP = 1 / 500.0;

  /**
   * The PR curve: recall against precision by falling threshold, about a thousand points at most.
   *
   * @throws IllegalStateException if there are no positive pixels
   */
  public Curve precisionRecall() {
    if (positiveCount == 0) {
      throw new IllegalStateException("a PR curve needs positive pixels");
    }
    List<Curve.Point> points = new ArrayList<>();
    double lastX = -1;
    double lastY = -1;
    double tp = 0;
    double fp = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      if (positives[b] + negatives[b] == 0) {
        continue;
      }
      tp += positives[b];
      fp += negatives[b];
      double x = tp / positiveCount;
      double y = tp / (tp + fp);
      boolean last = tp == positiveCount && positives[b] > 0;
      // The first few pixels make the precision jump without meaning: recall alone sets the pace.
      if (tp > 0
          && (x - lastX >= STEP || last || (x > 0.1 && Math.abs(y - lastY) >= STEP && x > lastX))) {
        points.add(new Curve.Point(lowest(b), x, y));
        lastX = x;
        lastY = y;
      }
    }
    return new Curve(Curve.Kind.PRECISION_RECALL, points, averagePrecision().orElseThrow());
  }
}
