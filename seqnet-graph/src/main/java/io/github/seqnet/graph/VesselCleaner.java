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
 * <p>Cost: linear in the number of pixels, with memory for two integers per pixel. Immutable and
 * thread-safe.
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

  /** A map being cleaned, and the region that was looked at last. */
  private static final class Regions {
    private static final byte BACKGROUND = VesselLabel.BACKGROUND.code();

    private final int width;
    private final int height;
    private final byte[] codes;
    private final boolean[] seen;
    private int[] region = new int[256];
    private int size;
    private boolean atMargin;

    Regions(ArteryVeinMap map) {
      width = map.width();
      height = map.height();
      codes = map.toArray();
      seen = new boolean[codes.length];
    }

    void fillHoles(int largest) {
      Arrays.fill(seen, false);
      for (int i = 0; i < codes.length; i++) {
        if (!seen[i] && codes[i] == BACKGROUND) {
          collect(i, false);
          if (size <= largest && !atMargin) {
            fill(labelAround());
          }
        }
      }
    }

    void removeSpecks(int largest) {
      Arrays.fill(seen, false);
      for (int i = 0; i < codes.length; i++) {
        if (!seen[i] && codes[i] != BACKGROUND) {
          collect(i, true);
          if (size <= largest) {
            fill(BACKGROUND);
          }
        }
      }
    }

    private void fill(byte code) {
      for (int k = 0; k < size; k++) {
        codes[region[k]] = code;
      }
    }

    /** The majority label of the vessel pixels around the region. */
    private byte labelAround() {
      int[] votes = new int[VesselLabel.values().length];
      for (int k = 0; k < size; k++) {
        int i = region[k];
        for (int side : new int[] {i - width, i - 1, i + 1, i + width}) {
          if (codes[side] != BACKGROUND) {
            votes[codes[side]]++;
          }
        }
      }
      int best = 0;
      for (int code = 1; code < votes.length; code++) {
        best = votes[code] > votes[best] ? code : best;
      }
      return (byte) best;
    }

    /** Finds the connected pixels of the same kind, vessel or background. */
    private void collect(int first, boolean vessel) {
      size = 0;
      atMargin = false;
      add(first);
      for (int k = 0; k < size; k++) {
        int x = region[k] % width;
        int y = region[k] / width;
        atMargin |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
        boolean left = x > 0;
        boolean right = x < width - 1;
        visit(region[k] - 1, left, vessel);
        visit(region[k] + 1, right, vessel);
        visit(region[k] - width, y > 0, vessel);
        visit(region[k] + width, y < height - 1, vessel);
        if (vessel) {
          visit(region[k] - width - 1, y > 0 && left, true);
          visit(region[k] - width + 1, y > 0 && right, true);
          visit(region[k] + width - 1, y < height - 1 && left, true);
          visit(region[k] + width + 1, y < height - 1 && right, true);
        }
      }
    }

    private void visit(int i, boolean inside, boolean vessel) {
      if (inside && !seen[i] && codes[i] != BACKGROUND == vessel) {
        add(i);
      }
    }

    private void add(int i) {
      seen[i] = true;
      if (size == region.length) {
        region = Arrays.copyOf(region, 2 * size);
      }
      region[size++] = i;
    }
  }
}
