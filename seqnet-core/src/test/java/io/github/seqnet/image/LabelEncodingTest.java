// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ChannelEncoding.Channel;
import io.github.seqnet.image.io.ImageFiles;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelEncodingTest {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 90;

  @TempDir private Path folder;

  /** An artery, a vein and a slanted vein across the artery, a few pixels wide. */
  private static ArteryVeinMap vessels() {
    byte[] codes = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < codes.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      boolean artery = y >= 40 && y < 45;
      boolean vein = (y >= 70 && y < 74) || Math.abs(x - 30 - y / 2) < 3;
      codes[i] = (byte) (artery && vein ? 3 : artery ? 1 : vein ? 2 : 0);
    }
    return ArteryVeinMap.wrap(WIDTH, HEIGHT, codes);
  }

  /** Each label in its color. */
  private static int[] colored(int artery, int vein, int crossing) {
    int[] colors = {0, artery, vein, crossing};
    byte[] codes = vessels().toArray();
    int[] image = new int[codes.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = colors[codes[i]];
    }
    return image;
  }

  private Path png(int[] colors) throws IOException {
    Path file = folder.resolve("labels.png");
    ImageFiles.writePng(file, WIDTH, HEIGHT, colors);
    return file;
  }

  private Path jpeg(int[] colors, float quality) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, WIDTH, HEIGHT, colors, 0, WIDTH);
    Path file = folder.resolve("labels.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return file;
  }

  /** The fraction of arteries and veins that have their label. */
  private static double right(ArteryVeinMap read) {
    byte[] expected = vessels().toArray();
    byte[] actual = read.toArray();
    int all = 0;
    int right = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] == 1 || expected[i] == 2) {
        all++;
        right += actual[i] == expected[i] ? 1 : 0;
      }
    }
    return right / (double) all;
  }

  @Test
  void rrwnetColorsAreDecodedByTheirEncodingAndRejectedByColors() throws IOException {
    Path file = png(colored(0xFF00FF, 0x00FFFF, 0xFFFFFF));
    assertEquals(vessels(), ImageFiles.readLabels(file, LabelEncoding.rrwnet()));
    String message =
        assertThrows(IOException.class, () -> ImageFiles.readLabels(file)).getMessage();
    assertTrue(message.startsWith(file + ": cannot be read as labels: "), message);
    assertTrue(message.contains("--encoding rrwnet"), message);
    assertTrue(message.contains("cyan"), message);
  }

  /** Maps that were drawn by another program. */
  @Test
  void drawnMapsHaveTheirClasses() throws IOException {
    ArteryVeinMap rrwnet = resource("rrwnet-colors.png", LabelEncoding.rrwnet());
    assertEquals(480, rrwnet.pixels(VesselLabel.ARTERY).count());
    assertEquals(480, rrwnet.pixels(VesselLabel.VEIN).count());
    assertEquals(960, rrwnet.vessels().count());
    ArteryVeinMap classes = resource("class-index.png", LabelEncoding.classIndex());
    assertEquals(471, classes.pixels(VesselLabel.ARTERY).count());
    assertEquals(471, classes.pixels(VesselLabel.VEIN).count());
    assertEquals(204, classes.pixels(VesselLabel.CROSSING).count());
    for (String name : List.of("rrwnet-colors.png", "class-index.png")) {
      assertThrows(IOException.class, () -> resource(name, LabelEncoding.colors()), name);
    }
  }

  private static ArteryVeinMap resource(String name, LabelEncoding encoding) throws IOException {
    try (InputStream in = LabelEncodingTest.class.getResourceAsStream("/labels/" + name)) {
      return ImageFiles.readLabels(in, name, encoding);
    }
  }

  /** Few veins among many arteries. */
  @Test
  void aFewCyanPixelsBesideMagentaOnesAreEnough() {
    float[] rgb = new float[100 * 100 * 3];
    for (int i = 0; i < 10_000; i++) {
      boolean artery = i / 100 < 20;
      boolean vein = i / 100 == 50;
      rgb[3 * i] = artery ? 1 : 0;
      rgb[3 * i + 1] = vein ? 1 : 0;
      rgb[3 * i + 2] = artery || vein ? 1 : 0;
    }
    RgbImage image = RgbImage.wrap(100, 100, rgb);
    assertThrows(IllegalArgumentException.class, () -> LabelEncoding.colors().decode(image));
    ArteryVeinMap map = LabelEncoding.rrwnet().decode(image);
    assertEquals(2000, map.pixels(VesselLabel.ARTERY).count());
    assertEquals(100, map.pixels(VesselLabel.VEIN).count());
  }

  @Test
  void redAndBlueAreRejectedByRrwnet() throws IOException {
    Path file = png(colored(0xFF0000, 0x0000FF, 0x00FF00));
    assertEquals(vessels(), ImageFiles.readLabels(file));
    String message =
        assertThrows(IOException.class, () -> ImageFiles.readLabels(file, LabelEncoding.rrwnet()))
            .getMessage();
    assertTrue(message.contains("--encoding colors"), message);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.75f, 0.95f})
  void compressedMapsAreRead(float quality) throws IOException {
    assertTrue(
        right(ImageFiles.readLabels(jpeg(colored(0xFF0000, 0x0000FF, 0x00FF00), quality))) > 0.9);
    assertTrue(
        right(
                ImageFiles.readLabels(
                    jpeg(colored(0xFF00FF, 0x00FFFF, 0xFFFFFF), quality), LabelEncoding.rrwnet()))
            > 0.9);
    Path rrwnet = jpeg(colored(0xFF00FF, 0x00FFFF, 0xFFFFFF), quality);
    assertThrows(IOException.class, () -> ImageFiles.readLabels(rrwnet));
  }

  /** Edges half as bright, as an image that was drawn with smoothing has them. */
  @Test
  void smoothedEdgesAreRead() {
    float[] rgb = ColorEncoding.encode(vessels()).toArray();
    float[] smooth = new float[rgb.length];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int v = -1; v <= 1; v++) {
            for (int u = -1; u <= 1; u++) {
              int row = Math.max(0, Math.min(HEIGHT - 1, y + v));
              int column = Math.max(0, Math.min(WIDTH - 1, x + u));
              sum += rgb[(row * WIDTH + column) * 3 + c] / 9;
            }
          }
          smooth[(y * WIDTH + x) * 3 + c] = (float) sum;
        }
      }
    }
    assertTrue(right(LabelEncoding.colors().decode(RgbImage.wrap(WIDTH, HEIGHT, smooth))) > 0.95);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 128, 200})
  void darkShadesAreRead(int level) throws IOException {
    int[] dark = colored(level << 16, level, level << 8);
    assertEquals(vessels(), ImageFiles.readLabels(png(dark)));
    // One class in another shade than the other.
    assertEquals(vessels(), ImageFiles.readLabels(png(colored(0xFF0000, level, level << 8))));
    assertEquals(
        vessels(),
        ImageFiles.readLabels(
            png(colored(level * 0x010001, level * 0x000101, level * 0x010101)),
            LabelEncoding.rrwnet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "tif"})
  void classIndicesWithAColoredPaletteAreRead(String format) throws IOException {
    byte[] codes = vessels().toArray();
    byte[] red = {0, (byte) 128, 0, (byte) 128};
    byte[] green = {0, 0, (byte) 128, (byte) 128};
    byte[] blue = {0, 0, 0, 0};
    IndexColorModel colors = new IndexColorModel(8, 4, red, green, blue);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, colors);
    image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, codes);
    Path file = folder.resolve("classes." + format);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    assertEquals(vessels(), ImageFiles.readLabels(file, LabelEncoding.classIndex()));
  }

  @Test
  void maskWithAPaletteIsNotClassIndices() throws IOException {
    BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
    mask.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, vessels().vessels().toArray());
    Path file = write(mask);
    String message =
        assertThrows(
                IOException.class, () -> ImageFiles.readLabels(file, LabelEncoding.classIndex()))
            .getMessage();
    assertTrue(message.contains("it is a mask"), message);
  }

  @Test
  void palettesSixteenBitsAndTransparencyAreRead() throws IOException {
    byte[] codes = vessels().toArray();
    byte[] red = {0, (byte) 255, 0, 0};
    byte[] green = {0, 0, 0, (byte) 255};
    byte[] blue = {0, 0, (byte) 255, 0};
    BufferedImage palette =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(2, 4, red, green, blue));
    palette.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, codes);
    assertEquals(vessels(), ImageFiles.readLabels(write(palette)));
    assertEquals(vessels(), ImageFiles.readLabels(write(palette), LabelEncoding.classIndex()));
    // Transparent pixels are background, whatever their color.
    BufferedImage alpha = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    int[] colors = {0x00FF00FF, 0xFFFF0000, 0xFF0000FF, 0xFF00FF00};
    for (int i = 0; i < codes.length; i++) {
      alpha.setRGB(i % WIDTH, i / WIDTH, colors[codes[i]]);
    }
    assertEquals(vessels(), ImageFiles.readLabels(write(alpha)));
    BufferedImage deep = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage bytes = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < codes.length; i++) {
      deep.getRaster().setSample(i % WIDTH, i / WIDTH, 0, codes[i]);
      bytes.getRaster().setSample(i % WIDTH, i / WIDTH, 0, codes[i]);
    }
    assertEquals(vessels(), ImageFiles.readLabels(write(deep), LabelEncoding.classIndex()));
    assertEquals(vessels(), ImageFiles.readLabels(write(bytes), LabelEncoding.classIndex()));
  }

  private Path write(BufferedImage image) throws IOException {
    Path file = folder.resolve("written.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void classIndicesAreRejectedAsColorsWithAHint() throws IOException {
    for (int step : new int[] {1, 85}) {
      Path file = png(colored(step * 0x010101, 2 * step * 0x010101, 3 * step * 0x010101));
      assertEquals(vessels(), ImageFiles.readLabels(file, LabelEncoding.classIndex()));
      String message =
          assertThrows(IOException.class, () -> ImageFiles.readLabels(file)).getMessage();
      assertTrue(message.contains("--encoding class-index"), message);
    }
  }

  @Test
  void valuesThatAreNotClassIndicesAreRejected() throws IOException {
    List<int[]> images =
        List.of(
            colored(0xFFFFFF, 0xFFFFFF, 0xFFFFFF),
            colored(0xFF0000, 0x0000FF, 0x00FF00),
            colored(0x010101, 0x020202, 0x040404));
    for (int[] image : images) {
      Path file = png(image);
      String message =
          assertThrows(
                  IOException.class, () -> ImageFiles.readLabels(file, LabelEncoding.classIndex()))
              .getMessage();
      assertTrue(message.contains("1 artery, 2 vein, 3 crossing"), message);
    }
  }

  @Test
  void classesMayHaveOtherIndices() {
    ClassIndexEncoding encoding =
        new ClassIndexEncoding(
            List.of(VesselLabel.BACKGROUND, VesselLabel.VEIN, VesselLabel.ARTERY));
    float[] rgb = {0, 0, 0, 1 / 255f, 1 / 255f, 1 / 255f, 2 / 255f, 2 / 255f, 2 / 255f};
    assertEquals(
        ArteryVeinMap.of(3, 1, new byte[] {0, 2, 1}), encoding.decode(RgbImage.of(3, 1, rgb)));
  }

  @Test
  void masksOfArteriesAndVeinsAreCombined() {
    BinaryMask arteries = BinaryMask.of(2, 2, new byte[] {0, 1, 0, 1});
    BinaryMask veins = BinaryMask.of(2, 2, new byte[] {0, 0, 1, 1});
    assertEquals(
        ArteryVeinMap.of(2, 2, new byte[] {0, 1, 2, 3}), ArteryVeinMap.of(arteries, veins));
    assertThrows(
        IllegalArgumentException.class, () -> ArteryVeinMap.of(arteries, BinaryMask.full(2, 1)));
  }

  @Test
  void channelsOfYourOwnAreAnEncoding() {
    ChannelEncoding encoding = ChannelEncoding.of("mine", Channel.GREEN, Channel.RED);
    float[] rgb = {0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1};
    assertEquals(
        ArteryVeinMap.of(4, 1, new byte[] {1, 2, 3, 0}), encoding.decode(RgbImage.of(4, 1, rgb)));
    assertEquals(
        ArteryVeinMap.of(4, 1, new byte[] {1, 2, 3, 4}),
        encoding.withVesselChannel(Channel.BLUE).decode(RgbImage.of(4, 1, withBlue(rgb))));
    assertThrows(
        IllegalArgumentException.class, () -> ChannelEncoding.of("same", Channel.RED, Channel.RED));
  }

  private static float[] withBlue(float[] rgb) {
    float[] copy = rgb.clone();
    for (int i = 0; i < copy.length; i += 3) {
      copy[i + 2] = 1;
    }
    return copy;
  }

  @Test
  void encodingsAreFoundById() {
    assertEquals(LabelEncoding.rrwnet(), LabelEncoding.ofId("rrwnet"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> LabelEncoding.ofId("hsv")).getMessage();
    assertTrue(message.contains("colors, rrwnet, class-index"), message);
  }
}
