// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the fovea: the darkest smooth region of the green channel at 2 to 3 disc diameters beside
 * the optic disc, slightly below it. Both sides are searched, so that the side of the fovea also
 * tells which eye the photograph shows.
 *
 * <p>At each candidate on a grid of a sixth of the disc's radius, the mean within 0.35 disc
 * diameters is compared with the mean of the ring of 0.6 to 0.9 diameters. The region at which the
 * ring is brighter by the largest share is the fovea; each quarter of the ring must be brighter,
 * too, which shading is not. It is not found if that share is below 4 percent or if no candidate
 * lies within the field of view. The confidence grows with the share, 1 at 15 percent, and falls if
 * the other side has a similar region.
 *
 * <p>Stateless; safe to call from any number of threads. The photograph must be upright. Source for
 * the position: Li and Chutatape 2004, <a
 * href="https://doi.org/10.1109/TBME.2003.820400">doi:10.1109/TBME.2003.820400</a>.
 */
public final class FoveaLocator {
  private static final double NEAREST = 1.9;
  private static final double FARTHEST = 3.1;
  private static final double LEAST_SHARE = 0.04;
  private static final double CLEAR_SHARE = 0.15;
  private static final int RINGS = 4;
  private static final int ANGLES = 24;

  private FoveaLocator() {}

  /**
   * Searches for the fovea.
   *
   * @param disc the optic disc in pixels of the image
   * @return empty if no region is dark enough
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Optional<Fovea> locate(RgbImage image, FieldOfView fieldOfView, OpticDisc disc) {
    Objects.requireNonNull(image, "image");
    BinaryMask mask = Objects.requireNonNull(fieldOfView, "fieldOfView").mask();
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new IllegalArgumentException(
          "field of view must be %d x %d pixels as the image, got %d x %d"
              .formatted(image.width(), image.height(), mask.width(), mask.height()));
    }
    Objects.requireNonNull(disc, "disc");
    byte[] inside = mask.toArray();
    double diameter = disc.diameterPx();
    double step = Math.max(1, diameter / 12);
    double[] best = {0, 0};
    double[] x = new double[2];
    double[] y = new double[2];
    for (double dx = -FARTHEST * diameter; dx <= FARTHEST * diameter; dx += step) {
      for (double dy = -0.6 * diameter; dy <= 1.1 * diameter; dy += step) {
        double distance = Math.hypot(dx, dy) / diameter;
        if (distance < NEAREST || distance > FARTHEST) {
          continue;
        }
        double share = darkness(image, inside, disc.centerX() + dx, disc.centerY() + dy, diameter);
        int side = dx < 0 ? 0 : 1;
        if (share > best[side]) {
          best[side] = share;
          x[side] = disc.centerX() + dx;
          y[side] = disc.centerY() + dy;
        }
      }
    }
    int side = best[0] > best[1] ? 0 : 1;
    if (best[side] < LEAST_SHARE) {
      return Optional.empty();
    }
    double clear = Math.min(1, best[side] / CLEAR_SHARE);
    double rivalry = best[1 - side] / best[side];
    return Optional.of(new Fovea(x[side], y[side], clear * (1 - 0.5 * rivalry)));
  }

  /**
   * The contrast of a dark region with the ring around it; 0 if most of it is outside of the image.
   */
  private static double darkness(
      RgbImage image, byte[] inside, double x, double y, double diameter) {
    double center = mean(image, inside, x, y, 0, 0.35 * diameter);
    double ring = mean(image, inside, x, y, 0.6 * diameter, 0.9 * diameter);
    if (center < 0 || ring <= 0 || center >= ring) {
      return 0;
    }
    // Under uneven illumination, one side of the ring is darker than the center.
    for (int quadrant = 0; quadrant < 4; quadrant++) {
      double side =
          mean(image, inside, x, y, 0.6 * diameter, 0.9 * diameter, quadrant * ANGLES / 4);
      if (side >= 0 && side <= center) {
        return 0;
      }
    }
    return 1 - center / ring;
  }

  /** The mean green in a ring; -1 if more than a tenth of it lies outside. */
  private static double mean(
      RgbImage image, byte[] inside, double x, double y, double from, double to) {
    return mean(image, inside, x, y, from, to, 0, ANGLES);
  }

  /** The mean green in a quarter of a ring, from one of its angles on. */
  private static double mean(
      RgbImage image, byte[] inside, double x, double y, double from, double to, int first) {
    return mean(image, inside, x, y, from, to, first, first + ANGLES / 4);
  }

  private static double mean(
      RgbImage image,
      byte[] inside,
      double x,
      double y,
      double from,
      double to,
      int first,
      int end) {
    double sum = 0;
    int n = 0;
    for (int r = 0; r < RINGS; r++) {
      double radius = from + (r + 0.5) / RINGS * (to - from);
      for (int a = first; a < end; a++) {
        int px = (int) Math.round(x + radius * Math.cos(2 * Math.PI * a / ANGLES));
        int py = (int) Math.round(y + radius * Math.sin(2 * Math.PI * a / ANGLES));
        if (px >= 0 && py >= 0 && px < image.width() && py < image.height()) {
          if (inside[py * image.width() + px] != 0) {
            sum += image.sample(px, py, 1);
            n++;
          }
        }
      }
    }
    return n < 0.9 * RINGS * (end - first) ? -1 : sum / n;
  }
}
