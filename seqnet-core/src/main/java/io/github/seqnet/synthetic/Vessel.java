// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import java.util.Arrays;

/** The center line of one unbranched vessel with the radius at each of its points. */
final class Vessel {
  final boolean artery;
  private double[] x = new double[32];
  private double[] y = new double[32];
  private double[] radius = new double[32];
  private int size;

  Vessel(boolean artery) {
    this.artery = artery;
  }

  void add(double pointX, double pointY, double pointRadius) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
      radius = Arrays.copyOf(radius, 2 * size);
    }
    x[size] = pointX;
    y[size] = pointY;
    radius[size++] = pointRadius;
  }

  int size() {
    return size;
  }

  double x(int point) {
    return x[point];
  }

  double y(int point) {
    return y[point];
  }

  double radius(int point) {
    return radius[point];
  }
}
