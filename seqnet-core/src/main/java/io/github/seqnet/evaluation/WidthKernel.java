package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Tells wide vessels from narrow ones. */
final class WidthKernel {
  private WidthKernel() {}

  /**
   * The vessel pixels whose Euclidean distance to the nearest background pixel (between centers) is
   * at least {@code radius}: those that have no background nearer than that. Beyond the border
   * there is no background. The cost is proportional to the vessel pixels times the radius squared.
   *
   * @param vessels read: 1 or 0
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
}
