// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes DICOM photographs in explicit little endian, with what a camera says about them. */
public final class DicomBytes {
  private final SortedMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
  private final byte[] pixels;

  private DicomBytes(byte[] pixels) {
    this.pixels = pixels;
  }

  /** A photograph of RGB values in 0..1. */
  public static DicomBytes photograph(int width, int height, float[] rgb) {
    byte[] pixels = new byte[rgb.length + rgb.length % 2];
    for (int i = 0; i < rgb.length; i++) {
      pixels[i] = (byte) Math.round(255 * rgb[i]);
    }
    DicomBytes file = new DicomBytes(pixels);
    file.text(0x00020010, "UI", "1.2.840.10008.1.2.1");
    file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.5.1");
    file.text(0x00080018, "UI", "2.25.1");
    file.text(0x0020000d, "UI", "2.25.2");
    file.text(0x0020000e, "UI", "2.25.3");
    file.number(0x00280002, 3);
    file.text(0x00280004, "CS", "RGB");
    file.number(0x00280006, 0);
    file.number(0x00280010, height);
    file.number(0x00280011, width);
    file.number(0x00280100, 8);
    file.number(0x00280101, 8);
    file.number(0x00280102, 7);
    file.number(0x00280103, 0);
    return file;
  }

  /** Sets name, identifier and birth date of the patient. */
  public DicomBytes patient(String name, String id, String birthDate) {
    text(0x00100010, "PN", name);
    text(0x00100020, "LO", id);
    text(0x00100030, "DA", birthDate);
    return this;
  }

  /** Sets maker and model of the camera. */
  public DicomBytes device(String maker, String model) {
    text(0x00080070, "LO", maker);
    text(0x00081090, "LO", model);
    return this;
  }

  /** Sets the eye, L or R. */
  public DicomBytes laterality(String code) {
    text(0x00200062, "CS", code);
    return this;
  }

  /** Sets the side of a pixel in millimeters. */
  public DicomBytes spacing(double millimeters) {
    text(0x00280030, "DS", String.format(Locale.ROOT, "%1$.6f\\%1$.6f", millimeters));
    return this;
  }

  private void number(int tag, int value) {
    element(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private void text(int tag, String type, String value) {
    String even = value.length() % 2 == 0 ? value : value + (type.equals("UI") ? "\0" : " ");
    element(tag, type, even.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void element(int tag, String type, byte[] value) {
    ByteBuffer out = ByteBuffer.allocate(8 + value.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) (tag >>> 16)).putShort((short) tag);
    out.put(type.getBytes(StandardCharsets.US_ASCII)).putShort((short) value.length).put(value);
    elements.put(tag, out.array());
  }

  /** The file. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    elements.values().forEach(out::writeBytes);
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    start.putShort((short) 0x7fe0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'W');
    start.putShort((short) 0).putInt(pixels.length);
    out.writeBytes(start.array());
    out.writeBytes(pixels);
    return out.toByteArray();
  }
}
