package io.github.seqnet.augmentation;

/**
 * Where a pixel of the changed image comes from: {@code (xx * x + xy * y + x0, yx * x + yy * y +
 * y0)} for the pixel center (x, y).
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
  static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

  /** This map of what {@code inner} gives. */
  AffineMap of(AffineMap inner) {
    return new AffineMap(
        xx * inner.xx + xy * inner.yx,
        xx * inner.xy + xy * inner.yy,
        xx * inner.x0 + xy * inner.y0 + x0,
        yx * inner.xx + yy * inner.yx,
        yx * inner.xy + yy * inner.yy,
        yx * inner.x0 + yy * inner.y0 + y0);
  }

  /** A linear map that leaves one point where it is. */
  static AffineMap about(double cx, double cy, double xx, double xy, double yx, double yy) {
    return new AffineMap(xx, xy, cx - xx * cx - xy * cy, yx, yy, cy - yx * cx - yy * cy);
  }

  /** This map of pixels counted from (x, y) on. */
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
