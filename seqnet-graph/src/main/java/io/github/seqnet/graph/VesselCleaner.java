// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Removes artifacts from a vessel mask before thinning: small holes, which would become loops, and
 * specks, which would become vessels. Holes are filled first.
 *
 * <p>Vessel pixels are 8-connected and hole pixels 4-connected, as in {@link
 * io.github.seqnet.graph.thinning.Thinning}. A hole that touches the border of the image is kept.
 *
 * <p>Cost: linear in the number of pixels, with memory for a few integers per row of each vessel.
 * Immutable and thread-safe.
 *
 * @param holePixels holes of up to this many pixels are filled; 0 fills none
 * @param speckPixels specks of up to this many pixels are removed; 0 removes none
 */
public record VesselCleaner(int holePixels, int speckPixels) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a number is below 0
   */
  public VesselCleaner {
    if (holePixels < 0 || speckPixels < 0) {
      throw new IllegalArgumentException(
          "holePixels and speckPixels must be 0 or more, got "
              + holePixels
              + " and "
              + speckPixels);
    }
  }

  /**
   * Cleans a mask.
   *
   * @param mask the vessels
   */
  public BinaryMask clean(BinaryMask mask) {
    return clean(ArteryVeinMap.unknown(mask)).vessels();
  }

  /**
   * Cleans a map. A hole gets the label that most of the vessel pixels at its sides have; of
   * equally many, the first in the order of {@link VesselLabel}.
   *
   * @param map the labels
   */
  public ArteryVeinMap clean(ArteryVeinMap map) {
    if (holePixels == 0 && speckPixels == 0) {
      return map;
    }
    Regions regions = new Regions(map);
    if (holePixels > 0) {
      regions.fillHoles(holePixels);
    }
    if (speckPixels > 0) {
      regions.removeSpecks(speckPixels);
    }
    return ArteryVeinMap.wrap(map.width(), map.height(), regions.codes);
  }

  /** A map being cleaned, as runs of equal pixels in its rows that are joined to regions. */
  private static final class Regions {
    private static final byte BACKGROUND = VesselLabel.BACKGROUND.code();

    private final int width;
    private final int height;
    private final byte[] codes;

    /** The first pixel of each run and the one behind its last; a region is named by its root. */
    private int[] starts = new int[256];

    private int[] ends = new int[256];
    private int[] parents = new int[256];
    private int count;

    Regions(ArteryVeinMap map) {
      width = map.width();
      height = map.height();
      codes = map.toArray();
    }

    void fillHoles(int largest) {
      collect(false);
      long[] sizes = new long[count];
      for (int run = 0; run < count; run++) {
        sizes[root(run)] += isAtMargin(run) ? Integer.MAX_VALUE + 1L : ends[run] - starts[run];
      }
      int[][] votes = new int[count][];
      for (int run = 0; run < count; run++) {
        int root = root(run);
        if (sizes[root] <= largest) {
          votes[root] = votes[root] == null ? new int[VesselLabel.values().length] : votes[root];
          vote(run, votes[root]);
        }
      }
      for (int run = 0; run < count; run++) {
        if (sizes[root(run)] <= largest) {
          Arrays.fill(codes, starts[run], ends[run], mostVotes(votes[root(run)]));
        }
      }
    }

    void removeSpecks(int largest) {
      collect(true);
      int[] sizes = new int[count];
      for (int run = 0; run < count; run++) {
        sizes[root(run)] += ends[run] - starts[run];
      }
      for (int run = 0; run < count; run++) {
        if (sizes[root(run)] <= largest) {
          Arrays.fill(codes, starts[run], ends[run], BACKGROUND);
        }
      }
    }

    private boolean isAtMargin(int run) {
      return starts[run] < width
          || starts[run] >= width * (height - 1)
          || starts[run] % width == 0
          || ends[run] % width == 0;
    }

    /** Counts the labels at the sides of the pixels of a run that is not at the margin. */
    private void vote(int run, int[] votes) {
      for (int i = starts[run]; i < ends[run]; i++) {
        for (int side : new int[] {i - width, i - 1, i + 1, i + width}) {
          if (codes[side] != BACKGROUND) {
            votes[codes[side]]++;
          }
        }
      }
    }

    private static byte mostVotes(int[] votes) {
      int best = 0;
      for (int code = 1; code < votes.length; code++) {
        best = votes[code] > votes[best] ? code : best;
      }
      return (byte) best;
    }

    /** Finds the connected pixels of a kind, vessel by side and corner or background by side. */
    private void collect(boolean vessel) {
      count = 0;
      int reach = vessel ? 1 : 0;
      int above = 0;
      for (int y = 0; y < height; y++) {
        int first = count;
        int end = (y + 1) * width;
        int i = y * width;
        while (i < end) {
          while (i < end && codes[i] != BACKGROUND != vessel) {
            i++;
          }
          int start = i;
          while (i < end && codes[i] != BACKGROUND == vessel) {
            i++;
          }
          if (i > start) {
            add(start, i);
          }
        }
        for (int run = first; run < count; run++) {
          while (above < first && ends[above] + width + reach <= starts[run]) {
            above++;
          }
          for (int k = above; k < first && starts[k] + width < ends[run] + reach; k++) {
            join(k, run);
          }
        }
        above = first;
      }
    }

    private void add(int start, int end) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        parents = Arrays.copyOf(parents, 2 * count);
      }
      starts[count] = start;
      ends[count] = end;
      parents[count] = count;
      count++;
    }

    private void join(int one, int other) {
      int a = root(one);
      int b = root(other);
      parents[Math.max(a, b)] = Math.min(a, b);
    }

    private int root(int run) {
      int root = run;
      while (parents[root] != root) {
        parents[root] = parents[parents[root]];
        root = parents[root];
      }
      return root;
    }
  }
}
