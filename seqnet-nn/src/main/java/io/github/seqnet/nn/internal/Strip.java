package io.github.seqnet.nn.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Pixels one after the other, so few that a core's cache holds their values while several products
 * read them.
 *
 * @param first the first of them
 * @param count how many
 */
record Strip(long first, long count) {
  /** As many values as a part of a core's cache holds: one MB. */
  private static final long CACHED = 1 << 18;

  /** All pixels, in strips of a multiple of 64. */
  static List<Strip> of(long pixels, long valuesOfPixel) {
    long most = Math.max(1, CACHED / valuesOfPixel / 64) * 64;
    List<Strip> strips = new ArrayList<>();
    for (long first = 0; first < pixels; first += most) {
      strips.add(new Strip(first, Math.min(most, pixels - first)));
    }
    return strips;
  }

  /** The values of its pixels. */
  Place of(Place whole, long channels) {
    return new Place(whole, first * channels, count * channels);
  }
}
