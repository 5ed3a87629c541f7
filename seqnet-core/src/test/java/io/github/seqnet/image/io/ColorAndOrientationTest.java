// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColorAndOrientationTest {
  /** Primaries adapted to D50, and the exponent, of Adobe RGB (1998) and Display P3. */
  private static final double[] ADOBE_RGB = {
    0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457, 2.19921875
  };

  private static final double[] DISPLAY_P3 = {
    0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407, 2.2
  };

  @Test
  void convertsEmbeddedProfilesToSrgbInPngAndJpeg() throws IOException {
    for (double[] space : new double[][] {ADOBE_RGB, DISPLAY_P3}) {
      byte[] profile = profile(space);
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
      for (int i = 0; i < 256; i++) {
        image.setRGB(i % 16, i / 16, 0xb46450);
      }
      float[] expected = expected(space, 0xb4 / 255.0, 0x64 / 255.0, 0x50 / 255.0);
      LoadedImage png = read(pngWithProfile(image, profile));
      assertTrue(png.metadata().isColorConverted());
      assertPixel(expected, png.image(), 2.5f / 255);
      LoadedImage jpeg = read(jpegWithProfile(image, profile));
      assertTrue(jpeg.metadata().isColorConverted());
      assertPixel(expected, jpeg.image(), 5f / 255);
    }
  }

  @Test
  void ignoresMalformedProfilesWithAWarning() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x336699);
    LoadedImage read = read(pngWithProfile(image, new byte[200]));
    assertFalse(read.metadata().isColorConverted());
    assertEquals(1, read.metadata().warnings().size());
    assertPixel(new float[] {.2f, .4f, .6f}, read.image(), 1e-6f);
  }

  @Test
  void readsThePixelSizeThatMicroscopySoftwareWrites() throws IOException {
    String ome =
        "<?xml version=\"1.0\"?><OME><Pixels PhysicalSizeX=\"%s\" PhysicalSizeY=\"%s\"%s/>";
    assertEquals(4.2, pixelSize("ImageJ=1.53t\nunit=micron\n", 1 / 4.2, 1 / 4.2), 1e-4);
    assertEquals(4.2, pixelSize("ImageJ=1.53t\nunit=\\u00B5m\n", 1 / 4.2, 1 / 4.2), 1e-4);
    assertEquals(5, pixelSize("ImageJ=1.53t\nunit=mm\n", 200, 200), 1e-4);
    assertEquals(6.5, pixelSize(ome.formatted("6.5", "6.5", ""), 72, 72), 1e-9);
    String millimeters = " PhysicalSizeXUnit=\"mm\" PhysicalSizeYUnit=\"mm\"";
    assertEquals(7, pixelSize(ome.formatted("0.007", "0.007", millimeters), 72, 72), 1e-9);
  }

  @Test
  void takesNoPrintResolutionForAPixelSize() throws IOException {
    assertEquals(0, pixelSize("a photograph", 300, 300));
    assertEquals(0, pixelSize("ImageJ=1.53t\nunit=inch\n", 300, 300));
    assertEquals(0, pixelSize("ImageJ=1.53t\nunit=micron\n", 0.25, 0.5));
    assertEquals(0, pixelSize("ImageJ=1.53t\nunit=micron\n", 0, 0));
    assertEquals(0, pixelSize("<OME PhysicalSizeX=\"1e+-3\" PhysicalSizeY=\"4\"/>", 72, 72));
  }

  /** The pixel size of a gray TIFF file with this description and resolution; 0 if unknown. */
  private static double pixelSize(
      String description, double acrossResolution, double downResolution) throws IOException {
    byte[] text = (description + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(256 + text.length);
    file.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    file.putShort((short) 10);
    int[][] entries = {
      {256, 3, 1, 4 << 16},
      {257, 3, 1, 4 << 16},
      {258, 3, 1, 8 << 16},
      {259, 3, 1, 1 << 16},
      {262, 3, 1, 1 << 16},
      {270, 2, text.length, 256},
      {273, 4, 1, 200},
      {279, 4, 1, 16},
      {282, 5, 1, 220},
      {283, 5, 1, 228}
    };
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
    }
    file.position(220);
    for (double resolution : new double[] {acrossResolution, downResolution}) {
      file.putInt((int) Math.round(resolution * 1_000_000)).putInt(1_000_000);
    }
    file.position(256);
    file.put(text);
    return read(file.array()).metadata().pixelSizeMicrometers().orElse(0);
  }

  /** The same file without its JFIF marker and with component names other than R, G, B. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void unmarkedJpegIsYCbCr(int firstId) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xc06020);
    }
    byte[] jpeg = write(image, "jpg");
    float[] expected = read(jpeg).image().toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < jpeg.length; ) {
      int marker = jpeg[at + 1] & 0xff;
      if (marker == 0xd8) {
        out.write(jpeg, at, 2);
        at += 2;
        continue;
      }
      int length = ((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff);
      if (marker == 0xc0) {
        for (int c = 0; c < 3; c++) {
          jpeg[at + 10 + 3 * c] = (byte) (firstId + c);
        }
      }
      if (marker == 0xda) {
        for (int c = 0; c < 3; c++) {
          jpeg[at + 5 + 2 * c] = (byte) (firstId + c);
        }
        out.write(jpeg, at, jpeg.length - at);
        break;
      }
      if (marker != 0xe0) {
        out.write(jpeg, at, length + 2);
      }
      at += length + 2;
    }
    assertArrayEquals(expected, read(out.toByteArray()).image().toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsPngUpright(int orientation) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0xffffff);
    LoadedImage read = read(insert(write(image, "png"), "eXIf", exif(orientation)));
    assertEquals(orientation, read.metadata().orientation());
    RgbImage upright = read.image();
    assertEquals(orientation > 4 ? 2 : 3, upright.width());
    boolean right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    boolean bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    assertEquals(
        1, upright.sample(right ? upright.width() - 1 : 0, bottom ? upright.height() - 1 : 0, 0));
  }

  /** As ImageMagick writes EXIF where a PNG file has no chunk of its own for it. */
  @ParameterizedTest
  @CsvSource({"exif,tEXt", "exif,zTXt", "APP1,tEXt", "APP1,zTXt"})
  void turnsPngWithExifInATextChunkUpright(String name, String chunk) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0xffffff);
    for (int orientation = 2; orientation <= 8; orientation++) {
      byte[] text = textProfile(name, chunk, exif(orientation));
      LoadedImage read = read(insert(write(image, "png"), chunk, text));
      assertEquals(orientation, read.metadata().orientation());
      assertEquals(orientation > 4 ? 2 : 3, read.image().width());
    }
  }

  @Test
  void prefersTheExifChunkOfPngToText() throws IOException {
    byte[] png = write(new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR), "png");
    byte[] text = textProfile("exif", "tEXt", exif(3));
    byte[] both = insert(insert(png, "tEXt", text), "eXIf", exif(6));
    assertEquals(6, read(both).metadata().orientation());
    both = insert(insert(png, "eXIf", exif(6)), "tEXt", text);
    assertEquals(6, read(both).metadata().orientation());
  }

  @Test
  void readsExifBesideOtherTextChunksOfPng() throws IOException {
    byte[] png = write(new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR), "png");
    byte[] xmp = "http://ns.adobe.com/xap/1.0/\0<x/>".getBytes(StandardCharsets.US_ASCII);
    png = insert(png, "tEXt", textProfile("exif", "tEXt", exif(8)));
    png = insert(png, "tEXt", textProfile("APP1", "tEXt", xmp));
    png =
        insert(png, "tEXt", "Raw profile type exif\0no digits".getBytes(StandardCharsets.US_ASCII));
    byte[] damaged = "Raw profile type exif\0\0not deflated".getBytes(StandardCharsets.US_ASCII);
    assertEquals(8, read(insert(png, "zTXt", damaged)).metadata().orientation());
  }

  private static byte[] exif(int orientation) {
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    exif.writeBytes("MM\0*\0\0\0\10".getBytes(StandardCharsets.ISO_8859_1));
    exif.writeBytes(new byte[] {0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
    return exif.toByteArray();
  }

  private static byte[] textProfile(String name, String chunk, byte[] content) throws IOException {
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    if (content[0] == 'M') {
      profile.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    }
    profile.writeBytes(content);
    String digits = HexFormat.of().formatHex(profile.toByteArray()).replaceAll("(.{72})", "$1\n");
    String text = "\n%s\n%8d\n%s\n".formatted(name, profile.size(), digits);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("Raw profile type " + name + "\0").getBytes(StandardCharsets.US_ASCII));
    if (chunk.equals("zTXt")) {
      out.write(0);
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
        deflater.write(text.getBytes(StandardCharsets.US_ASCII));
      }
    } else {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  /** Stored inverted with and without the marker, as Pillow, ImageMagick and browsers assume. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsCmykJpegAsInverted(boolean marked) throws IOException {
    int[] stored = {204, 102, 51, 240};
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, new Point());
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, stored);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    }
    byte[] jpeg = out.toByteArray();
    if (marked) {
      ByteArrayOutputStream with = new ByteArrayOutputStream();
      with.write(jpeg, 0, 2);
      with.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0});
      with.writeBytes(new byte[] {100, 0, 0, 0, 0, 0});
      with.write(jpeg, 2, jpeg.length - 2);
      jpeg = with.toByteArray();
    }
    float black = 240 / 255f;
    float[] expected = {204 / 255f * black, 102 / 255f * black, 51 / 255f * black};
    assertPixel(expected, read(jpeg).image(), 3f / 255);
  }

  @Test
  void ignoresAlphaThatIsEmptyEverywhere() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00336699);
    assertPixel(new float[] {.2f, .4f, .6f}, read(write(image, "png")).image(), 1e-6f);
    assertPixel(new float[] {.2f, .4f, .6f}, read(write(image, "tiff")).image(), 1e-6f);
    image.setRGB(1, 0, 0xff000000);
    assertPixel(new float[] {0, 0, 0}, read(write(image, "png")).image(), 1e-6f);
  }

  /** A gradient that an encoder without refinements stored; old decoders read it as green. */
  @Test
  void readsLossyWebpThatPredictsFromOutsideOfTheImage() throws IOException {
    byte[] webp =
        Base64.getDecoder()
            .decode(
                "UklGRlIAAABXRUJQVlA4IEYAAABwAwCdASogACAAPxF4sVGsJySiqA1RgCIJYgCxHt8C4m5j/ngA/uIaAPIl"
                    + "b59Isnr10Qt49O4FLK98SJfz19VM15ECl+AA");
    RgbImage image = read(webp).image();
    double[] sums = new double[3];
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        sums[0] += Math.abs(image.sample(x, y, 0) - (100 + 3 * x) / 255f);
        sums[1] += Math.abs(image.sample(x, y, 1) - (60 + 2 * y) / 255f);
        sums[2] += Math.abs(image.sample(x, y, 2) - (40 + x + y) / 255f);
      }
    }
    for (double sum : sums) {
      assertEquals(0, sum / 1024, 8.0 / 255);
    }
  }

  /** Red 30 x, green 40 y, blue 20 x + 10 y, stored by OpenJPEG without loss. */
  @Test
  void readsJpeg2000Exactly() throws IOException {
    byte[] jp2 =
        Base64.getDecoder()
            .decode(
                "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAABgAAAAgAAwcHAAAA"
                    + "AAAPY29scgEAAAAAABAAAADTanAyY/9P/1EALwAAAAAACAAAAAYAAAAAAAAAAAAAAAgAAAAGAAAA"
                    + "AAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAAEEBAAB/1wAB0BASEhQ/2QAJQABQ3JlYXRlZCBieSBP"
                    + "cGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAAAWAAB/5PfgFgJTrm4P9+OOxG/L9+AUAemV2C2"
                    + "imO5lrLfgHAGpdNWpJAI1oKAeowAv8HzhAAb7ad/ofUCAAy/KB7B84OB8gQAG/W6DL8oH//Z");
    RgbImage image = read(jp2).image();
    assertEquals(8, image.width());
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 8; x++) {
        float[] expected = {30 * x / 255f, 40 * y / 255f, (20 * x + 10 * y) / 255f};
        float[] read = {image.sample(x, y, 0), image.sample(x, y, 1), image.sample(x, y, 2)};
        assertArrayEquals(expected, read, 1e-6f, "x=" + x + ", y=" + y);
      }
    }
  }

  private static float[] expected(double[] space, double red, double green, double blue) {
    double[] linear = {
      Math.pow(red, space[9]), Math.pow(green, space[9]), Math.pow(blue, space[9])
    };
    double[] xyz = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        xyz[k] += linear[c] * space[3 * c + k];
      }
    }
    double[][] inverse = {
      {3.1338561, -1.6168667, -0.4906146},
      {-0.9787684, 1.9161415, 0.0334540},
      {0.0719453, -0.2289914, 1.4052427}
    };
    float[] rgb = new float[3];
    for (int c = 0; c < 3; c++) {
      double v = 0;
      for (int k = 0; k < 3; k++) {
        v += inverse[c][k] * xyz[k];
      }
      v = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
      rgb[c] = (float) Math.max(0, Math.min(1, v));
    }
    return rgb;
  }

  private static void assertPixel(float[] expected, RgbImage image, float tolerance) {
    for (int c = 0; c < 3; c++) {
      assertEquals(expected[c], image.sample(0, 0, c), tolerance, "channel " + c);
    }
  }

  /** A matrix profile of version 2. */
  private static byte[] profile(double[] space) {
    String[] tags = {"rXYZ", "gXYZ", "bXYZ", "wtpt", "rTRC", "gTRC", "bTRC"};
    int start = 128 + 4 + 12 * tags.length;
    int size = start + 4 * 20 + 16;
    ByteBuffer icc = ByteBuffer.allocate(size);
    icc.putInt(size).putInt(0).putInt(0x02100000);
    icc.put("mntrRGB XYZ ".getBytes(StandardCharsets.US_ASCII));
    icc.position(36).put("acsp".getBytes(StandardCharsets.US_ASCII));
    icc.position(68).putInt(0xf6d6).putInt(0x10000).putInt(0xd32d);
    icc.position(128).putInt(tags.length);
    for (int i = 0; i < tags.length; i++) {
      icc.put(tags[i].getBytes(StandardCharsets.US_ASCII));
      icc.putInt(start + 20 * Math.min(i, 4)).putInt(i < 4 ? 20 : 14);
    }
    for (int i = 0; i < 4; i++) {
      icc.put("XYZ \0\0\0\0".getBytes(StandardCharsets.US_ASCII));
      for (int k = 0; k < 3; k++) {
        double[] white = {0.9642, 1, 0.8249};
        icc.putInt((int) Math.round(65536 * (i < 3 ? space[3 * i + k] : white[k])));
      }
    }
    icc.put("curv\0\0\0\0".getBytes(StandardCharsets.US_ASCII)).putInt(1);
    icc.putShort((short) Math.round(space[9] * 256));
    return icc.array();
  }

  private static byte[] pngWithProfile(BufferedImage image, byte[] profile) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {'p', 0, 0});
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(content)) {
      deflater.write(profile);
    }
    return insert(write(image, "png"), "iCCP", content.toByteArray());
  }

  private static byte[] jpegWithProfile(BufferedImage image, byte[] profile) throws IOException {
    byte[] jpeg = write(image, "jpg");
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + profile.length + 18);
    out.put(jpeg, 0, 2).putShort((short) 0xffe2).putShort((short) (profile.length + 16));
    out.put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1)).put(profile);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Puts a chunk after the header of a PNG file. */
  private static byte[] insert(byte[] png, String type, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(type.getBytes(StandardCharsets.US_ASCII));
    sum.update(content);
    ByteBuffer out = ByteBuffer.allocate(png.length + content.length + 12);
    out.put(png, 0, 33).putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII));
    out.put(content).putInt((int) sum.getValue());
    return out.put(png, 33, png.length - 33).array();
  }

  private static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static LoadedImage read(byte[] file) throws IOException {
    return ImageFiles.read(new ByteArrayInputStream(file), "upload", ReaderLimits.defaults());
  }
}
