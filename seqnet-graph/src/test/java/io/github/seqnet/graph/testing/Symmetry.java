// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;

/**
 * One of the eight ways to turn and mirror an image of a size.
 *
 * @param width the number of columns of the image as it is
 * @param height the number of its rows
 * @param index 0..7, 0 for the image as it is: mirrored by the first two bits, transposed by the
 *     third
 */
public record Symmetry(int width, int height, int index) {
  /** The number of columns of the turned image. */
  public int columns() {
    return (index & 4) != 0 ? height : width;
  }

  /** The position of a pixel in the turned image. */
  public int position(int position) {
    int column = position % width;
    int row = position / width;
    int x = (int) x(column, row);
    int y = (int) y(column, row);
    return y * columns() + x;
  }

  /** The column of a point in the turned image. */
  public double x(double x, double y) {
    return (index & 4) != 0 ? mirroredY(y) : mirroredX(x);
  }

  /** The row of a point in the turned image. */
  public double y(double x, double y) {
    return (index & 4) != 0 ? mirroredX(x) : mirroredY(y);
  }

  private double mirroredX(double x) {
    return (index & 1) != 0 ? width - 1 - x : x;
  }

  private double mirroredY(double y) {
    return (index & 2) != 0 ? height - 1 - y : y;
  }

  /** The turned mask. */
  public BinaryMask of(BinaryMask mask) {
    return BinaryMask.wrap(columns(), width + height - columns(), of(mask.toArray()));
  }

  /** The turned labels. */
  public ArteryVeinMap of(ArteryVeinMap map) {
    return ArteryVeinMap.wrap(columns(), width + height - columns(), of(map.toArray()));
  }

  /** The turned probabilities. */
  public ProbabilityMap of(ProbabilityMap map) {
    float[] values = map.toArray();
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[position(i)] = values[i];
    }
    return ProbabilityMap.wrap(columns(), width + height - columns(), turned);
  }

  private byte[] of(byte[] values) {
    byte[] turned = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[position(i)] = values[i];
    }
    return turned;
  }
}
