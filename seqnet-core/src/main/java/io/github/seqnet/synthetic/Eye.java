// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import java.util.SplittableRandom;

/**
 * The positions of the landmarks of a synthetic eye, in units of the radius of the field of view,
 * with the origin at its center, x right and y down.
 *
 * @param temporal the side of the fovea as seen from the optic disc: -1 left, 1 right
 */
record Eye(
    double discX, double discY, double discRadius, double foveaX, double foveaY, int temporal) {
  static Eye random(SplittableRandom random) {
    int temporal = random.nextBoolean() ? 1 : -1;
    double discX = -temporal * random.nextDouble(0.60, 0.70);
    double discY = random.nextDouble(-0.10, 0.06);
    return new Eye(
        discX,
        discY,
        random.nextDouble(0.145, 0.170),
        discX + temporal * random.nextDouble(0.66, 0.74),
        discY + random.nextDouble(0.06, 0.11),
        temporal);
  }
}
