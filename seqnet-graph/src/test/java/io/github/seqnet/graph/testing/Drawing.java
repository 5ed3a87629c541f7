// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;

/** Vessels of known width and direction, as pixels whose centers lie inside of a shape. */
public final class Drawing {
  private final int width;
  private final int height;
  private final byte[] codes;

  /** An empty image. */
  public Drawing(int width, int height) {
    this.width = width;
    this.height = height;
    this.codes = new byte[width * height];
  }

  /** A vessel with round ends. */
  public Drawing line(
      double fromX, double fromY, double toX, double toY, double widthPx, VesselLabel label) {
    double dx = toX - fromX;
    double dy = toY - fromY;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
        double t = Math.max(0, Math.min(1, along));
        if (Math.hypot(x - fromX - t * dx, y - fromY - t * dy) <= widthPx / 2) {
          codes[y * width + x] = label.code();
        }
      }
    }
    return this;
  }

  /** As {@link #line}, from a point in a direction in degrees, 0 to the right and 90 down. */
  public Drawing ray(
      double x, double y, double degrees, double length, double widthPx, VesselLabel label) {
    double a = Math.toRadians(degrees);
    return line(x, y, x + length * Math.cos(a), y + length * Math.sin(a), widthPx, label);
  }

  /** A circle. */
  public Drawing ring(double centerX, double centerY, double radius, double widthPx) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (Math.abs(Math.hypot(x - centerX, y - centerY) - radius) <= widthPx / 2) {
          codes[y * width + x] = VesselLabel.UNKNOWN.code();
        }
      }
    }
    return this;
  }

  /** The vessels with their labels. */
  public ArteryVeinMap map() {
    return ArteryVeinMap.wrap(width, height, codes.clone());
  }

  /** The vessels. */
  public BinaryMask mask() {
    return map().vessels();
  }
}
