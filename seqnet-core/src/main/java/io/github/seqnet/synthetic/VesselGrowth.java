// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Grows the arteries and veins of a synthetic eye from its optic disc: four trunks each, with the
 * temporal ones arching around the fovea. Vessels taper, wind, and branch by Murray's law (the cube
 * of the parent's radius is the sum of the cubes of the daughters' radii). A vessel ends before it
 * meets another of its kind, at the fovea, at the rim, and where it would be too thin to be
 * visible.
 */
final class VesselGrowth {
  /** All lengths are in units of the radius of the field of view. */
  private static final double STEP = 0.006;

  private static final double THINNEST = 0.0026;
  private static final double AVASCULAR = 0.11;
  private static final double CLEARANCE = 0.022;
  private static final double TAPER = 0.18;

  /** The length over which a vessel takes its bend. */
  private static final double BENDING = 1.3;

  /** The turn at each step, in radians, that makes crossings steeper. */
  private static final double SHYNESS = 0.13;

  private static final int GRID = 400;

  private final Eye eye;
  private final SplittableRandom random;
  private final List<Vessel> vessels = new ArrayList<>();
  private final Deque<Sprout> sprouts = new ArrayDeque<>();

  /** For arteries and for veins: the number of the vessel in a cell plus one, and its heading. */
  private final int[][] owner = new int[2][GRID * GRID];

  private final float[][] headings = new float[2][GRID * GRID];

  /** The beginning of a vessel; {@code bend} is how far it turns over the length of bending. */
  private record Sprout(
      boolean artery,
      double x,
      double y,
      double heading,
      double bend,
      double radius,
      int parent,
      double length) {}

  private VesselGrowth(Eye eye, SplittableRandom random) {
    this.eye = eye;
    this.random = random;
  }

  static List<Vessel> grow(Eye eye, SplittableRandom random) {
    VesselGrowth growth = new VesselGrowth(eye, random);
    growth.plantTrunks();
    while (!growth.sprouts.isEmpty()) {
      growth.grow(growth.sprouts.remove());
    }
    return growth.vessels;
  }

  private void plantTrunks() {
    for (int side = -1; side <= 1; side += 2) {
      boolean arteryOutside = random.nextBoolean();
      for (int kind = 0; kind < 2; kind++) {
        boolean artery = kind == 1;
        double radius = artery ? between(0.0110, 0.0128) : between(0.0148, 0.0170);
        double apart = artery == arteryOutside ? 11 : -11;
        double angle = 80 + apart + between(-4, 4);
        plant(artery, side * angle, -side * (angle + between(-6, 8)), radius);
        plant(
            artery, side * (138 + apart + between(-8, 8)), -side * between(-20, 25), 0.62 * radius);
      }
      plant(side > 0, side * between(10, 24), -side * between(0, 25), between(0.0042, 0.0055));
    }
  }

  /** Starts a trunk at an angle from the temporal direction, in degrees, upwards if positive. */
  private void plant(boolean artery, double angle, double bend, double radius) {
    double turn = -eye.temporal() * Math.toRadians(1);
    double heading = (eye.temporal() > 0 ? 0 : Math.PI) + angle * turn;
    double from = between(0.0, 0.25) * eye.discRadius();
    sprouts.add(
        new Sprout(
            artery,
            eye.discX() - eye.temporal() * 0.2 * eye.discRadius() + from * StrictMath.cos(heading),
            eye.discY() + from * StrictMath.sin(heading),
            heading,
            bend * turn,
            radius,
            -1,
            2.5));
  }

  private void grow(Sprout sprout) {
    int kind = sprout.artery() ? 1 : 0;
    int number = vessels.size();
    Vessel vessel = new Vessel(sprout.artery());
    vessels.add(vessel);
    double x = sprout.x();
    double y = sprout.y();
    double radius = sprout.radius();
    double heading = sprout.heading();
    double phase = between(0, 2 * Math.PI);
    double winding = between(0.10, 0.22);
    double wave = between(0.14, 0.26);
    int side = random.nextBoolean() ? 1 : -1;
    double nextBranch =
        sprout.parent() < 0 ? eye.discRadius() + between(0.06, 0.2) : between(0.05, 0.2);
    for (double s = 0; s < sprout.length(); s += STEP) {
      vessel.add(x, y, radius);
      double outward = StrictMath.hypot(x, y);
      if (outward > 1.03 || radius < THINNEST) {
        return;
      }
      double turn = s < BENDING ? sprout.bend() * STEP * 2 * (1 - s / BENDING) / BENDING : 0;
      double wind = winding * StrictMath.sin(phase + 2 * Math.PI * s / wave);
      double direction = heading + wind;
      double aheadX = x + (radius + CLEARANCE) * StrictMath.cos(direction);
      double aheadY = y + (radius + CLEARANCE) * StrictMath.sin(direction);
      int cell = cell(aheadX, aheadY);
      int met = owner[kind][cell] - 1;
      boolean free = met < 0 || met == number || (met == sprout.parent() && s < 0.12);
      boolean onDisc = StrictMath.hypot(x - eye.discX(), y - eye.discY()) < 1.3 * eye.discRadius();
      if (!onDisc && !free) {
        return;
      }
      if (StrictMath.hypot(aheadX - eye.foveaX(), aheadY - eye.foveaY()) < AVASCULAR) {
        return;
      }
      if (owner[1 - kind][cell] != 0) {
        // Crosses vessels of the other kind at an angle instead of running along them.
        double apart = headings[1 - kind][cell] - direction;
        double sine = StrictMath.sin(apart);
        if (Math.abs(sine) < 0.6) {
          turn += sine * StrictMath.cos(apart) > 0 ? -SHYNESS : SHYNESS;
        }
      }
      heading += turn;
      direction = heading + wind;
      x += STEP * StrictMath.cos(direction);
      y += STEP * StrictMath.sin(direction);
      radius *= 1 - TAPER * STEP;
      int here = cell(x, y);
      owner[kind][here] = number + 1;
      headings[kind][here] = (float) direction;
      if (s >= nextBranch) {
        double share = radius > 0.007 ? between(0.30, 0.62) : between(0.60, 0.85);
        double daughter = share * radius;
        if (daughter > THINNEST) {
          side = random.nextInt(100) < 70 ? -side : side;
          double angle = side * Math.toRadians(between(38, 72));
          sprouts.add(
              new Sprout(
                  sprout.artery(),
                  x,
                  y,
                  direction + angle,
                  -angle * between(0.2, 1.2),
                  daughter,
                  number,
                  0.12 + 110 * daughter * between(0.5, 1.1)));
          heading -= 0.25 * share * angle;
          radius *= StrictMath.cbrt(1 - share * share * share);
        }
        nextBranch = s + between(0.06, 0.18);
      }
    }
  }

  private static int cell(double x, double y) {
    int column = Math.min(GRID - 1, Math.max(0, (int) ((x + 1.1) / 2.2 * GRID)));
    int row = Math.min(GRID - 1, Math.max(0, (int) ((y + 1.1) / 2.2 * GRID)));
    return row * GRID + column;
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
