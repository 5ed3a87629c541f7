// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedImagesTest {
  private static final ArteryVeinMap LABELS = ArteryVeinMap.of(5, 1, new byte[] {0, 1, 2, 3, 4});

  /** The stored samples, whatever AWT takes them for. */
  @Test
  void grayStaysAsItIsStored() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 50);
    assertEquals(122, image.getRGB(1, 0) & 255);
    float gray = 50 / 255f;
    assertArrayEquals(
        new float[] {0, 0, 0, gray, gray, gray}, BufferedImages.toRgb(image).toArray());
  }

  @Test
  void samplesOf16BitsKeepTheirDepth() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 257 + 1);
    assertEquals(258 / 65535f, BufferedImages.toRgb(image).sample(0, 0, 0));
  }

  @Test
  void whatIsTransparentLiesOverBlack() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 51 << 24 | 0xff8000);
    float share = 51 / 255f;
    float[] expected = {share, 128 / 255f * share, 0};
    assertArrayEquals(expected, BufferedImages.toRgb(image).toArray());
    // Premultiplied samples have been laid over black already.
    BufferedImage premultiplied = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
    premultiplied.setRGB(0, 0, 51 << 24 | 0xff8000);
    assertArrayEquals(expected, BufferedImages.toRgb(premultiplied).toArray(), 0.5f / 255);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void givesWhatTheFileGives(int type) throws IOException {
    BufferedImage image = noise(type);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "png", file));
    byte[] content = file.toByteArray();
    float[] expected = ImageFiles.readRgb(new ByteArrayInputStream(content), "noise.png").toArray();
    assertArrayEquals(expected, BufferedImages.toRgb(image).toArray());
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(content));
    assertArrayEquals(expected, BufferedImages.toRgb(decoded).toArray());
  }

  @Test
  void partOfAnImageIsAnImage() {
    BufferedImage image = noise(BufferedImage.TYPE_3BYTE_BGR);
    RgbImage whole = BufferedImages.toRgb(image);
    RgbImage part = BufferedImages.toRgb(image.getSubimage(3, 2, 4, 5));
    assertEquals(4, part.width());
    assertEquals(5, part.height());
    assertEquals(whole.sample(5, 3, 1), part.sample(2, 1, 1));
  }

  @Test
  void refusesOtherSamplesThanUnsignedIntegers() {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            ComponentColorModel.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster raster = colors.createCompatibleWritableRaster(2, 2);
    BufferedImage image = new BufferedImage(colors, raster, false, null);
    assertEquals(
        "image: floating-point samples are not supported",
        assertThrows(IllegalArgumentException.class, () -> BufferedImages.toRgb(image))
            .getMessage());
  }

  @Test
  void imagesComeBackAsTheyWere() {
    RgbImage photograph = BufferedImages.toRgb(noise(BufferedImage.TYPE_3BYTE_BGR));
    assertArrayEquals(
        photograph.toArray(), BufferedImages.toRgb(BufferedImages.of(photograph)).toArray());
  }

  @Test
  void mapsMasksAndLabelsShowTheirValuesToAnyReader() {
    BufferedImage map = BufferedImages.of(ProbabilityMap.of(2, 1, new float[] {50 / 255f, 1}));
    assertEquals(0xff323232, map.getRGB(0, 0));
    assertEquals(0xffffffff, map.getRGB(1, 0));
    BufferedImage mask = BufferedImages.of(BinaryMask.of(2, 1, new byte[] {0, 1}));
    assertEquals(0xff000000, mask.getRGB(0, 0));
    assertEquals(0xffffffff, mask.getRGB(1, 0));
    BufferedImage labels = BufferedImages.of(LABELS);
    int[] expected = {0xff000000, 0xffff0000, 0xff0000ff, 0xff00ff00, 0xffffffff};
    assertArrayEquals(expected, labels.getRGB(0, 0, 5, 1, null, 0, 5));
  }

  @Test
  void anOverlayShowsThePhotographBetweenTheVessels() {
    BufferedImage overlay = BufferedImages.overlay(LABELS, 0.5);
    int[] expected = {0, 0x80ff0000, 0x800000ff, 0x8000ff00, 0x80ffffff};
    assertArrayEquals(expected, overlay.getRGB(0, 0, 5, 1, null, 0, 5));
    BufferedImage photograph = new BufferedImage(5, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = photograph.createGraphics();
    graphics.setColor(new Color(0x406080));
    graphics.fillRect(0, 0, 5, 1);
    graphics.drawImage(BufferedImages.overlay(LABELS, 1), 0, 0, null);
    graphics.dispose();
    assertEquals(0xff406080, photograph.getRGB(0, 0));
    assertEquals(0xffff0000, photograph.getRGB(1, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAnOpacityOutOfRange(double opacity) {
    assertEquals(
        "opacity must be in 0..1, got " + opacity,
        assertThrows(IllegalArgumentException.class, () -> BufferedImages.overlay(LABELS, opacity))
            .getMessage());
  }

  private static BufferedImage noise(int type) {
    BufferedImage image = new BufferedImage(13, 9, type);
    WritableRaster raster = image.getRaster();
    SplittableRandom random = new SplittableRandom(11);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (int b = 0; b < raster.getNumBands(); b++) {
          int bits = raster.getSampleModel().getSampleSize(b);
          raster.setSample(x, y, b, random.nextInt(1 << bits));
        }
      }
    }
    return image;
  }
}
