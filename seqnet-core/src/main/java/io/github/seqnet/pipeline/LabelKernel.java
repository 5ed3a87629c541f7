// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.preprocess.Resampler;

/** Resamples labels between resolutions, on plain arrays. */
final class LabelKernel {
  private LabelKernel() {}

  /**
   * Replaces each vessel code by the nearest code of another raster of the same image, within the 3
   * x 3 pixels around the corresponding pixel. Codes without a neighbor are kept.
   *
   * @param codes read and written
   */
  static void relabel(
      byte[] codes, int width, int height, byte[] other, int otherWidth, int otherHeight) {
    for (int y = 0, i = 0; y < height; y++) {
      int row = Resampler.nearest(y, height, otherHeight);
      double atY = (y + 0.5) * otherHeight / height - 0.5;
      for (int x = 0; x < width; x++, i++) {
        if (codes[i] == 0) {
          continue;
        }
        int column = Resampler.nearest(x, width, otherWidth);
        byte below = other[row * otherWidth + column];
        if (below != 0) {
          codes[i] = below;
          continue;
        }
        double atX = (x + 0.5) * otherWidth / width - 0.5;
        double nearest = Double.POSITIVE_INFINITY;
        for (int v = Math.max(0, row - 1); v <= Math.min(otherHeight - 1, row + 1); v++) {
          for (int u = Math.max(0, column - 1); u <= Math.min(otherWidth - 1, column + 1); u++) {
            byte code = other[v * otherWidth + u];
            double distance = (u - atX) * (u - atX) + (v - atY) * (v - atY);
            if (code != 0 && distance < nearest) {
              nearest = distance;
              codes[i] = code;
            }
          }
        }
      }
    }
  }
}
