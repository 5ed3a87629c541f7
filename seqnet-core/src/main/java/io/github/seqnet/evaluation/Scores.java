// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates vessel probabilities for areas under curves. It holds nothing, one image, several
 * images in a histogram of about 35 MB, or the groups of a bootstrap resample. Mutable.
 */
final class Scores {
  static final Accumulation<Scores> ACCUMULATION = new ScoreAccumulation();

  private @Nullable ImageScores image;

  /** The pixels of the one image, until the accumulator is compacted. */
  private @Nullable ScoredPixels pixels;

  private @Nullable ScoreHistogram histogram;
  private int @Nullable [] positives;
  private int @Nullable [] negatives;

  /** How many images were left out because their vessels do not have their true width. */
  private int strokes;

  double auc() {
    if (positives != null && negatives != null) {
      return ScoreHistogram.auc(positives, negatives);
    }
    if (histogram != null) {
      return histogram.auc().orElse(Double.NaN);
    }
    return image == null ? Double.NaN : image.auc();
  }

  double averagePrecision() {
    if (positives != null && negatives != null) {
      return ScoreHistogram.averagePrecision(positives, negatives);
    }
    if (histogram != null) {
      return histogram.averagePrecision().orElse(Double.NaN);
    }
    return image == null ? Double.NaN : image.averagePrecision();
  }

  String whyUndefined() {
    return strokes > 0
        ? Counts.NO_WIDTHS
        : "the field of view does not hold both vessel and background pixels";
  }

  /** A histogram of everything that has been accumulated. */
  ScoreHistogram toHistogram() {
    if (histogram != null) {
      return histogram;
    }
    ScoreHistogram made = new ScoreHistogram();
    if (pixels != null) {
      pixels.addTo(made);
    } else if (image != null) {
      image.addTo(made);
    }
    return made;
  }

  private static final class ScoreAccumulation implements Accumulation<Scores> {
    @Override
    public Scores create() {
      return new Scores();
    }

    @Override
    public void add(Scores scores, EvaluatedImage image) {
      if (!image.labelsWidths()) {
        scores.strokes++;
        return;
      }
      ScoredPixels pixels = image.scores();
      if (scores.image == null && scores.histogram == null) {
        scores.image = pixels.summary();
        scores.pixels = pixels;
      } else {
        pixels.addTo(promote(scores));
      }
    }

    private static ScoreHistogram promote(Scores scores) {
      ScoreHistogram histogram = scores.toHistogram();
      scores.histogram = histogram;
      scores.image = null;
      scores.pixels = null;
      return histogram;
    }

    @Override
    public void merge(Scores scores, Scores other) {
      merge(scores, other, 1);
    }

    @Override
    public void merge(Scores scores, Scores other, int times) {
      if (times == 0) {
        return;
      }
      scores.strokes += times * other.strokes;
      if (other.positives != null && other.negatives != null) {
        if (scores.positives == null || scores.negatives == null) {
          scores.positives = new int[other.positives.length];
          scores.negatives = new int[other.negatives.length];
        }
        add(scores.positives, other.positives, times);
        add(scores.negatives, other.negatives, times);
      } else if (other.histogram != null || other.image != null) {
        int left = times;
        if (scores.image == null && scores.histogram == null && other.image != null) {
          scores.image = other.image;
          scores.pixels = other.pixels;
          left--;
        }
        for (int i = 0; i < left; i++) {
          ScoreHistogram histogram = promote(scores);
          if (other.histogram != null) {
            histogram.add(other.histogram);
          } else if (other.pixels != null) {
            other.pixels.addTo(histogram);
          } else if (other.image != null) {
            other.image.addTo(histogram);
          }
        }
      }
    }

    private static void add(int[] sum, int[] other, int times) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += times * other[i];
      }
    }

    @Override
    public Scores compact(Scores image) {
      image.pixels = null;
      return image;
    }

    @Override
    public List<Scores> forResampling(Scores whole, List<Scores> images) {
      int[] ends = whole.toHistogram().groupEnds();
      List<Scores> grouped = new ArrayList<>();
      for (Scores scores : images) {
        Scores groups = new Scores();
        groups.strokes = scores.strokes;
        int[] positives = new int[ends.length];
        int[] negatives = new int[ends.length];
        if (scores.image != null) {
          scores.image.addTo(ends, positives, negatives);
        }
        groups.positives = positives;
        groups.negatives = negatives;
        grouped.add(groups);
      }
      return grouped;
    }
  }
}
