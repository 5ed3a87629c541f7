// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

/**
 * The soft skeleton of Shit et al. 2021 (doi:10.1109/CVPR46437.2021.01629) and its gradient. The
 * image is eroded repeatedly by a cross of five pixels; the skeleton collects what an opening with
 * a dilation of 3 x 3 pixels removes at each size.
 */
final class SoftSkeleton {
  private final int height;
  private final int width;
  private final int levels;
  private final float[][] eroded;
  private final int[][] least;
  private final int[][] greatest;
  private final float[][] removed;
  private final float[][] skeleton;

  /**
   * @param values in 0..1, {@code [count, height, width]}
   * @param iterations erosions after the first level
   */
  SoftSkeleton(float[] values, int height, int width, int iterations) {
    this.height = height;
    this.width = width;
    levels = iterations + 1;
    int length = values.length;
    eroded = new float[levels + 1][];
    least = new int[levels][length];
    greatest = new int[levels][length];
    removed = new float[levels][length];
    skeleton = new float[levels][length];
    eroded[0] = values;
    for (int k = 0; k < levels; k++) {
      eroded[k + 1] = new float[length];
      erode(eroded[k], eroded[k + 1], least[k]);
      findGreatest(eroded[k + 1], greatest[k]);
      for (int i = 0; i < length; i++) {
        float opened = eroded[k + 1][greatest[k][i]];
        removed[k][i] = Math.max(0, eroded[k][i] - opened);
        float before = k == 0 ? 0 : skeleton[k - 1][i];
        skeleton[k][i] = before + removed[k][i] * (1 - before);
      }
    }
  }

  /** The soft skeleton, in 0..1. */
  float[] values() {
    return skeleton[levels - 1];
  }

  /** The gradient with respect to the values, from the gradient with respect to the skeleton. */
  float[] gradient(float[] bySkeleton) {
    int length = bySkeleton.length;
    float[] toSkeleton = bySkeleton.clone();
    float[] toNext = new float[length];
    for (int k = levels - 1; k >= 0; k--) {
      float[] toThis = new float[length];
      for (int i = 0; i < length; i++) {
        float before = k == 0 ? 0 : skeleton[k - 1][i];
        if (removed[k][i] > 0) {
          float toRemoved = toSkeleton[i] * (1 - before);
          toThis[i] += toRemoved;
          toNext[greatest[k][i]] -= toRemoved;
        }
        toSkeleton[i] *= 1 - removed[k][i];
      }
      for (int i = 0; i < length; i++) {
        toThis[least[k][i]] += toNext[i];
      }
      toNext = toThis;
    }
    return toNext;
  }

  private void erode(float[] from, float[] to, int[] index) {
    for (int i = 0; i < from.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int at = i;
      at = x > 0 && from[i - 1] < from[at] ? i - 1 : at;
      at = x < width - 1 && from[i + 1] < from[at] ? i + 1 : at;
      at = y > 0 && from[i - width] < from[at] ? i - width : at;
      at = y < height - 1 && from[i + width] < from[at] ? i + width : at;
      index[i] = at;
      to[i] = from[at];
    }
  }

  private void findGreatest(float[] from, int[] index) {
    for (int i = 0; i < from.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int at = i;
      for (int dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
        for (int dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          int neighbor = i + dy * width + dx;
          at = from[neighbor] > from[at] ? neighbor : at;
        }
      }
      index[i] = at;
    }
  }
}
