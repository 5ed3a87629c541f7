// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** A made-up eye: arteries and veins that leave an optic disc and branch; the same each time. */
public final class GeneratedEye {
  private static final double[] DIRECTIONS = {-1.9, -1.2, 1.2, 1.9, -2.7, 2.7, -0.45, 0.5};

  private final int size;
  private final byte[] codes;
  private final OpticDisc disc;
  private final double fieldRadius;

  private record Sprout(double x, double y, double angle, double width, double length) {}

  public GeneratedEye(int size, long seed) {
    this.size = size;
    this.codes = new byte[size * size];
    this.disc = new OpticDisc(size * 0.68, size * 0.5, size * 0.06);
    this.fieldRadius = size * 0.48;
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < DIRECTIONS.length; k++) {
      double width = size * (k < 4 ? 0.014 : 0.009);
      grow(DIRECTIONS[k] - 0.12, width, VesselLabel.VEIN, random.split());
      grow(DIRECTIONS[k] + 0.14, 0.8 * width, VesselLabel.ARTERY, random.split());
    }
  }

  private void grow(double direction, double width, VesselLabel label, SplittableRandom random) {
    Deque<Sprout> sprouts = new ArrayDeque<>();
    sprouts.add(new Sprout(disc.centerX(), disc.centerY(), direction, width, size * 0.2));
    while (!sprouts.isEmpty()) {
      Sprout sprout = sprouts.poll();
      double x = sprout.x();
      double y = sprout.y();
      double angle = sprout.angle();
      // Main vessels bend to the left, around the macula.
      double bend = Math.signum(Math.sin(angle)) * -0.9 / size;
      double wave = random.nextDouble() * 6;
      for (double s = 0; s < sprout.length(); s += 0.5) {
        angle += 0.5 * (bend + 0.02 * Math.cos(s / (size * 0.02) + wave));
        x += 0.5 * Math.cos(angle);
        y += 0.5 * Math.sin(angle);
        stamp(x, y, sprout.width() / 2, label);
      }
      double next = sprout.width() * 0.8;
      if (next >= size * 0.0035 && inside(x, y)) {
        double length = sprout.length() * (0.55 + 0.35 * random.nextDouble());
        double turn = 0.35 + 0.3 * random.nextDouble();
        int side = random.nextBoolean() ? 1 : -1;
        sprouts.add(new Sprout(x, y, angle - side * turn / 2.5, next, length));
        sprouts.add(new Sprout(x, y, angle + side * turn * 1.3, next * 0.8, length));
      }
    }
  }

  private void stamp(double x, double y, double radius, VesselLabel label) {
    double r = Math.max(0.7, radius);
    for (int py = (int) Math.floor(y - r); py <= y + r; py++) {
      for (int px = (int) Math.floor(x - r); px <= x + r; px++) {
        if (px >= 0
            && py >= 0
            && px < size
            && py < size
            && inside(px, py)
            && Math.hypot(px - x, py - y) <= r) {
          int i = py * size + px;
          boolean other = codes[i] != 0 && codes[i] != label.code();
          codes[i] = other ? VesselLabel.CROSSING.code() : label.code();
        }
      }
    }
  }

  private boolean inside(double x, double y) {
    return Math.hypot(x - size / 2.0, y - size / 2.0) < fieldRadius;
  }

  /** The vessels. */
  public ArteryVeinMap vessels() {
    return ArteryVeinMap.of(size, size, codes);
  }

  /** Where they come from. */
  public OpticDisc disc() {
    return disc;
  }

  /** The round field of view. */
  public FieldOfView fieldOfView() {
    byte[] mask = new byte[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        mask[y * size + x] = (byte) (inside(x, y) ? 1 : 0);
      }
    }
    return new FieldOfView(BinaryMask.of(size, size, mask), FieldOfView.Source.GIVEN);
  }

  /** A photograph of it. */
  public RgbImage image() {
    float[] samples = new float[size * size * 3];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        if (!inside(x, y)) {
          continue;
        }
        int i = y * size + x;
        double fade = 1 - 0.5 * Math.pow(Math.hypot(x - size / 2.0, y - size / 2.0) / size, 2);
        double glow = 1 / (1 + Math.exp((disc.distanceInDiameters(x, y) - 0.5) * 25));
        double vessel = codes[i] == 0 ? 1 : codes[i] == VesselLabel.ARTERY.code() ? 0.75 : 0.62;
        samples[3 * i] = (float) (fade * (0.68 + 0.27 * glow) * (0.6 + 0.4 * vessel));
        samples[3 * i + 1] = (float) (fade * (0.36 + 0.4 * glow) * vessel);
        samples[3 * i + 2] = (float) (fade * (0.16 + 0.25 * glow) * vessel);
      }
    }
    return RgbImage.of(size, size, samples);
  }
}
