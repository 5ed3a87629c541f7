package io.github.seqnet.evaluation;

/**
 * What is counted in one image, or in several added up. Mutable; used within this package by one
 * thread.
 */
final class Counts {
  /** Segmentation: {@code [vessel in truth][vessel in prediction]}. */
  final long[][] segmentation = new long[2][2];

  /** Center lines for clDice: predicted, of these inside of the truth; true, of these found. */
  final long[] centerLines = new long[4];

  /** Protocols but three-class, by ordinal: {@code [is artery][called artery]}. */
  final long[][][] arteryVein = new long[Protocol.THREE_CLASS.ordinal()][2][2];

  /** Three classes, background, artery, vein: {@code [is][called]}. */
  final long[][] threeClass = new long[3][3];

  /** Vessel probabilities of vessel pixels, in coarse bins. */
  final int[] positives = new int[ScoreHistogram.COARSE_BINS];

  /** Vessel probabilities of background pixels, in coarse bins. */
  final int[] negatives = new int[ScoreHistogram.COARSE_BINS];

  /** Adds another's counts, {@code times} over. */
  void add(Counts other, int times) {
    add(segmentation, other.segmentation, times);
    add(centerLines, other.centerLines, times);
    for (int i = 0; i < arteryVein.length; i++) {
      add(arteryVein[i], other.arteryVein[i], times);
    }
    add(threeClass, other.threeClass, times);
    add(positives, other.positives, times);
    add(negatives, other.negatives, times);
  }

  private static void add(long[][] sum, long[][] other, int times) {
    for (int i = 0; i < sum.length; i++) {
      add(sum[i], other[i], times);
    }
  }

  private static void add(long[] sum, long[] other, int times) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += times * other[i];
    }
  }

  private static void add(int[] sum, int[] other, int times) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += times * other[i];
    }
  }
}
