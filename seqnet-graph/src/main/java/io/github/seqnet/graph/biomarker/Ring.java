// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

/** The points between two circles with a common center, the inner one included; or all points. */
record Ring(double x, double y, double inner, double outer) {
  static final Ring EVERYWHERE = new Ring(0, 0, 0, Double.POSITIVE_INFINITY);

  boolean isEverywhere() {
    return outer == Double.POSITIVE_INFINITY;
  }

  double radius(double px, double py) {
    return Math.hypot(px - x, py - y);
  }

  boolean contains(double px, double py) {
    if (isEverywhere()) {
      return true;
    }
    double r = radius(px, py);
    return r >= inner && r < outer;
  }

  double width() {
    return outer - inner;
  }

  double area() {
    return Math.PI * (outer * outer - inner * inner);
  }
}
