package io.github.seqnet.evaluation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is counted in one image, or in several added up. Mutable; used within this package by one
 * thread.
 */
final class Counts {
  /** Segmentation: {@code [vessel in truth][vessel in prediction]}. */
  final long[][] segmentation = new long[2][2];

  /** Center lines for clDice: predicted, of these inside of the truth; true, of these found. */
  final long[] centerLines = new long[4];

  /**
   * Each protocol: {@code [is][called]}, 0 vein and 1 artery, or 0 background, 1 artery, 2 vein.
   */
  private final Map<Protocol, long[][]> arteryVein = new EnumMap<>(Protocol.class);

  /** Vessel pixels by groups of vessel probabilities. */
  final int[] positives;

  /** Background pixels by groups of vessel probabilities. */
  final int[] negatives;

  /** Without groups of probabilities. */
  Counts() {
    this(0);
  }

  /**
   * @param groups of vessel probabilities
   */
  Counts(int groups) {
    positives = new int[groups];
    negatives = new int[groups];
    for (Protocol protocol : Protocol.values()) {
      int classes = protocol == Protocol.THREE_CLASS ? 3 : 2;
      arteryVein.put(protocol, new long[classes][classes]);
    }
  }

  /** The counts of a protocol, to be read and written. */
  long[][] of(Protocol protocol) {
    return Objects.requireNonNull(arteryVein.get(protocol));
  }

  /** Adds another's counts, {@code times} over; of groups it may have none. */
  void add(Counts other, int times) {
    add(segmentation, other.segmentation, times);
    add(centerLines, other.centerLines, times);
    for (Protocol protocol : Protocol.values()) {
      add(of(protocol), other.of(protocol), times);
    }
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
    for (int i = 0; i < other.length; i++) {
      sum[i] += times * other[i];
    }
  }
}
