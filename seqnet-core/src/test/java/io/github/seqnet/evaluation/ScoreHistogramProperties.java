// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class ScoreHistogramProperties {
  @Property(tries = 200, seed = "9")
  void binsKeepTheOrderOfScores(
      @ForAll @FloatRange(min = 0, max = 1) float one,
      @ForAll @FloatRange(min = 0, max = 1) float other) {
    int a = ScoreHistogram.bin(Math.min(one, other));
    int b = ScoreHistogram.bin(Math.max(one, other));
    assertTrue(a <= b);
    float lowest = ScoreHistogram.lowest(b);
    assertTrue(lowest <= Math.max(one, other));
    assertEquals(b, ScoreHistogram.bin(lowest));
    // 2^-22 where bins are even; 2^-12 of the value, of at most 1/256, below.
    assertEquals(lowest, Math.max(one, other), 1e-6);
  }

  @Example
  void theEndsAndTheSeamHaveBins() {
    assertEquals(0, ScoreHistogram.bin(0));
    assertEquals(0, ScoreHistogram.bin(-0f));
    assertEquals(0, ScoreHistogram.bin(Float.MIN_VALUE));
    int below = ScoreHistogram.bin(Math.nextDown(1 / 256f));
    assertEquals(below + 1, ScoreHistogram.bin(1 / 256f));
    assertEquals(ScoreHistogram.bin(1), ScoreHistogram.bin(Math.nextDown(1f)) + 1);
    ScoreHistogram histogram = new ScoreHistogram();
    assertThrows(IllegalArgumentException.class, () -> histogram.add(Float.NaN, true));
    assertThrows(IllegalArgumentException.class, () -> histogram.add(1.01f, true));
    assertTrue(histogram.auc().isEmpty());
    assertTrue(histogram.averagePrecision().isEmpty());
  }

  /** The area is the probability that a positive scores above a negative, ties counting half. */
  @Property(tries = 20, seed = "10")
  void areaEqualsTheCountOfPairs(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int levels) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 120;
    float[] scores = new float[n];
    boolean[] positive = new boolean[n];
    ScoreHistogram histogram = new ScoreHistogram();
    for (int i = 0; i < n; i++) {
      scores[i] = random.nextInt(levels + 1) / (float) levels;
      positive[i] = i < 2 ? i == 0 : random.nextBoolean();
      histogram.add(scores[i], positive[i]);
    }
    double wins = 0;
    double pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(wins / pairs, histogram.auc().orElseThrow(), 1e-12);
    // So few points are all on the curve: its area by trapezoids is the same.
    List<Curve.Point> points = histogram.roc().points();
    double area = 0;
    for (int k = 1; k < points.size(); k++) {
      area +=
          (points.get(k).x() - points.get(k - 1).x())
              * (points.get(k).y() + points.get(k - 1).y())
              / 2;
    }
    assertEquals(wins / pairs, area, 1e-9);
  }
}
