// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.Arrays;

/**
 * The scores of one image: the areas under its curves, computed from the exact scores, and the
 * counts of each bin of a {@link ScoreHistogram}. Most bins that occur take one to three bytes. If
 * all of them would take more than {@value #MOST_BYTES} bytes, pairs of neighboring bins are joined
 * until they fit. Immutable.
 */
final class ImageScores {
  static final int MOST_BYTES = 1 << 16;

  /** Values of the lowest two bits of a bin's number. */
  private static final int ONE_NEGATIVE = 0;

  private static final int ONE_POSITIVE = 1;
  private static final int COUNTS_FOLLOW = 2;

  private final double auc;
  private final double averagePrecision;

  /** How often pairs of bins were joined. */
  private final int halvings;

  /**
   * The bins that occur, by rising score. Each is the distance from the bin before, times four,
   * plus one of the constants above, followed by both counts if the constant says so. Numbers are
   * stored seven bits at a time, the lowest first; the highest bit of a byte is set where more
   * follow.
   */
  final byte[] bins;

  private ImageScores(double auc, double averagePrecision, int halvings, byte[] bins) {
    this.auc = auc;
    this.averagePrecision = averagePrecision;
    this.halvings = halvings;
    this.bins = bins;
  }

  /** Encodes a pixel as a number. Numbers have the order of the scores. */
  static int pixel(float score, boolean positive) {
    // Adding 0 makes 0 of -0, whose sign would count as the highest bit.
    return Float.floatToRawIntBits(score + 0f) << 1 | (positive ? 1 : 0);
  }

  /**
   * Summarizes the pixels of an image.
   *
   * @param pixels each by {@link #pixel}, the first {@code count} of them; sorted by this method
   */
  static ImageScores of(int[] pixels, int count) {
    Arrays.sort(pixels, 0, count);
    double area = 0;
    double precisions = 0;
    double above = 0;
    double allNegatives = 0;
    for (int i = count - 1; i >= 0; ) {
      int score = pixels[i] >>> 1;
      int positives = 0;
      int negatives = 0;
      for (; i >= 0 && pixels[i] >>> 1 == score; i--) {
        int positive = pixels[i] & 1;
        positives += positive;
        negatives += 1 - positive;
      }
      area += negatives * (above + positives / 2.0);
      above += positives;
      allNegatives += negatives;
      if (positives > 0) {
        precisions += positives * (above / (above + allNegatives));
      }
    }
    int halvings = 0;
    byte[] bins = bins(pixels, count, halvings);
    while (bins.length > MOST_BYTES) {
      bins = bins(pixels, count, ++halvings);
    }
    return new ImageScores(area / (above * allNegatives), precisions / above, halvings, bins);
  }

  private static byte[] bins(int[] pixels, int count, int halvings) {
    byte[] bytes = new byte[Math.max(16, count)];
    int length = 0;
    int lastBin = 0;
    for (int i = 0; i < count; ) {
      int bin = bin(pixels[i]) >> halvings;
      int positives = 0;
      int negatives = 0;
      for (; i < count && bin(pixels[i]) >> halvings == bin; i++) {
        int positive = pixels[i] & 1;
        positives += positive;
        negatives += 1 - positive;
      }
      if (bytes.length - length < 16) {
        bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 2);
      }
      int step = (bin - lastBin) << 2;
      lastBin = bin;
      if (positives + negatives == 1) {
        length = put(bytes, length, step | (positives == 1 ? ONE_POSITIVE : ONE_NEGATIVE));
      } else {
        length = put(bytes, length, step | COUNTS_FOLLOW);
        length = put(bytes, length, positives);
        length = put(bytes, length, negatives);
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /** The histogram bin of a pixel's score. */
  static int bin(int pixel) {
    return ScoreHistogram.bin(Float.intBitsToFloat(pixel >>> 1));
  }

  private static int put(byte[] bytes, int at, int number) {
    int next = at;
    int left = number;
    for (; left > 127; left >>>= 7) {
      bytes[next++] = (byte) (left | 128);
    }
    bytes[next++] = (byte) left;
    return next;
  }

  /** The area under the ROC curve; NaN where it is undefined. */
  double auc() {
    return auc;
  }

  /** NaN where it is undefined. */
  double averagePrecision() {
    return averagePrecision;
  }

  /**
   * Counts the pixels by groups of bins.
   *
   * @param ends the first bin after each group, rising, the last after all bins
   * @param positives added to
   * @param negatives added to
   */
  void addTo(int[] ends, int[] positives, int[] negatives) {
    int halfBin = (1 << halvings) / 2;
    int bin = 0;
    int group = 0;
    Numbers numbers = new Numbers(bins);
    while (numbers.hasNext()) {
      int head = numbers.next();
      bin += head >>> 2;
      while (group < ends.length - 1 && (bin << halvings) + halfBin >= ends[group]) {
        group++;
      }
      int kind = head & 3;
      if (kind == ONE_NEGATIVE) {
        negatives[group]++;
      } else if (kind == ONE_POSITIVE) {
        positives[group]++;
      } else {
        positives[group] += numbers.next();
        negatives[group] += numbers.next();
      }
    }
  }

  /** Counts the pixels in a histogram; where bins were joined, in the middle of the joined bins. */
  void addTo(ScoreHistogram histogram) {
    int halfBin = (1 << halvings) / 2;
    int bin = 0;
    Numbers numbers = new Numbers(bins);
    while (numbers.hasNext()) {
      int head = numbers.next();
      bin += head >>> 2;
      int at = (bin << halvings) + halfBin;
      int kind = head & 3;
      if (kind == COUNTS_FOLLOW) {
        histogram.count(at, numbers.next(), numbers.next());
      } else {
        histogram.count(at, kind == ONE_POSITIVE ? 1 : 0, kind == ONE_POSITIVE ? 0 : 1);
      }
    }
  }

  /** Reads what {@link #put} has written. */
  private static final class Numbers {
    private final byte[] bytes;
    private int at;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return at < bytes.length;
    }

    int next() {
      int number = 0;
      int shift = 0;
      for (; bytes[at] < 0; at++, shift += 7) {
        number |= (bytes[at] & 127) << shift;
      }
      return number | bytes[at++] << shift;
    }
  }
}
