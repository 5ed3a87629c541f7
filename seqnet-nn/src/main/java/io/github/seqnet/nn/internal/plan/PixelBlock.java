// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive pixels, few enough that their values stay in the cache of a core while several
 * products read them.
 *
 * @param first the first of them
 * @param count how many
 */
public record PixelBlock(long first, long count) {
  /** As many values as a part of a core's cache holds: one MB. */
  private static final long CACHED = 1 << 18;

  /** All pixels, in blocks of a multiple of 64. */
  public static List<PixelBlock> of(long pixels, long valuesOfPixel) {
    long most = Math.max(1, CACHED / valuesOfPixel / 64) * 64;
    List<PixelBlock> blocks = new ArrayList<>();
    for (long first = 0; first < pixels; first += most) {
      blocks.add(new PixelBlock(first, Math.min(most, pixels - first)));
    }
    return blocks;
  }

  /** The values of its pixels. */
  public Buffer of(Buffer whole, long channels) {
    return new Buffer(whole, first * channels, count * channels);
  }
}
