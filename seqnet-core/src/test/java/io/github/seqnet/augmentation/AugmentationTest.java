// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each geometric change by hand: where the pixel (7, 3) of a 40 x 20 image comes from. */
class AugmentationTest {
  private static final double CENTER_X = 19.5;
  private static final double CENTER_Y = 9.5;
  private static final double X = 7 - CENTER_X;
  private static final double Y = 3 - CENTER_Y;

  /** Coordinates below a hundred, in double precision. */
  private static final double ROUNDING = 1e-12;

  private static AffineMap map(AugmentationOptions options, long seed) {
    TrainingImage image = TrainingImage.of(TestImages.ramp("x", 40, 20, 0));
    return Augmentation.draw(image, options, new SplittableRandom(seed)).geometry();
  }

  /**
   * The numbers that are drawn, from -1 to 1: two each for brightness, contrast, saturation,
   * rotation (the last at 7) and shear (9), two for the flips, three for shift (13, 14) and for
   * zoom (16, 17).
   */
  private static double[] drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = new double[18];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 2 * random.nextDouble() - 1;
    }
    return numbers;
  }

  private static void assertSource(double x, double y, AffineMap map) {
    assertEquals(x, map.x(7, 3), ROUNDING);
    assertEquals(y, map.y(7, 3), ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rotatesByDegreesAboutTheCenter(long seed) {
    AugmentationOptions options = AugmentationOptions.none().withRotation(new Jitter(1, 30));
    double angle = drawn(seed)[7] * 30 * Math.PI / 180;
    assertSource(
        CENTER_X + X * Math.cos(angle) - Y * Math.sin(angle),
        CENTER_Y + X * Math.sin(angle) + Y * Math.cos(angle),
        map(options, seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shearsByDegreesAboutTheCenter(long seed) {
    AugmentationOptions options = AugmentationOptions.none().withShear(new Jitter(1, 20));
    double angle = drawn(seed)[9] * 20 * Math.PI / 180;
    assertSource(
        CENTER_X + X * Math.cos(angle), CENTER_Y + Y - X * Math.sin(angle), map(options, seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shiftsByAShareOfEachSide(long seed) {
    AugmentationOptions options = AugmentationOptions.none().withShift(new Jitter(1, 0.1));
    double[] drawn = drawn(seed);
    assertSource(7 + drawn[13] * 0.1 * 40, 3 + drawn[14] * 0.1 * 20, map(options, seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void zoomsEachAxisAboutTheCenter(long seed) {
    AugmentationOptions options = AugmentationOptions.none().withZoom(new Jitter(1, 0.2));
    double[] drawn = drawn(seed);
    // An enlarged pixel has its source nearer to the center.
    assertSource(
        CENTER_X + X / (1 + drawn[16] * 0.2),
        CENTER_Y + Y / (1 + drawn[17] * 0.2),
        map(options, seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rotatesBeforeItShifts(long seed) {
    AugmentationOptions options =
        AugmentationOptions.none()
            .withRotation(new Jitter(1, 180))
            .withFlips(1, 0)
            .withShift(new Jitter(1, 0.1));
    double[] drawn = drawn(seed);
    double angle = drawn[7] * Math.PI;
    // The source of a pixel is found by inverting the transforms, the last one first.
    double x = -(X + drawn[13] * 0.1 * 40);
    double y = Y + drawn[14] * 0.1 * 20;
    assertSource(
        CENTER_X + x * Math.cos(angle) - y * Math.sin(angle),
        CENTER_Y + x * Math.sin(angle) + y * Math.cos(angle),
        map(options, seed));
  }
}
