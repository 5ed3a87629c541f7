// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generates synthetic fundus photographs with exact labels. A photograph shows the retina in a dark
 * frame, brighter in the middle, with optic disc, fovea and uneven pigmentation. Trees of arteries
 * and veins taper and cross each other; arteries are brighter and narrower. Blur and noise imitate
 * a camera. Colors and contrasts follow averages over photographs of DRIVE.
 *
 * <p>The same options give the same image. A pixel is labeled a vessel if its center lies within
 * the vessel's radius of its center line (0.7 pixels at least).
 *
 * <p>Cost: proportional to the number of pixels, about a second for 768 x 768. Stateless and
 * thread-safe.
 */
public final class FundusGenerator {
  private static final double RADIUS_SHARE = 0.475;

  /** The radius of a vessel of depth 1, in units of the radius of the field of view. */
  private static final double REFERENCE_RADIUS = 0.0165;

  /** Red, green, blue. */
  private static final double[] RETINA = {0.86, 0.425, 0.235};

  private static final double[] RIM = {0.58, 0.35, 0.215};
  private static final double[] FOVEA = {0.62, 0.31, 0.17};
  private static final double[] OPTIC_DISC = {0.97, 0.80, 0.47};
  private static final double[] ARTERY_ABSORPTION = {0.03, 0.25, 0.14};
  private static final double[] VEIN_ABSORPTION = {0.19, 0.42, 0.21};
  private static final double[] FRAME = {0.016, 0.012, 0.012};

  private FundusGenerator() {}

  /** Generates one photograph. */
  public static SyntheticFundus generate(FundusOptions options) {
    SplittableRandom random = new SplittableRandom(options.seed());
    Eye eye = Eye.random(random.split());
    List<Vessel> vessels = VesselGrowth.grow(eye, random.split());
    int width = options.width();
    int height = options.height();
    double radius = RADIUS_SHARE * Math.min(width, height);
    VesselPainter arteries = new VesselPainter(width, height, radius, REFERENCE_RADIUS);
    VesselPainter veins = new VesselPainter(width, height, radius, REFERENCE_RADIUS);
    for (Vessel vessel : vessels) {
      (vessel.artery ? arteries : veins).paint(vessel);
    }
    double blur = Math.max(0.6, 0.85 * radius / 270);
    float[] artery = arteries.blurredDepth(blur);
    float[] vein = veins.blurredDepth(blur);
    ValueNoise shade = new ValueNoise(random.split());
    SplittableRandom sensor = random.split();

    float[] rgb = new float[width * height * 3];
    byte[] codes = new byte[width * height];
    byte[] inside = new byte[width * height];
    double[] color = new double[3];
    for (int y = 0, i = 0; y < height; y++) {
      double v = (y + 0.5 - height / 2.0) / radius;
      for (int x = 0; x < width; x++, i++) {
        double u = (x + 0.5 - width / 2.0) / radius;
        double distance = Math.sqrt(u * u + v * v);
        if (distance < 1) {
          inside[i] = 1;
          codes[i] = label(arteries.covers(i), veins.covers(i));
        }
        double retina = clamp((1 - distance) * radius / 2 + 0.5);
        if (retina > 0) {
          ground(eye, shade, u, v, distance, color);
        }
        for (int c = 0; c < 3; c++) {
          double through =
              Math.exp(-ARTERY_ABSORPTION[c] * artery[i] - VEIN_ABSORPTION[c] * vein[i]);
          double value = FRAME[c] + retina * (color[c] * through - FRAME[c]);
          value += options.noise() * (retina > 0 ? 1 : 0.5) * deviate(sensor);
          rgb[i * 3 + c] = (float) clamp(value);
        }
      }
    }
    return new SyntheticFundus(
        RgbImage.wrap(width, height, rgb),
        ArteryVeinMap.wrap(width, height, codes),
        BinaryMask.wrap(width, height, inside));
  }

  /** The color of the retina without vessels. */
  private static void ground(
      Eye eye, ValueNoise shade, double u, double v, double distance, double[] color) {
    double rim = Math.min(1, distance * distance * distance);
    double toFovea = Math.hypot(u - eye.foveaX(), v - eye.foveaY());
    double fovea = 0.75 * Math.exp(-toFovea * toFovea / (2 * 0.085 * 0.085));
    double toDisc = Math.hypot((u - eye.discX()) * 1.06, v - eye.discY()) / eye.discRadius();
    double disc = 1 / (1 + Math.exp((toDisc - 1) * 16));
    double cup = 0.22 * Math.exp(-toDisc * toDisc / 0.18);
    double uneven = 0.10 * shade.at(u, v, 1.7) + 0.035 * shade.at(u + 9, v, 6);
    double grain = 0.018 * shade.at(u, v + 9, 22) + 0.012 * shade.at(u + 9, v + 9, 55);
    for (int c = 0; c < 3; c++) {
      double value = RETINA[c] + rim * (RIM[c] - RETINA[c]);
      value += fovea * (FOVEA[c] - value);
      value *= 1 + uneven * (c == 0 ? 0.7 : 1) + grain;
      double bright = OPTIC_DISC[c] * (0.93 + cup * (c == 0 ? 0.3 : 1)) * (1 - 0.06 * toDisc);
      color[c] = value + disc * (bright - value);
    }
  }

  private static byte label(boolean artery, boolean vein) {
    VesselLabel label =
        artery
            ? vein ? VesselLabel.CROSSING : VesselLabel.ARTERY
            : vein ? VesselLabel.VEIN : VesselLabel.BACKGROUND;
    return label.code();
  }

  /**
   * An approximately normal random number with standard deviation 1: the sum of four uniform ones.
   */
  private static double deviate(SplittableRandom random) {
    double sum = random.nextDouble() + random.nextDouble() + random.nextDouble();
    return (sum + random.nextDouble() - 2) * Math.sqrt(3);
  }

  private static double clamp(double v) {
    return Math.max(0, Math.min(1, v));
  }
}
