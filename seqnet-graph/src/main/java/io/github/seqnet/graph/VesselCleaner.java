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

  private static final byte BACKGROUND = VesselLabel.BACKGROUND.code();

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
    byte[] codes = map.toArray();
    if (holePixels > 0) {
      fillHoles(codes, map.width(), map.height());
    }
    if (speckPixels > 0) {
      removeSpecks(codes, map.width(), map.height());
    }
    return ArteryVeinMap.wrap(map.width(), map.height(), codes);
  }

  private void fillHoles(byte[] codes, int width, int height) {
    PixelRegions regions = PixelRegions.of(codes, width, height, false);
    int[] sizes = regions.sizes();
    boolean[] atBorder = regions.atBorder();
    int[][] votes = new int[sizes.length][];
    for (int run = 0; run < regions.runs(); run++) {
      int root = regions.root(run);
      if (!atBorder[root] && sizes[root] <= holePixels) {
        votes[root] = votes[root] == null ? new int[VesselLabel.values().length] : votes[root];
        vote(codes, width, regions.start(run), regions.end(run), votes[root]);
      }
    }
    for (int run = 0; run < regions.runs(); run++) {
      int[] counted = votes[regions.root(run)];
      if (counted != null) {
        Arrays.fill(codes, regions.start(run), regions.end(run), mostVotes(counted));
      }
    }
  }

  private void removeSpecks(byte[] codes, int width, int height) {
    PixelRegions regions = PixelRegions.of(codes, width, height, true);
    int[] sizes = regions.sizes();
    for (int run = 0; run < regions.runs(); run++) {
      if (sizes[regions.root(run)] <= speckPixels) {
        Arrays.fill(codes, regions.start(run), regions.end(run), BACKGROUND);
      }
    }
  }

  /** Counts the labels at the sides of the pixels of a run that is not at the border. */
  private static void vote(byte[] codes, int width, int start, int end, int[] votes) {
    for (int i = start; i < end; i++) {
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
}
