// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Computes the distance of vessel pixels to the background. */
final class WidthKernel {
  private WidthKernel() {}

  /**
   * Finds the vessel pixels whose Euclidean distance to the nearest background pixel, between
   * centers, is at least {@code radius}. Pixels beyond the border are not background. The cost is
   * proportional to the number of vessel pixels times the radius squared.
   *
   * @param vessels 1 or 0, not modified
   */
  static byte[] atLeast(byte[] vessels, int width, int height, double radius) {
    int reach = (int) Math.ceil(radius);
    List<int[]> disc = new ArrayList<>();
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        if (dx * dx + dy * dy < radius * radius) {
          disc.add(new int[] {dx, dy});
        }
      }
    }
    int[] dxs = disc.stream().mapToInt(d -> d[0]).toArray();
    int[] dys = disc.stream().mapToInt(d -> d[1]).toArray();
    byte[] wide = new byte[vessels.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (vessels[i] != 0) {
          wide[i] = (byte) (clear(vessels, width, height, x, y, dxs, dys) ? 1 : 0);
        }
      }
    }
    return wide;
  }

  private static boolean clear(
      byte[] vessels, int width, int height, int x, int y, int[] dxs, int[] dys) {
    for (int k = 0; k < dxs.length; k++) {
      int nx = x + dxs[k];
      int ny = y + dys[k];
      if (nx >= 0 && nx < width && ny >= 0 && ny < height && vessels[ny * width + nx] == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Computes the Euclidean distance of a pixel to the nearest background pixel, between centers.
   *
   * @param vessels 1 or 0, not modified
   * @param reach the search radius in pixels, at least 1
   * @return the distance, at most {@code reach + 1}
   */
  static double distance(byte[] vessels, int width, int height, int x, int y, int reach) {
    int nearest = (reach + 1) * (reach + 1);
    for (int v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
        if (vessels[v * width + u] == 0) {
          int dx = u - x;
          int dy = v - y;
          nearest = Math.min(nearest, dx * dx + dy * dy);
        }
      }
    }
    return Math.sqrt(nearest);
  }
}
