// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairs of input and output pixels of a convolution at one position of its kernel: the output
 * pixel, and the input pixel that contributes to it. The sum over the pairs of the products of
 * input channels and output gradients is the gradient of the kernel at that position; for matrices
 * with a row for each pixel it is one product of the shifted input, transposed, and the gradients.
 *
 * <p>A position beside the kernel's middle column pairs the ends of a row with pixels of the next
 * row or the one before, which is in fact outside of the image. Those pairs come once more, to be
 * subtracted.
 *
 * @param input the first pixel of the input, counted by rows
 * @param output the first pixel of the output
 * @param count how many pairs
 * @param step from a pixel to the next, in both
 * @param subtracted whether the products of the pairs are to be subtracted
 */
record PixelPairs(long input, long output, long count, long step, boolean subtracted) {
  /**
   * The pairs of one position of a kernel; those that count first.
   *
   * @param down the position's row, from the middle one on
   * @param right the position's column, from the middle one on; less than {@code width} to either
   *     side or as much
   */
  static List<PixelPairs> of(int down, int right, long height, long width) {
    List<PixelPairs> pairs = new ArrayList<>();
    long pixels = height * width;
    long shift = down * width + right;
    long first = Math.max(0, -shift);
    add(pairs, first + shift, first, Math.min(pixels, pixels - shift) - first, 1, false);
    // Rows over whose end the shift goes, and how far down it ends.
    long across = (long) down + Integer.signum(right);
    long top = Math.max(0, -across);
    long rows = Math.min(height, height - across) - top;
    for (int i = 0; i < Math.abs(right); i++) {
      long from = right > 0 ? width - right + i : i;
      long to = right > 0 ? i : width + right + i;
      add(pairs, (top + across) * width + to, top * width + from, rows, width, true);
    }
    return pairs;
  }

  /** Those of the pairs that are of output pixels from one on to another, exclusive. */
  Optional<PixelPairs> between(long from, long to) {
    long skipped = Math.max(0, ceilDiv(from - output, step));
    long left = Math.min(count, ceilDiv(to - output, step)) - skipped;
    return left > 0
        ? Optional.of(
            new PixelPairs(input + skipped * step, output + skipped * step, left, step, subtracted))
        : Optional.empty();
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private static void add(
      List<PixelPairs> pairs, long input, long output, long count, long step, boolean subtracted) {
    if (count > 0) {
      pairs.add(new PixelPairs(input, output, count, step, subtracted));
    }
  }
}
