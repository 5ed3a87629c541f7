// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

/**
 * An affine transform from target to source coordinates: the pixel center (x, y) of the transformed
 * image comes from {@code (xx * x + xy * y + x0, yx * x + yy * y + y0)}.
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
  static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

  /** Composes two maps: applies {@code inner} first, then this map. */
  AffineMap of(AffineMap inner) {
    return new AffineMap(
        xx * inner.xx + xy * inner.yx,
        xx * inner.xy + xy * inner.yy,
        xx * inner.x0 + xy * inner.y0 + x0,
        yx * inner.xx + yy * inner.yx,
        yx * inner.xy + yy * inner.yy,
        yx * inner.x0 + yy * inner.y0 + y0);
  }

  /** A linear map with a fixed point. */
  static AffineMap about(double cx, double cy, double xx, double xy, double yx, double yy) {
    return new AffineMap(xx, xy, cx - xx * cx - xy * cy, yx, yy, cy - yx * cx - yy * cy);
  }

  /** This map for pixels of a crop whose top left pixel is (x, y). */
  AffineMap from(int x, int y) {
    return new AffineMap(xx, xy, xx * x + xy * y + x0, yx, yy, yx * x + yy * y + y0);
  }

  double x(double x, double y) {
    return xx * x + xy * y + x0;
  }

  double y(double x, double y) {
    return yx * x + yy * y + y0;
  }
}
