// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  /** Both sides compute in double precision and round to float32 once: half a unit in the last. */
  private static final double ROUNDING = 1.2e-7;

  @ParameterizedTest
  @CsvSource({
    "31x23, 31x23",
    "31x23, 7x5",
    "31x23, 23x31",
    "31x23, 64x9",
    "31x23, 1x1",
    "31x23, 40x50",
    "1x9, 4x3",
    "1x9, 1x4",
    "300x2, 2x1"
  })
  void matchesScikitImage(String from, String to) throws Exception {
    RgbImage image = image(NpyFile.read(resource("/resize/" + from + ".npy")));
    RgbImage expected = image(NpyFile.read(resource("/resize/" + from + "-to-" + to + ".npy")));
    RgbImage resized = Resampler.resize(image, expected.width(), expected.height());
    assertEquals(0, difference(resized.toArray(), expected.toArray()), ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({
    "LES-AV/images/111.png, les111",
    "DRIVE/training/images/21_training.tif, drive21",
  })
  void matchesScikitImageOnPhotographs(String photograph, String fixture) throws IOException {
    RgbImage image = ImageFiles.readRgb(Shared.path("data/" + photograph));
    NpyFile.Array expected =
        NpyFile.read(Shared.path("fixtures/resize/" + fixture + ".576x576x3.npy"));
    RgbImage resized = Resampler.resize(image, 576, 576);
    assertEquals(0, difference(resized.toArray(), expected.toArray()), ROUNDING);
  }

  @Test
  void matchesScikitImageOnJpeg() throws IOException {
    RgbImage image = ImageFiles.readRgb(Shared.path("data/HRF/images/04_dr.JPG"));
    NpyFile.Array expected = NpyFile.read(Shared.path("fixtures/resize/hrf04dr.576x576x3.npy"));
    RgbImage resized = Resampler.resize(image, 576, 576);
    // libjpeg and the JDK's copy of it decode this file to the same samples.
    assertEquals(0, difference(resized.toArray(), expected.toArray()), ROUNDING);
  }

  @Test
  void matchesScikitImageOnAnOddSize() throws IOException {
    NpyFile.Array source = NpyFile.read(Shared.path("fixtures/resize/drive21.576x576x3.npy"));
    NpyFile.Array expected =
        NpyFile.read(Shared.path("fixtures/resize/drive21-green-576-to-584x565.npy"));
    float[] rgb = source.toArray();
    float[] green = new float[576 * 576];
    for (int i = 0; i < green.length; i++) {
      green[i] = rgb[i * 3 + 1];
    }
    ProbabilityMap map = ProbabilityMap.of(576, 576, green);
    ProbabilityMap resized = Resampler.resize(map, expected.shape()[1], expected.shape()[0]);
    // The fixture was computed in float32 throughout: coordinates and sums are rounded there.
    assertEquals(0, difference(resized.toArray(), expected.toArray()), 1e-5);
  }

  @Test
  void keepsTheSameSize() {
    RgbImage image = RgbImage.of(2, 1, new float[6]);
    assertSame(image, Resampler.resize(image, 2, 1));
  }

  @Test
  void setsMaskPixelsThatAreMoreThanHalfCovered() {
    BinaryMask mask = BinaryMask.of(4, 1, new byte[] {1, 1, 0, 0});
    assertEquals(
        BinaryMask.of(8, 1, new byte[] {1, 1, 1, 1, 0, 0, 0, 0}), Resampler.resize(mask, 8, 1));
  }

  @Test
  void takesTheNearestLabel() {
    ArteryVeinMap labels = ArteryVeinMap.of(3, 1, new byte[] {1, 2, 3});
    assertEquals(
        ArteryVeinMap.of(5, 1, new byte[] {1, 1, 2, 3, 3}), Resampler.resizeNearest(labels, 5, 1));
    assertEquals(ArteryVeinMap.of(1, 1, new byte[] {2}), Resampler.resizeNearest(labels, 1, 1));
  }

  @Test
  void refusesAnEmptySize() {
    RgbImage image = RgbImage.of(1, 1, new float[3]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Resampler.resize(image, 0, 5));
    assertEquals("new size must be at least 1 x 1 pixels, got 0 x 5", e.getMessage());
  }

  private static RgbImage image(NpyFile.Array array) {
    return RgbImage.of(array.shape()[1], array.shape()[0], array.toArray());
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ResamplerTest.class.getResource(name).toURI());
  }

  private static double difference(float[] a, float[] b) {
    assertEquals(b.length, a.length);
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs((double) a[i] - b[i]));
    }
    return most;
  }

  @Test
  void namesSizesThatAreTooLarge() {
    ArteryVeinMap labels = ArteryVeinMap.wrap(1, 1, new byte[1]);
    BinaryMask mask = BinaryMask.full(1, 1);
    String message = "new size of 50000 x 50000 pixels is larger than one Java array";
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> Resampler.resizeNearest(labels, 50_000, 50_000))
            .getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Resampler.resize(mask, 50_000, 50_000))
            .getMessage());
  }

  @Test
  void nearestTakesRowsAndColumnsOfTheirOwn() {
    ArteryVeinMap labels = ArteryVeinMap.wrap(2, 3, new byte[] {0, 1, 2, 3, 4, 0});
    // The centers of two rows lie at 0.25 and 1.75 of three: nearest to the first and the last.
    assertEquals(
        ArteryVeinMap.wrap(4, 2, new byte[] {0, 0, 1, 1, 4, 4, 0, 0}),
        Resampler.resizeNearest(labels, 4, 2));
    assertEquals(
        ArteryVeinMap.wrap(1, 6, new byte[] {1, 1, 3, 3, 0, 0}),
        Resampler.resizeNearest(labels, 1, 6));
  }
}
