// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

/** Draws vessels of one kind: the depth of blood at each pixel, and the pixels that they cover. */
final class VesselPainter {
  private static final double THINNEST_PX = 0.7;

  private final int width;
  private final int height;
  private final double scale;
  private final double referenceRadius;
  private final float[] depth;
  private final boolean[] covered;

  /**
   * @param scale pixels for each unit of the vessels' coordinates
   * @param referenceRadius the radius, in those units, of a vessel of depth 1
   */
  VesselPainter(int width, int height, double scale, double referenceRadius) {
    this.width = width;
    this.height = height;
    this.scale = scale;
    this.referenceRadius = referenceRadius;
    depth = new float[width * height];
    covered = new boolean[width * height];
  }

  boolean covers(int pixel) {
    return covered[pixel];
  }

  void paint(Vessel vessel) {
    for (int i = 0; i + 1 < vessel.size(); i++) {
      paint(
          vessel.x(i) * scale + width / 2.0,
          vessel.y(i) * scale + height / 2.0,
          vessel.x(i + 1) * scale + width / 2.0,
          vessel.y(i + 1) * scale + height / 2.0,
          vessel.radius(i) * scale,
          vessel.artery);
    }
  }

  /** Draws one straight piece with round ends. */
  private void paint(
      double x0, double y0, double x1, double y1, double radius, boolean lightReflex) {
    double reach = Math.max(radius, THINNEST_PX) + 1;
    int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    int right = (int) Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
    int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    int bottom = (int) Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = dx * dx + dy * dy;
    double darkness = Math.sqrt(radius / (referenceRadius * scale));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x + 0.5 - x0;
        double py = y + 0.5 - y0;
        double along = square == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / square));
        double distance = Math.hypot(px - along * dx, py - along * dy);
        int i = y * width + x;
        if (distance <= Math.max(radius, THINNEST_PX)) {
          covered[i] = true;
        }
        double inside = Math.max(0, Math.min(1, radius - distance + 0.5));
        if (inside > 0) {
          double across = Math.min(1, distance / radius);
          double value = inside * darkness * (0.45 + 0.55 * Math.sqrt(1 - across * across));
          if (lightReflex && radius > 2) {
            value *= 1 - 0.3 * Math.exp(-across * across / 0.08);
          }
          depth[i] = Math.max(depth[i], (float) value);
        }
      }
    }
  }

  /** The depth of blood after a Gaussian blur of {@code sigma} pixels. */
  float[] blurredDepth(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] weights = new float[2 * radius + 1];
    float sum = 0;
    for (int k = -radius; k <= radius; k++) {
      weights[k + radius] = (float) Math.exp(-0.5 * k * k / (sigma * sigma));
      sum += weights[k + radius];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    float[] across = new float[depth.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float value = 0;
        for (int k = Math.max(-radius, -x); k <= Math.min(radius, width - 1 - x); k++) {
          value += weights[k + radius] * depth[y * width + x + k];
        }
        across[y * width + x] = value;
      }
    }
    float[] blurred = new float[depth.length];
    for (int y = 0; y < height; y++) {
      for (int k = Math.max(-radius, -y); k <= Math.min(radius, height - 1 - y); k++) {
        float weight = weights[k + radius];
        for (int x = 0; x < width; x++) {
          blurred[y * width + x] += weight * across[(y + k) * width + x];
        }
      }
    }
    return blurred;
  }
}
