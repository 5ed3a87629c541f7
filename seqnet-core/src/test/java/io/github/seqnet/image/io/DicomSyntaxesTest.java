// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads one photograph from DICOM files of all supported object classes, transfer syntaxes and
 * photometric interpretations. Files are assembled here, and by DCMTK where it is installed.
 */
class DicomSyntaxesTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String OPHTHALMIC = "1.2.840.10008.5.1.4.1.1.77.1.5.";
  private static final String SECONDARY = "1.2.840.10008.5.1.4.1.1.7";
  private static final String VISIBLE_LIGHT = "1.2.840.10008.5.1.4.1.1.77.1.4";

  /** The photograph as a JPEG 2000 code stream without loss, by opj_compress. */
  private static final String COLOR_2000 =
      "/0//UQAvAAAAAAASAAAACwAAAAAAAAAAAAAAEgAAAAsAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAgQE"
          + "AAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAABo"
          + "AAH/k8fUHAeSIvF6mpUsxaRC9sC/z7Q4BOJAGH7g0NQmD5xWrQnPtDwcXYO03inkWDJeQ/nzrqWgPhDADMBX"
          + "oHyBQA5AA/6voHyBAA4/oeeAwDoYOxLHwHwhgDu+zf/Z";

  /** Its green band. */
  private static final String GRAY_2000 =
      "/0//UQApAAAAAAASAAAACwAAAAAAAAAAAAAAEgAAAAsAAAAAAAAAAAABBwEB/1IADAAAAAEAAgQEAAH/XAAK"
          + "QEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAlAAH/k8+0"
          + "LAebj/Q+REvEvI0roHyBAAzAOc+A/9k=";

  private static final int WIDTH = 18;
  private static final int HEIGHT = 11;

  @TempDir private Path folder;

  /** Red, green and blue of a pixel, smooth enough for lossy compression. */
  private static int sample(int x, int y, int band) {
    return switch (band) {
      case 0 -> 90 + 4 * x;
      case 1 -> 60 + 5 * y;
      default -> 150 - 2 * x - 2 * y;
    };
  }

  private static byte[] interleaved() {
    byte[] samples = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) sample(i / 3 % WIDTH, i / 3 / WIDTH, i % 3);
    }
    return samples;
  }

  private static byte[] planes(byte[] interleaved) {
    byte[] samples = new byte[interleaved.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i % 3 * WIDTH * HEIGHT + i / 3] = interleaved[i];
    }
    return samples;
  }

  private static byte[] band(int band, boolean inverted) {
    byte[] samples = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < samples.length; i++) {
      int value = sample(i % WIDTH, i / WIDTH, band);
      samples[i] = (byte) (inverted ? 255 - value : value);
    }
    return samples;
  }

  private static byte[] yCbCr() {
    byte[] samples = interleaved();
    for (int p = 0; p < samples.length; p += 3) {
      double r = samples[p] & 0xff;
      double g = samples[p + 1] & 0xff;
      double b = samples[p + 2] & 0xff;
      samples[p] = (byte) Math.round(0.299 * r + 0.587 * g + 0.114 * b);
      samples[p + 1] = (byte) Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
      samples[p + 2] = (byte) Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b);
    }
    return samples;
  }

  /** Two pixels share their colors: Y, Y, Cb, Cr. */
  private static byte[] halved(byte[] yCbCr) {
    byte[] samples = new byte[WIDTH * HEIGHT * 2];
    for (int pair = 0; pair < samples.length / 4; pair++) {
      samples[4 * pair] = yCbCr[6 * pair];
      samples[4 * pair + 1] = yCbCr[6 * pair + 3];
      samples[4 * pair + 2] = yCbCr[6 * pair + 1];
      samples[4 * pair + 3] = yCbCr[6 * pair + 2];
    }
    return samples;
  }

  private static byte[] wide(byte[] samples, int factor, int addend) {
    ByteBuffer wide = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (byte sample : samples) {
      wide.putShort((short) ((sample & 0xff) * factor + addend));
    }
    return wide.array();
  }

  private static byte[] repeated(byte[] frame, int times) {
    ByteBuffer frames = ByteBuffer.allocate(times * frame.length);
    for (int i = 0; i < times; i++) {
      frames.put(frame);
      frame = frame.clone();
      frame[0] = (byte) (10 * (i + 1));
    }
    return frames.array();
  }

  private static BufferedImage image(boolean gray) {
    BufferedImage image =
        new BufferedImage(
            WIDTH, HEIGHT, gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (gray) {
          image.getRaster().setSample(x, y, 0, sample(x, y, 1));
        } else {
          image.setRGB(x, y, sample(x, y, 0) << 16 | sample(x, y, 1) << 8 | sample(x, y, 2));
        }
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  /** A DICOM file under construction. */
  private static final class File {
    private final String syntax;
    private final Map<Integer, byte[]> values = new TreeMap<>();
    private final Map<Integer, String> types = new TreeMap<>();

    File(String syntax, String sopClass) {
      this.syntax = syntax;
      text(0x00080016, "UI", sopClass);
      text(0x00080070, "LO", "Maker");
      text(0x00100010, "PN", "Doe^Jane");
      text(0x00100020, "LO", "12345");
      text(0x00100030, "DA", "19700101");
      text(0x00200062, "CS", "R");
      number(0x00280010, HEIGHT);
      number(0x00280011, WIDTH);
      text(0x00280030, "DS", "0.008\\0.008");
    }

    final File text(int tag, String type, String value) {
      return put(
          tag,
          type,
          (value.length() % 2 == 0 ? value : value + (type.equals("UI") ? "\0" : " "))
              .getBytes(StandardCharsets.US_ASCII));
    }

    final File number(int tag, int value) {
      return put(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    final File put(int tag, String type, byte[] value) {
      types.put(tag, type);
      values.put(tag, value);
      return this;
    }

    File samples(int bands, String colors, int planar, int allocated, int stored) {
      number(0x00280002, bands).text(0x00280004, "CS", colors).number(0x00280006, planar);
      number(0x00280100, allocated).number(0x00280101, stored).number(0x00280102, stored - 1);
      return number(0x00280103, 0);
    }

    File frames(int count) {
      return text(0x00280008, "IS", Integer.toString(count));
    }

    File pixels(byte[] data) {
      return put(0x7fe00010, "OW", data);
    }

    /** The file with compressed frames, or as it is if there is none. */
    byte[] bytes(byte[]... fragments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[128]);
      out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
      String padded = syntax.length() % 2 == 0 ? syntax : syntax + "\0";
      element(out, 0x00020010, "UI", padded.getBytes(StandardCharsets.US_ASCII), true);
      boolean explicit = !syntax.equals(IMPLICIT);
      values.forEach((tag, value) -> element(out, tag, types.get(tag), value, explicit));
      if (fragments.length > 0) {
        out.writeBytes(header(0x7fe00010, "OB", -1, true));
        out.writeBytes(header(0xfffee000, "", 0, false));
        for (byte[] fragment : fragments) {
          out.writeBytes(header(0xfffee000, "", fragment.length + fragment.length % 2, false));
          out.writeBytes(fragment);
          out.writeBytes(new byte[fragment.length % 2]);
        }
        out.writeBytes(header(0xfffee0dd, "", 0, false));
      }
      return out.toByteArray();
    }

    private static void element(
        ByteArrayOutputStream out, int tag, String type, byte[] value, boolean explicit) {
      out.writeBytes(header(tag, explicit ? type : "", value.length, explicit));
      out.writeBytes(value);
    }

    private static byte[] header(int tag, String type, int length, boolean explicit) {
      boolean wide = type.startsWith("O");
      ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) (tag >>> 16)).putShort((short) tag);
      if (!explicit) {
        return head.putInt(length).array();
      }
      head.put(type.getBytes(StandardCharsets.US_ASCII));
      return (wide ? head.putShort((short) 0).putInt(length) : head.putShort((short) length))
          .array();
    }
  }

  private RgbImage read(byte[] file, int frame) throws IOException {
    Path path = folder.resolve("photograph.dcm");
    Files.write(path, file);
    LoadedImage read = ImageFiles.read(path, ReaderLimits.defaults(), frame);
    assertEquals(Optional.of(Laterality.RIGHT), read.metadata().laterality());
    String all = read.metadata().toString() + read.metadata().subject();
    assertFalse(all.contains("Doe") || all.contains("1970") || all.contains("12345"), all);
    return read.image();
  }

  /** The photograph, in gray levels of its green band if it is gray. */
  private static void assertPhotograph(String what, RgbImage read, boolean gray, double tolerance) {
    assertEquals(WIDTH, read.width(), what);
    assertEquals(HEIGHT, read.height(), what);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int band = 0; band < 3; band++) {
          assertEquals(
              sample(x, y, gray ? 1 : band) / 255.0,
              read.sample(x, y, band),
              tolerance,
              what + " at " + x + ", " + y + " in band " + band);
        }
      }
    }
  }

  private static File photograph(String syntax) {
    return new File(syntax, OPHTHALMIC + "1");
  }

  @Test
  void readsEveryObjectClass() throws IOException {
    for (String sopClass :
        List.of(
            OPHTHALMIC + "1",
            OPHTHALMIC + "2",
            OPHTHALMIC + "5",
            OPHTHALMIC + "6",
            SECONDARY,
            SECONDARY + ".4",
            VISIBLE_LIGHT)) {
      for (String syntax : List.of(EXPLICIT, IMPLICIT)) {
        File file = new File(syntax, sopClass).samples(3, "RGB", 0, 8, 8).pixels(interleaved());
        assertPhotograph(sopClass, read(file.bytes(), 0), false, 1e-6);
      }
    }
  }

  @Test
  void readsEveryPhotometricInterpretation() throws IOException {
    double rounding = 2 / 255.0;
    for (String syntax : List.of(EXPLICIT, IMPLICIT)) {
      File rgb = photograph(syntax).samples(3, "RGB", 1, 8, 8).pixels(planes(interleaved()));
      assertPhotograph("planes", read(rgb.bytes(), 0), false, 1e-6);
      File full = photograph(syntax).samples(3, "YBR_FULL", 0, 8, 8).pixels(yCbCr());
      assertPhotograph("YBR_FULL", read(full.bytes(), 0), false, rounding);
      File planar = photograph(syntax).samples(3, "YBR_FULL", 1, 8, 8).pixels(planes(yCbCr()));
      assertPhotograph("YBR_FULL in planes", read(planar.bytes(), 0), false, rounding);
      File half = photograph(syntax).samples(3, "YBR_FULL_422", 0, 8, 8).pixels(halved(yCbCr()));
      assertPhotograph("YBR_FULL_422", read(half.bytes(), 0), false, 12 / 255.0);
      File gray = photograph(syntax).samples(1, "MONOCHROME2", 0, 8, 8).pixels(band(1, false));
      assertPhotograph("MONOCHROME2", read(gray.bytes(), 0), true, 1e-6);
      File inverse = photograph(syntax).samples(1, "MONOCHROME1", 0, 8, 8).pixels(band(1, true));
      assertPhotograph("MONOCHROME1", read(inverse.bytes(), 0), true, 1e-6);
      for (boolean deep : new boolean[] {false, true}) {
        File palette = photograph(syntax).samples(1, "PALETTE COLOR", 0, 8, 8);
        byte[] ramp = new byte[256];
        for (int i = 0; i < ramp.length; i++) {
          ramp[i] = (byte) (255 - i);
        }
        for (int band = 0; band < 3; band++) {
          palette.put(0x00281101 + band, "US", new byte[] {0, 1, 0, 0, (byte) (deep ? 16 : 8), 0});
          palette.put(0x00281201 + band, "OW", deep ? wide(ramp, 257, 0) : ramp);
        }
        palette.pixels(band(1, true));
        assertPhotograph("PALETTE COLOR", read(palette.bytes(), 0), true, 1e-6);
      }
    }
  }

  @Test
  void readsTwelveAndSixteenBits() throws IOException {
    for (String syntax : List.of(EXPLICIT, IMPLICIT)) {
      File twelve = photograph(syntax).samples(1, "MONOCHROME2", 0, 16, 12);
      twelve.pixels(wide(band(1, false), 16, 8));
      assertPhotograph("12 bits", read(twelve.bytes(), 0), true, 1.0 / 255);
      File sixteen = photograph(syntax).samples(1, "MONOCHROME1", 0, 16, 16);
      sixteen.pixels(wide(band(1, true), 257, 0));
      assertPhotograph("16 bits", read(sixteen.bytes(), 0), true, 1e-6);
      File color = photograph(syntax).samples(3, "RGB", 0, 16, 16);
      color.pixels(wide(interleaved(), 257, 0));
      assertPhotograph("16 bits of color", read(color.bytes(), 0), false, 1e-6);
    }
  }

  @Test
  void readsTheFrameThatIsAskedFor() throws IOException {
    File file = photograph(EXPLICIT).samples(3, "RGB", 0, 8, 8).frames(3);
    file.pixels(repeated(interleaved(), 3));
    assertPhotograph("frame 0", read(file.bytes(), 0), false, 1e-6);
    for (int frame = 1; frame < 3; frame++) {
      assertEquals(10 * frame / 255f, read(file.bytes(), frame).sample(0, 0, 0), 1e-6);
    }
    File jpeg = photograph("1.2.840.10008.1.2.4.50").samples(3, "YBR_FULL_422", 0, 8, 8).frames(2);
    byte[] frame = encoded(image(false), "jpg");
    byte[] black = encoded(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), "jpg");
    assertEquals(0, read(jpeg.bytes(frame, black), 1).sample(5, 5, 1), 1e-6);
    assertPhotograph("JPEG frame", read(jpeg.bytes(frame, black), 0), false, 12 / 255.0);
  }

  @Test
  void readsJpegAndJpeg2000() throws IOException {
    double loss = 12 / 255.0;
    byte[] jpeg = encoded(image(false), "jpg");
    byte[] gray = encoded(image(true), "jpg");
    byte[] wavelet = Base64.getDecoder().decode(COLOR_2000);
    byte[] grayWavelet = Base64.getDecoder().decode(GRAY_2000);
    String baseline = "1.2.840.10008.1.2.4.50";
    File color = photograph(baseline).samples(3, "YBR_FULL_422", 0, 8, 8);
    assertPhotograph("JPEG", read(color.bytes(jpeg), 0), false, loss);
    int half = jpeg.length / 4 * 2;
    assertPhotograph(
        "JPEG in two fragments",
        read(
            color.bytes(Arrays.copyOf(jpeg, half), Arrays.copyOfRange(jpeg, half, jpeg.length)), 0),
        false,
        loss);
    File mono = photograph(baseline).samples(1, "MONOCHROME2", 0, 8, 8);
    assertPhotograph("gray JPEG", read(mono.bytes(gray), 0), true, loss);
    for (String syntax : List.of("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")) {
      File file = photograph(syntax).samples(3, "YBR_RCT", 0, 8, 8);
      assertPhotograph("JPEG 2000", read(file.bytes(wavelet), 0), false, 1e-6);
      File single = photograph(syntax).samples(1, "MONOCHROME2", 0, 8, 8);
      assertPhotograph("gray JPEG 2000", read(single.bytes(grayWavelet), 0), true, 1e-6);
    }
  }

  @Test
  void statesFieldOfViewAndPixelSizeOfOphthalmicPhotographs() throws IOException {
    File file = photograph(IMPLICIT).samples(3, "RGB", 0, 8, 8).pixels(interleaved());
    ByteBuffer degrees = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(45);
    file.put(0x0022000c, "FL", degrees.array());
    Path path = folder.resolve("photograph.dcm");
    Files.write(path, file.bytes());
    ImageMetadata metadata = ImageFiles.read(path, ReaderLimits.defaults()).metadata();
    assertEquals(45, metadata.fieldOfViewDegrees().orElseThrow());
    assertEquals(8, metadata.pixelSizeMicrometers().orElseThrow(), 1e-9);
    assertTrue(metadata.toString().contains("45.0 degrees"), metadata.toString());
    for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY, 361}) {
      file.put(0x0022000c, "FL", degrees.clear().putFloat(wrong).array());
      Files.write(path, file.bytes());
      metadata = ImageFiles.read(path, ReaderLimits.defaults()).metadata();
      assertTrue(metadata.fieldOfViewDegrees().isEmpty());
      assertTrue(metadata.warnings().toString().contains("field of view"));
    }
  }

  @Test
  @Tag("process")
  void readsWhatDcmtkCompresses() throws Exception {
    Map<String, File> sources = new TreeMap<>();
    sources.put("RGB", photograph(EXPLICIT).samples(3, "RGB", 0, 8, 8).pixels(interleaved()));
    sources.put("YBR", photograph(EXPLICIT).samples(3, "YBR_FULL", 0, 8, 8).pixels(yCbCr()));
    sources.put(
        "gray", photograph(EXPLICIT).samples(1, "MONOCHROME2", 0, 8, 8).pixels(band(1, false)));
    sources.put(
        "gray inverse",
        photograph(EXPLICIT).samples(1, "MONOCHROME1", 0, 8, 8).pixels(band(1, true)));
    sources.put(
        "gray of 12 bits",
        photograph(EXPLICIT)
            .samples(1, "MONOCHROME2", 0, 16, 12)
            .pixels(wide(band(1, false), 16, 8)));
    sources.put(
        "RGB of 16 bits",
        photograph(EXPLICIT).samples(3, "RGB", 0, 16, 16).pixels(wide(interleaved(), 257, 0)));
    for (Map.Entry<String, File> source : sources.entrySet()) {
      Path original = folder.resolve("original.dcm");
      Files.write(original, source.getValue().bytes());
      boolean gray = source.getKey().startsWith("gray");
      for (List<String> command :
          List.of(
              List.of("dcmcrle"),
              List.of("dcmcjpeg", "+e1"),
              List.of("dcmcjpeg", "+el"),
              List.of("dcmcjpeg", "+eb", "+q", "98"))) {
        if (command.contains("+eb") && (gray || source.getKey().contains("bits"))) {
          continue; // dcmcjpeg stretches gray levels, and stores 8 bits
        }
        String what = source.getKey() + " by " + command;
        assertPhotograph(
            what,
            read(compressed(command, original), 0),
            gray,
            command.contains("+eb") ? 12 / 255.0 : 2 / 255.0);
      }
    }
  }

  @Test
  @Tag("process")
  void readsWhatDcmtkConverts() throws Exception {
    Path jpeg = folder.resolve("photograph.jpg");
    Files.write(jpeg, encoded(image(false), "jpg"));
    for (String kind : List.of("-sc", "-vlp")) {
      byte[] file =
          compressed(
              List.of("img2dcm", kind, "-k", "PatientName=Doe^Jane", "-k", "ImageLaterality=R"),
              jpeg);
      assertPhotograph(kind, read(file, 0), false, 12 / 255.0);
    }
  }

  /** What a tool of DCMTK makes of a file; skips the test where it is not installed. */
  private byte[] compressed(List<String> command, Path original) throws Exception {
    Path target = folder.resolve("made.dcm");
    List<String> all = new ArrayList<>(command);
    all.add(original.toString());
    all.add(target.toString());
    Process process;
    try {
      process =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      Assumptions.abort(command.get(0) + " of DCMTK is not installed");
      throw e;
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("log")));
    return Files.readAllBytes(target);
  }
}
