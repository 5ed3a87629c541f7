// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.testing.FramedPhotograph;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldOfViewFinderTest {
  @ParameterizedTest
  @CsvSource({"1, 300, 200, 90", "0.08, 300, 200, 90", "0.5, 1200, 1100, 520", "1, 40, 40, 15"})
  void findsADisc(double brightness, int width, int height, int radius) {
    FieldOfView found = FieldOfViewFinder.find(disc(width, height, radius, brightness, false));
    assertEquals(FieldOfView.Source.FOUND, found.source());
    // At most one pixel of the reduced image, of at most 512 pixels a side, is wrong at the rim.
    double pixel = Math.ceil(Math.max(width, height) / 512.0);
    double least = Math.pow(1 - pixel / radius, 2);
    assertTrue(overlap(found.mask(), discMask(width, height, radius)) > least);
  }

  @Test
  void findsADiscCutOffAtTopAndBottom() {
    FieldOfView found = FieldOfViewFinder.find(disc(400, 200, 130, 0.8, false));
    assertEquals(FieldOfView.Source.FOUND, found.source());
    assertTrue(overlap(found.mask(), discMask(400, 200, 130)) > 0.98);
  }

  @Test
  void leavesOutTextInTheCorners() {
    RgbImage image = disc(400, 400, 180, 0.7, true);
    FieldOfView found = FieldOfViewFinder.find(image);
    assertEquals(FieldOfView.Source.FOUND, found.source());
    assertTrue(overlap(found.mask(), discMask(400, 400, 180)) > 0.98);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.005, 0.4, 1})
  void takesTheWholeOfAnEvenImage(double level) {
    float[] samples = new float[64 * 48 * 3];
    Arrays.fill(samples, (float) level);
    FieldOfView found = FieldOfViewFinder.find(RgbImage.of(64, 48, samples));
    assertWholeImage(64, 48, found);
  }

  @Test
  void takesTheWholeOfACropWithoutAFrame() {
    RgbImage image = disc(600, 600, 290, 0.7, false);
    float[] crop = new float[200 * 200 * 3];
    image.copyTo(200, 200, 200, 200, crop, 0, 600);
    FieldOfView found = FieldOfViewFinder.find(RgbImage.of(200, 200, crop));
    assertWholeImage(200, 200, found);
  }

  @Test
  void takesTheWholeOfPartsOfPhotographs() throws IOException {
    List<Path> files = files(Shared.path("data/DRIVE/training/images"));
    for (Path file : files.subList(0, 6)) {
      RgbImage image = ImageFiles.readRgb(file);
      for (int x : new int[] {70, 185, 300}) {
        float[] crop = new float[210 * 210 * 3];
        image.copyTo(x, 185, 210, 210, crop, 0, 630);
        FieldOfView found = FieldOfViewFinder.find(RgbImage.of(210, 210, crop));
        double kept = found.mask().count() / (210.0 * 210);
        assertTrue(kept >= 0.97, () -> file.getFileName() + " at " + x + " keeps " + kept);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 50", "3, 2"})
  void takesTheWholeOfATinyImage(int width, int height) {
    FieldOfView found =
        FieldOfViewFinder.find(RgbImage.of(width, height, new float[width * height * 3]));
    assertWholeImage(width, height, found);
  }

  @ParameterizedTest
  @CsvSource({"-0.8, 0.10", "-0.4, 0.14", "-0.8, 0.20", "-0.1, 0.20"})
  void keepsTheRetinaAroundAnOpticDiscInARectangle(double place, double size) {
    int[] box = {70, 410, 40, 320};
    FieldOfView found = FieldOfViewFinder.find(rectangle(480, 360, box, place, size));
    byte[] inside = new byte[480 * 360];
    for (int y = box[2]; y < box[3]; y++) {
      Arrays.fill(inside, y * 480 + box[0], y * 480 + box[1], (byte) 1);
    }
    assertEquals(FieldOfView.Source.FOUND, found.source());
    assertTrue(overlap(found.mask(), BinaryMask.wrap(480, 360, inside)) > 0.98);
  }

  @Test
  void takesTheWholeOfARetinaAroundAnOpticDisc() {
    int[] everything = {0, 300, 0, 240};
    FieldOfView found = FieldOfViewFinder.find(rectangle(300, 240, everything, -2, 0.12));
    assertWholeImage(300, 240, found);
  }

  @Test
  void findsADimRetinaBetweenTheEdgesOfItsMount() {
    FramedPhotograph slide = FramedPhotograph.slide(683, 590, 12, 0.3, 0.15, true, 2, 328);
    FramedPhotograph photograph = slide.exposed(0.3);
    double overlap = photograph.overlap(FieldOfViewFinder.find(photograph.image()).mask());
    assertTrue(overlap >= 0.97, () -> "overlap is " + overlap);
  }

  @ParameterizedTest
  @CsvSource({
    "DRIVE/training/images, DRIVE/training/mask, _mask.gif, 0.97",
    "LES-AV/images, LES-AV/masks, _mask.gif, 0.97",
  })
  void agreesWithTheMasksOfPublicDataSets(String images, String masks, String suffix, double least)
      throws IOException {
    Path folder = Shared.path("data/" + masks);
    for (Path file : files(Shared.path("data/" + images))) {
      String name = file.getFileName().toString().replaceFirst("\\.[a-zA-Z]+$", "");
      FieldOfView found = FieldOfViewFinder.find(ImageFiles.readRgb(file));
      BinaryMask given = ImageFiles.readMask(folder.resolve(name + suffix));
      assertEquals(FieldOfView.Source.FOUND, found.source(), name);
      double overlap = overlap(found.mask(), given);
      assertTrue(overlap >= least, () -> name + ": overlap with the given mask is " + overlap);
    }
  }

  private static void assertWholeImage(int width, int height, FieldOfView found) {
    assertEquals(FieldOfView.Source.WHOLE_IMAGE, found.source());
    assertEquals(BinaryMask.full(width, height), found.mask());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Intersection over union. */
  private static double overlap(BinaryMask a, BinaryMask b) {
    byte[] first = a.toArray();
    byte[] second = b.toArray();
    int both = 0;
    int any = 0;
    for (int i = 0; i < first.length; i++) {
      both += first[i] & second[i];
      any += first[i] | second[i];
    }
    return (double) both / any;
  }

  private static BinaryMask discMask(int width, int height, int radius) {
    byte[] mask = new byte[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (inside(i % width, i / width, width, height, radius) ? 1 : 0);
    }
    return BinaryMask.of(width, height, mask);
  }

  private static boolean inside(int x, int y, int width, int height, int radius) {
    return Math.hypot(x + 0.5 - width / 2.0, y + 0.5 - height / 2.0) < radius;
  }

  /**
   * A rectangle of retina with an optic disc and two arcades of vessels on black.
   *
   * @param box first and last column, first and last row
   * @param place of the optic disc from the right side, in radii
   * @param size radius of the optic disc, in heights of the rectangle
   */
  private static RgbImage rectangle(int width, int height, int[] box, double place, double size) {
    SplittableRandom random = new SplittableRandom(3);
    double[] retina = {0.8, 0.45, 0.28};
    double[] disc = {0.95, 0.8, 0.55};
    double radius = size * (box[3] - box[2]);
    double centerX = box[1] + place * radius;
    double centerY = (box[2] + box[3]) / 2.0;
    float[] samples = new float[width * height * 3];
    for (int y = box[2]; y < box[3]; y++) {
      for (int x = box[0]; x < box[1]; x++) {
        double distance = Math.hypot(x - centerX, y - centerY);
        double part = 1 / (1 + Math.exp((distance - radius) / 1.5));
        double shade = 1 - 0.25 * Math.pow(distance / (box[1] - box[0]), 2);
        double arcade = 0.9 * Math.sqrt(Math.max(0, centerX - x) * radius);
        boolean vessel = Math.abs(Math.abs(y - centerY) - arcade) < 0.06 * radius && x < centerX;
        for (int c = 0; c < 3; c++) {
          double level = shade * (vessel ? 0.7 : 1) * (retina[c] + part * (disc[c] - retina[c]));
          int i = 3 * (y * width + x) + c;
          samples[i] = (float) (level + 0.02 * (random.nextDouble() - 0.5));
        }
      }
    }
    return RgbImage.of(width, height, samples);
  }

  /** A noisy reddish disc in the middle of a noisy dark frame, with a dark shadow at its rim. */
  private static RgbImage disc(int width, int height, int radius, double brightness, boolean text) {
    SplittableRandom random = new SplittableRandom(3);
    float[] samples = new float[width * height * 3];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean stroke = text && x < 60 && y < 20 && (x % 7 < 3 || y % 9 < 2);
        double level = 0.03;
        if (inside(x, y, width, height, radius)) {
          boolean shadow = Math.abs(y - height / 2) < radius / 12 && x < width * 0.5 - radius * 0.9;
          level = shadow ? 0.05 : 0.8;
        } else if (stroke) {
          level = 0.9;
        }
        for (int c = 0; c < 3; c++, i++) {
          double value = level * (c == 0 ? 1 : 0.5) + random.nextDouble(0.04);
          samples[i] = (float) (value * brightness);
        }
      }
    }
    return RgbImage.of(width, height, samples);
  }
}
