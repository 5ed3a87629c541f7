// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.Laterality;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Decodes one frame of a DICOM photograph: ophthalmic photography of 8 and 16 bits and of a wide
 * field, secondary capture, VL photography.
 */
final class DicomDecoder {
  static final int SOP_CLASS = 0x00080016;
  static final int MANUFACTURER = 0x00080070;
  static final int MODEL = 0x00081090;
  static final int ISSUER = 0x00100021;
  static final int LATERALITY = 0x00200060;
  static final int IMAGE_LATERALITY = 0x00200062;
  static final int FRAME_LATERALITY = 0x00209072;
  static final int HORIZONTAL_FIELD_OF_VIEW = 0x0022000c;
  static final int OBJECT_SPACING = 0x00220011;
  static final int PIXEL_SPACING = 0x00280030;

  private static final int SAMPLES_PER_PIXEL = 0x00280002;
  private static final int PHOTOMETRIC = 0x00280004;
  private static final int PLANAR = 0x00280006;
  private static final int FRAMES = 0x00280008;
  private static final int ROWS = 0x00280010;
  private static final int COLUMNS = 0x00280011;
  private static final int BITS_ALLOCATED = 0x00280100;
  private static final int BITS_STORED = 0x00280101;
  private static final int HIGH_BIT = 0x00280102;
  private static final int REPRESENTATION = 0x00280103;
  private static final int PALETTE = 0x00281101;
  private static final int PALETTE_DATA = 0x00281201;
  private static final int ICC_PROFILE = 0x00282000;

  private static final String RLE = "1.2.840.10008.1.2.5";
  private static final String JPEG = "1.2.840.10008.1.2.4.";

  private static final String OPHTHALMIC = "1.2.840.10008.5.1.4.1.1.77.1.5.";

  private final DicomFile dicom;
  private final int frame;
  private final ReadBudget budget;
  private final int width;
  private final int height;
  private final int bands;
  private final int bits;
  private final int frames;
  private final String photometric;

  private DicomDecoder(DicomFile dicom, int frame, ReadBudget budget) throws IOException {
    this.dicom = dicom;
    this.frame = frame;
    this.budget = budget;
    checkClass(dicom.text(SOP_CLASS));
    height = dicom.number(ROWS, 0);
    width = dicom.number(COLUMNS, 0);
    budget.checkPixels(width, height);
    bands = dicom.number(SAMPLES_PER_PIXEL, 1);
    photometric = dicom.text(PHOTOMETRIC);
    int allocated = dicom.number(BITS_ALLOCATED, 0);
    bits = dicom.number(BITS_STORED, allocated);
    if (bands != 1 && bands != 3) {
      throw new IOException(bands + " samples per pixel are not supported, only 1 and 3");
    }
    if ((allocated != 8 && allocated != 16)
        || bits < 1
        || bits > allocated
        || dicom.number(HIGH_BIT, bits - 1) != bits - 1) {
      throw new IOException(
          "samples of %d bits in %d are not supported".formatted(bits, allocated));
    }
    if (dicom.number(REPRESENTATION, 0) != 0) {
      throw new IOException("samples of signed integers are not supported, only unsigned ones");
    }
    String text = dicom.text(FRAMES);
    if (!text.isEmpty() && !text.matches("[1-9][0-9]{0,8}")) {
      throw DicomFile.malformed("its number of frames is not a number");
    }
    frames = text.isEmpty() ? 1 : Integer.parseInt(text);
    if (frame >= frames) {
      throw new IOException("there is no frame " + frame + "; the file has " + frames);
    }
  }

  /**
   * Decodes a frame.
   *
   * @param metadata receives eye, pixel size, field of view, device and pseudonym
   * @throws IOException with the reason only, which never holds the patient's name
   */
  static DecodedPixels decode(
      byte[] file, int frame, ReadBudget budget, ImageMetadata.Builder metadata)
      throws IOException {
    DicomDecoder decoder = new DicomDecoder(DicomFile.of(file, budget), frame, budget);
    decoder.describe(metadata);
    return decoder.decode();
  }

  private static void checkClass(String uid) throws IOException {
    boolean photograph =
        uid.startsWith("1.2.840.10008.5.1.4.1.1.7")
            && (uid.equals("1.2.840.10008.5.1.4.1.1.7")
                || uid.matches("1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.7\\.[1-4]")
                || uid.equals("1.2.840.10008.5.1.4.1.1.77.1.4")
                || uid.matches(OPHTHALMIC.replace(".", "\\.") + "[1256]"));
    if (!photograph) {
      throw new IOException(
          "the DICOM object is not a photograph (its class is "
              + (uid.isEmpty() ? "missing" : uid.replaceAll("[^0-9.]", "?"))
              + ")");
    }
  }

  private void describe(ImageMetadata.Builder metadata) throws IOException {
    metadata.frames(frames);
    metadata.device(dicom.text(MANUFACTURER) + " " + dicom.text(MODEL));
    for (int tag : new int[] {IMAGE_LATERALITY, FRAME_LATERALITY, LATERALITY}) {
      var eye = Laterality.parse(dicom.text(tag));
      if (eye.isPresent()) {
        metadata.laterality(eye.get());
        break;
      }
    }
    // Ophthalmic photographs give the spacing on the retina; others that of a print or a scan.
    if (dicom.text(SOP_CLASS).startsWith(OPHTHALMIC)) {
      spacing(metadata);
      fieldOfView(metadata);
    }
    String id = dicom.text(DicomFile.PATIENT_ID);
    if (!id.isEmpty()) {
      metadata.subject(pseudonym(dicom.text(ISSUER) + "\n" + id));
    }
    if (frames > 1) {
      metadata.warning("the file has %d frames; frame %d was read".formatted(frames, frame));
    }
  }

  private void spacing(ImageMetadata.Builder metadata) throws IOException {
    String[] parts = dicom.text(PIXEL_SPACING).split("\\\\", -1);
    if (parts.length != 2) {
      return;
    }
    try {
      double down = Double.parseDouble(parts[0].strip());
      double across = Double.parseDouble(parts[1].strip());
      if (!(down > 0 && across > 0 && Math.max(down, across) < 10)) {
        metadata.warning("the pixel spacing is out of range and was ignored");
      } else if (Math.abs(down / across - 1) > 0.01) {
        metadata.warning("the pixels are not square; the pixel spacing was ignored");
      } else {
        metadata.pixelSizeMicrometers(1000 * (down + across) / 2);
      }
    } catch (NumberFormatException e) {
      metadata.warning("the pixel spacing is malformed and was ignored");
    }
  }

  private void fieldOfView(ImageMetadata.Builder metadata) throws IOException {
    ByteView value = dicom.bytes(HORIZONTAL_FIELD_OF_VIEW);
    if (value == null || value.length() != Float.BYTES) {
      return;
    }
    float degrees = Float.intBitsToFloat((int) value.u32(0));
    if (degrees > 0 && degrees <= 360) {
      metadata.fieldOfViewDegrees(degrees);
    } else {
      metadata.warning("the horizontal field of view is out of range and was ignored");
    }
  }

  private static String pseudonym(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private DecodedPixels decode() throws IOException {
    String syntax = dicom.transferSyntax();
    boolean yCbCr = photometric.startsWith("YBR_FULL");
    Samples samples;
    if (!dicom.isEncapsulated()) {
      samples = stored();
    } else if (syntax.equals(RLE)) {
      samples = runs(encapsulatedFrame());
    } else if (syntax.equals(JPEG + "50")
        || syntax.equals(JPEG + "51")
        || syntax.equals(JPEG + "57")
        || syntax.equals(JPEG + "70")) {
      byte[] stream = encapsulatedFrame();
      JpegStructure structure = JpegStructure.of(stream, budget);
      check(structure.width(), structure.height(), structure.components());
      samples =
          JpegDecoder.decode(
              stream, structure.withColorTransform(structure.components() == 3 && yCbCr), budget);
      samples = withStatedBits(samples);
      yCbCr = false;
    } else if (syntax.equals(JPEG + "90") || syntax.equals(JPEG + "91")) {
      byte[] stream = encapsulatedFrame();
      Jpeg2000Structure structure = Jpeg2000Structure.of(stream, budget);
      samples = withStatedBits(ImageDecoder.jpeg2000Samples(stream, structure, budget));
      check(samples.width(), samples.height(), samples.bands());
    } else {
      throw new IOException(
          "the transfer syntax " + syntax.replaceAll("[^0-9.]", "?") + " is not supported");
    }
    boolean converted = photometric.startsWith("YBR_FULL") && !yCbCr;
    return colors(samples, yCbCr, converted ? "RGB" : photometric);
  }

  /**
   * Samples with the number of bits that the DICOM file states. Some programs encode samples of 12
   * bits as samples of 16.
   */
  private Samples withStatedBits(Samples samples) {
    if (samples.bits() <= bits) {
      return samples;
    }
    Samples stated =
        new Samples(samples.width(), samples.height(), samples.bands(), bits, samples.values());
    for (char value : samples.values()) {
      if (value > stated.largest()) {
        return samples;
      }
    }
    return stated;
  }

  private void check(int columns, int rows, int components) throws IOException {
    if (columns != width || rows != height || components != bands) {
      throw new IOException(
          "the encapsulated image has %d x %d pixels of %d samples, the DICOM file says %d x %d of %d"
              .formatted(columns, rows, components, width, height, bands));
    }
  }

  /** A frame that is not compressed. */
  private Samples stored() throws IOException {
    if (!dicom.transferSyntax().startsWith(DicomFile.IMPLICIT)
        || dicom.transferSyntax().startsWith(JPEG)) {
      throw new IOException("the pixel data are not encapsulated, as the transfer syntax says");
    }
    ByteView data = dicom.bytes(DicomFile.PIXEL_DATA);
    if (data == null) {
      throw new IOException("the file holds no image");
    }
    boolean halved = photometric.equals("YBR_FULL_422");
    int size = dicom.number(BITS_ALLOCATED, 8) / 8;
    long pixels = (long) width * height;
    long frameBytes = halved ? (pixels + 1) / 2 * 4 * size : pixels * bands * size;
    if (halved && (bands != 3 || size != 1 || width % 2 != 0)) {
      throw new IOException("YBR_FULL_422 of this kind is not supported");
    }
    ByteView part = data.part(frame * frameBytes, frameBytes);
    char[] values = new char[width * height * bands];
    boolean planar = bands > 1 && dicom.number(PLANAR, 0) == 1;
    int mask = (1 << bits) - 1;
    byte[] bytes = part.array();
    int start = part.arrayIndex(0);
    for (int p = 0; p < pixels; p++) {
      for (int b = 0; b < bands; b++) {
        int index;
        if (halved) {
          index = p / 2 * 4 + (b == 0 ? p % 2 : b + 1);
        } else {
          index = planar ? b * (int) pixels + p : p * bands + b;
        }
        int at = start + index * size;
        int value = bytes[at] & 0xff;
        if (size == 2) {
          value |= (bytes[at + 1] & 0xff) << 8;
        }
        values[p * bands + b] = (char) (value & mask);
      }
    }
    return new Samples(width, height, bands, bits, values);
  }

  /** The bytes of one compressed frame, joined from its fragments. */
  private byte[] encapsulatedFrame() throws IOException {
    List<ByteView> parts = new ArrayList<>();
    List<ByteView> all = dicom.fragments();
    ByteView table = dicom.offsetTable();
    if (frames == 1) {
      parts.addAll(all);
    } else if (all.size() == frames) {
      parts.add(all.get(frame));
    } else if (table != null && table.length() == 4L * frames) {
      long from = table.u32(4L * frame);
      long to = frame + 1 < frames ? table.u32(4L * frame + 4) : Long.MAX_VALUE;
      long at = 0;
      for (ByteView fragment : all) {
        if (at >= from && at < to) {
          parts.add(fragment);
        }
        at += 8 + fragment.length();
      }
    } else {
      throw DicomFile.malformed("the fragments of its frames are not known");
    }
    if (parts.isEmpty()) {
      throw new EOFException();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (ByteView fragment : parts) {
      joined.write(fragment.array(), fragment.arrayIndex(0), fragment.length());
    }
    return joined.toByteArray();
  }

  /** Run lengths of DICOM: a segment for each byte of each sample, the highest byte first. */
  private Samples runs(byte[] stream) throws IOException {
    ByteView view = ByteView.of(stream).withLittleEndian(true);
    int size = dicom.number(BITS_ALLOCATED, 8) / 8;
    int segments = bands * size;
    if (view.u32(0) != segments) {
      throw DicomFile.malformed("its run lengths have another number of segments");
    }
    int pixels = width * height;
    char[] values = new char[pixels * bands];
    int mask = (1 << bits) - 1;
    for (int s = 0; s < segments; s++) {
      budget.checkTime();
      long at = view.u32(4 + 4L * s);
      long end = s + 1 < segments ? view.u32(8 + 4L * s) : stream.length;
      if (at < 64 || end < at || end > stream.length) {
        throw new EOFException();
      }
      int shift = 8 * (size - 1 - s % size);
      int band = s / size;
      for (int p = 0; p < pixels; ) {
        if (at >= end) {
          throw new EOFException();
        }
        int code = (byte) view.u8(at++);
        if (code == -128) {
          continue;
        }
        int count = Math.min(code >= 0 ? code + 1 : 1 - code, pixels - p);
        for (int i = 0; i < count; i++) {
          values[(p + i) * bands + band] |= (char) (view.u8(code >= 0 ? at + i : at) << shift);
        }
        at += code >= 0 ? code + 1 : 1;
        p += count;
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] &= (char) mask;
    }
    return new Samples(width, height, bands, bits, values);
  }

  private DecodedPixels colors(Samples samples, boolean yCbCr, String space) throws IOException {
    ByteView icc = dicom.bytes(ICC_PROFILE);
    byte[] profile = icc == null ? null : icc.toArray();
    if (yCbCr) {
      if (samples.bands() != 3) {
        throw DicomFile.malformed("its colors have one sample per pixel");
      }
      JpegDecoder.convertYCbCr(samples);
      return new DecodedPixels(samples.toPixels(), profile);
    }
    switch (space) {
      case "MONOCHROME1", "MONOCHROME2" -> {
        if (samples.bands() != 1) {
          throw DicomFile.malformed("gray with several samples per pixel");
        }
        if (space.equals("MONOCHROME1")) {
          char[] values = samples.values();
          int largest = (int) samples.largest();
          for (int i = 0; i < values.length; i++) {
            values[i] = (char) (largest - Math.min(largest, values[i]));
          }
        }
        return new DecodedPixels(samples.toPixels(), profile);
      }
      case "RGB", "YBR_RCT", "YBR_ICT" -> {
        if (samples.bands() != 3) {
          throw DicomFile.malformed("its colors have one sample per pixel");
        }
        return new DecodedPixels(samples.toPixels(), profile);
      }
      case "PALETTE COLOR" -> {
        return new DecodedPixels(palette(samples), profile);
      }
      default ->
          throw new IOException(
              "the photometric interpretation "
                  + space.replaceAll("[^A-Z0-9_ ]", "?")
                  + " is not supported");
    }
  }

  private Pixels palette(Samples samples) throws IOException {
    if (samples.bands() != 1) {
      throw DicomFile.malformed("its palette has several samples per pixel");
    }
    float[] rgb = new float[samples.values().length * 3];
    for (int c = 0; c < 3; c++) {
      ByteView description = dicom.bytes(PALETTE + c);
      ByteView table = dicom.bytes(PALETTE_DATA + c);
      if (description == null || table == null || description.length() < 6) {
        throw DicomFile.malformed("its palette is missing");
      }
      int entries = description.u16(0) == 0 ? 65536 : description.u16(0);
      int first = description.u16(2);
      int size = description.u16(4);
      // Palettes of 8 bits are stored in one or in two bytes.
      boolean wide = table.length() >= 2L * entries;
      if ((size != 8 && size != 16) || (!wide && (size == 16 || table.length() < entries))) {
        throw DicomFile.malformed("its palette is too short");
      }
      float largest = size == 16 ? 65535 : 255;
      for (int i = 0; i < samples.values().length; i++) {
        int index = Math.max(0, Math.min(entries - 1, samples.values()[i] - first));
        int value = wide ? table.u16(2L * index) : table.u8(index);
        rgb[3 * i + c] = Math.min(1, value / largest);
      }
    }
    return Pixels.of(samples.width(), samples.height(), rgb);
  }
}
