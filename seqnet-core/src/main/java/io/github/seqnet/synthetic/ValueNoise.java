// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import java.util.SplittableRandom;

/** Smooth two-dimensional noise: random numbers on a lattice, interpolated. */
final class ValueNoise {
  private static final int SIDE = 256;

  private final float[] lattice = new float[SIDE * SIDE];

  ValueNoise(SplittableRandom random) {
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) random.nextDouble(-1, 1);
    }
  }

  /** A value in -1..1 that varies over a length of {@code 1 / frequency}. */
  double at(double x, double y, double frequency) {
    double u = x * frequency;
    double v = y * frequency;
    int column = (int) Math.floor(u);
    int row = (int) Math.floor(v);
    double s = smooth(u - column);
    double t = smooth(v - row);
    double top = (1 - s) * node(column, row) + s * node(column + 1, row);
    double bottom = (1 - s) * node(column, row + 1) + s * node(column + 1, row + 1);
    return (1 - t) * top + t * bottom;
  }

  private float node(int column, int row) {
    return lattice[(row & SIDE - 1) * SIDE + (column & SIDE - 1)];
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
