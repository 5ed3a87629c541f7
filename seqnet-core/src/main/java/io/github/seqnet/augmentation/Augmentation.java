// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import java.util.SplittableRandom;

/** The random transforms drawn for one image. */
record Augmentation(AffineMap geometry, ColorMap color) {
  /**
   * Draws the transforms of an image; the same random state gives the same transforms. Every number
   * is drawn, used or not, so that turning one transform off does not change the others.
   */
  static Augmentation draw(
      TrainingImage image, AugmentationOptions options, SplittableRandom random) {
    float brightness = (float) (1 + amount(options.brightness(), random));
    float contrast = (float) (1 + amount(options.contrast(), random));
    float saturation = (float) (1 + amount(options.saturation(), random));
    float mean = contrast == 1 ? 0 : image.meanGray(brightness);
    ColorMap color = new ColorMap(brightness, contrast, mean, saturation);

    double cx = (image.width() - 1) / 2.0;
    double cy = (image.height() - 1) / 2.0;
    double angle = Math.toRadians(amount(options.rotation(), random));
    double shear = Math.toRadians(amount(options.shear(), random));
    boolean left = random.nextDouble() < options.horizontalFlip();
    boolean top = random.nextDouble() < options.verticalFlip();
    boolean shifts = random.nextDouble() < options.shift().probability();
    double shiftX = signed(random) * options.shift().amount() * image.width();
    double shiftY = signed(random) * options.shift().amount() * image.height();
    boolean zooms = random.nextDouble() < options.zoom().probability();
    double zoomX = 1 + signed(random) * options.zoom().amount();
    double zoomY = 1 + signed(random) * options.zoom().amount();
    double scale = StrictMath.exp(amount(options.scale(), random));

    // StrictMath gives the same crops on every machine. Each transform maps a pixel to its source
    // in the image before, so the transform that is applied last to the image comes first here.
    AffineMap map = AffineMap.IDENTITY;
    if (angle != 0) {
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      map = map.of(AffineMap.about(cx, cy, cos, -sin, sin, cos));
    }
    if (shear != 0) {
      map = map.of(AffineMap.about(cx, cy, StrictMath.cos(shear), 0, -StrictMath.sin(shear), 1));
    }
    if (left || top) {
      map = map.of(AffineMap.about(cx, cy, left ? -1 : 1, 0, 0, top ? -1 : 1));
    }
    if (shifts) {
      map = map.of(new AffineMap(1, 0, shiftX, 0, 1, shiftY));
    }
    if (zooms) {
      map = map.of(AffineMap.about(cx, cy, 1 / zoomX, 0, 0, 1 / zoomY));
    }
    if (scale != 1) {
      map = map.of(AffineMap.about(cx, cy, 1 / scale, 0, 0, 1 / scale));
    }
    return new Augmentation(map, color);
  }

  private static double amount(Jitter jitter, SplittableRandom random) {
    boolean happens = random.nextDouble() < jitter.probability();
    double amount = signed(random) * jitter.amount();
    return happens ? amount : 0;
  }

  private static double signed(SplittableRandom random) {
    return random.nextDouble() * 2 - 1;
  }
}
