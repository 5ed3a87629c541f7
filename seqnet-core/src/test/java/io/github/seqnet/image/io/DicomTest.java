// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.Laterality;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DicomTest {
  private static final String OPHTHALMIC = "1.2.840.10008.5.1.4.1.1.77.1.5.1";
  private static final byte[] SAMPLES = {0, 51, (byte) 255, 102, (byte) 204, 0};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void readsColorsAndMetadata() throws IOException {
    begin("1.2.840.10008.1.2.1");
    text(0x00080016, "UI", OPHTHALMIC);
    text(0x00080070, "LO", "Maker");
    text(0x00081090, "LO", "Model 1");
    text(0x00100010, "PN", "Doe^Jane");
    text(0x00100020, "LO", "12345");
    text(0x00100030, "DA", "19700101");
    text(0x00200062, "CS", "L");
    pixels(3, "RGB", 2, 1, 0, 8, 1);
    text(0x00280030, "DS", "0.006\\0.006");
    element(0x7fe00010, "OW", SAMPLES);
    LoadedImage read = read(0);
    assertArrayEquals(new float[] {0, .2f, 1, .4f, .8f, 0}, read.image().toArray());
    ImageMetadata metadata = read.metadata();
    assertEquals(Optional.of(Laterality.LEFT), metadata.laterality());
    assertEquals(6, metadata.pixelSizeMicrometers().orElseThrow(), 1e-9);
    assertEquals(Optional.of("Maker Model 1"), metadata.device());
    assertEquals(16, metadata.subject().orElseThrow().length());
    String all = metadata.toString() + metadata.subject();
    assertFalse(all.contains("Doe") || all.contains("1970") || all.contains("12345"), all);
  }

  @Test
  void readsPlanesFramesAndGrayOfBothPolarities() throws IOException {
    begin("1.2.840.10008.1.2.1");
    text(0x00080016, "UI", OPHTHALMIC);
    pixels(3, "RGB", 2, 1, 1, 8, 1);
    element(0x7fe00010, "OW", SAMPLES);
    assertArrayEquals(new float[] {0, 1, .8f, .2f, .4f, 0}, read(0).image().toArray());

    out.reset();
    begin("1.2.840.10008.1.2.1");
    text(0x00080016, "UI", OPHTHALMIC);
    pixels(1, "MONOCHROME1", 2, 1, 0, 8, 3);
    element(0x7fe00010, "OW", SAMPLES);
    LoadedImage second = read(1);
    assertEquals(0, second.image().sample(0, 0, 1));
    assertEquals(.6f, second.image().sample(1, 0, 1), 1e-6);
    assertEquals(3, second.metadata().frames());
    assertTrue(assertThrows(IOException.class, () -> read(3)).getMessage().contains("no frame 3"));
  }

  @Test
  void refusesOtherObjectsAndDeepSequences() {
    begin("1.2.840.10008.1.2.1");
    text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2");
    assertTrue(
        assertThrows(IOException.class, () -> read(0)).getMessage().contains("not a photograph"));
    out.reset();
    begin("1.2.840.10008.1.2.1");
    for (int i = 0; i < 100_000; i++) {
      element(0x00081115, "SQ", new byte[0]);
    }
    byte[] deep = out.toByteArray();
    for (int at = 132; at + 12 <= deep.length; at++) {
      if (deep[at + 4] == 'S' && deep[at + 5] == 'Q') {
        Arrays.fill(deep, at + 8, at + 12, (byte) 0xff);
      }
    }
    assertTrue(
        assertThrows(
                IOException.class,
                () ->
                    ImageFiles.read(
                        new ByteArrayInputStream(deep), "deep", ReaderLimits.defaults()))
            .getMessage()
            .contains("too deep"));
  }

  @Test
  void mutationsAreReadOrRefused() throws IOException {
    begin("1.2.840.10008.1.2.1");
    text(0x00080016, "UI", OPHTHALMIC);
    pixels(3, "RGB", 2, 1, 0, 8, 1);
    element(0x7fe00010, "OW", SAMPLES);
    byte[] whole = out.toByteArray();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(4));
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[132 + random.nextInt(damaged.length - 132)] = (byte) random.nextInt(256);
      }
      try {
        ImageFiles.read(new ByteArrayInputStream(damaged), "mutation", ReaderLimits.defaults());
      } catch (IOException e) {
        assertEquals(1, e.getMessage().lines().count());
        assertFalse(e.getMessage().contains("Exception"), e.getMessage());
      }
    }
  }

  private LoadedImage read(int frame) throws IOException {
    Path file = Files.createTempFile("frame", ".dcm");
    try {
      Files.write(file, out.toByteArray());
      return ImageFiles.read(file, ReaderLimits.defaults(), frame);
    } finally {
      Files.delete(file);
    }
  }

  private void begin(String syntax) {
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    text(0x00020010, "UI", syntax);
  }

  private void pixels(
      int bands, String colors, int width, int height, int planar, int bits, int frames) {
    number(0x00280002, bands);
    text(0x00280004, "CS", colors);
    number(0x00280006, planar);
    text(0x00280008, "IS", Integer.toString(frames));
    number(0x00280010, height);
    number(0x00280011, width);
    number(0x00280100, bits);
    number(0x00280101, bits);
    number(0x00280102, bits - 1);
  }

  private void number(int tag, int value) {
    element(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private void text(int tag, String type, String value) {
    String even = value.length() % 2 == 0 ? value : value + " ";
    element(tag, type, even.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void element(int tag, String type, byte[] value) {
    boolean wide = type.equals("OW") || type.equals("SQ");
    ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    head.put(type.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      head.putShort((short) 0).putInt(value.length);
    } else {
      head.putShort((short) value.length);
    }
    out.writeBytes(head.array());
    out.writeBytes(value);
  }
}
