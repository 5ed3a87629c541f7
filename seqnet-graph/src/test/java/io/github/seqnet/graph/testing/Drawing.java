// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.function.DoubleUnaryOperator;

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

  /** As {@link #line}, with ends cut straight. */
  public Drawing rectangle(double fromX, double fromY, double toX, double toY, double widthPx) {
    double dx = toX - fromX;
    double dy = toY - fromY;
    double length = Math.hypot(dx, dy);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = ((x - fromX) * dx + (y - fromY) * dy) / length;
        double across = ((y - fromY) * dx - (x - fromX) * dy) / length;
        if (along >= 0 && along <= length && Math.abs(across) <= widthPx / 2) {
          codes[y * width + x] = VesselLabel.UNKNOWN.code();
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

  /**
   * A vessel along a curve, with round ends.
   *
   * @param x the column of the point at a parameter from 0 to 1
   * @param y the row of the point
   */
  public Drawing curve(DoubleUnaryOperator x, DoubleUnaryOperator y, double widthPx) {
    int steps = 10 * (width + height);
    int reach = (int) Math.ceil(widthPx / 2) + 1;
    for (int k = 0; k <= steps; k++) {
      double atX = x.applyAsDouble((double) k / steps);
      double atY = y.applyAsDouble((double) k / steps);
      int nearX = (int) Math.rint(atX);
      int nearY = (int) Math.rint(atY);
      for (int row = Math.max(0, nearY - reach);
          row <= Math.min(height - 1, nearY + reach);
          row++) {
        for (int column = Math.max(0, nearX - reach);
            column <= Math.min(width - 1, nearX + reach);
            column++) {
          if (Math.hypot(column - atX, row - atY) <= widthPx / 2) {
            codes[row * width + column] = VesselLabel.UNKNOWN.code();
          }
        }
      }
    }
    return this;
  }

  /**
   * A straight vessel whose width changes evenly from one end to the other, with round ends.
   *
   * @param x the column of its middle
   * @param y the row of its middle
   * @param degrees the direction from the first end to the second, 0 to the right and 90 down
   */
  public Drawing taper(
      double x, double y, double degrees, double length, double fromWidthPx, double toWidthPx) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double along = ((column - x) * cos + (row - y) * sin) / length + 0.5;
        double t = Math.max(0, Math.min(1, along));
        double across = (row - y) * cos - (column - x) * sin;
        double widthPx = fromWidthPx + t * (toWidthPx - fromWidthPx);
        if (Math.hypot((along - t) * length, across) <= widthPx / 2) {
          codes[row * width + column] = VesselLabel.UNKNOWN.code();
        }
      }
    }
    return this;
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
