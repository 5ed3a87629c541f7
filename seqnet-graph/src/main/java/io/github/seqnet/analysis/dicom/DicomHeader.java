// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The elements of a DICOM Part 10 file before its pixel data, in explicit or implicit little
 * endian. Only top-level elements of at most {@value #MOST_BYTES} bytes are kept; sequences are
 * passed over.
 */
final class DicomHeader {
  /**
   * Image Laterality, which ophthalmic photographs have in place of {@link Attribute#LATERALITY}.
   */
  static final int IMAGE_LATERALITY = 0x00200062;

  private static final int PIXEL_DATA = 0x7fe00010;
  private static final int ITEM = 0xfffee000;
  private static final int ITEM_END = 0xfffee00d;
  private static final int SEQUENCE_END = 0xfffee0dd;
  private static final int MOST_BYTES = 1024;
  private static final int MOST_DEPTH = 32;
  private static final long UNDEFINED = 0xffffffffL;
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

  private final Map<Integer, byte[]> elements = new HashMap<>();
  private final InputStream in;

  private DicomHeader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the elements.
   *
   * @throws IOException if the file cannot be read or is malformed; names the file
   */
  static DicomHeader read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      DicomHeader header = new DicomHeader(in);
      try {
        header.read();
      } catch (EOFException e) {
        throw new IOException(file + ": not a valid DICOM file: it ends within an element", e);
      } catch (Malformed e) {
        throw new IOException(file + ": not a valid DICOM file: " + e.getMessage(), e);
      }
      return header;
    }
  }

  /** Whether a file has the preamble of a Part 10 file. */
  static boolean isDicom(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return startsAsDicom(in);
    }
  }

  private static boolean startsAsDicom(InputStream in) throws IOException {
    byte[] preamble = in.readNBytes(132);
    return preamble.length == 132
        && new String(preamble, 128, 4, StandardCharsets.US_ASCII).equals("DICM");
  }

  /** Why a file is malformed. */
  private static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private void read() throws IOException {
    if (!startsAsDicom(in)) {
      throw new Malformed("it does not start with the preamble of a Part 10 file");
    }
    boolean explicit = true;
    boolean meta = true;
    while (true) {
      int low = in.read();
      if (low < 0) {
        return;
      }
      int group = low | u8() << 8;
      if (meta && group != 2) {
        meta = false;
        String syntax = first(Attribute.TRANSFER_SYNTAX_UID);
        explicit = !syntax.equals(IMPLICIT);
        if (syntax.equals(DEFLATED) || syntax.equals(BIG_ENDIAN)) {
          throw new Malformed("the transfer syntax " + syntax + " is not supported");
        }
      }
      int tag = group << 16 | u16();
      if (tag == PIXEL_DATA) {
        return;
      }
      element(tag, explicit, true, 0);
    }
  }

  /** Reads or passes over the rest of an element whose tag was read. */
  private void element(int tag, boolean explicit, boolean keep, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new Malformed("sequences are nested too deeply");
    }
    boolean sequence = false;
    long length;
    if (explicit) {
      String type = new String(new byte[] {(byte) u8(), (byte) u8()}, StandardCharsets.US_ASCII);
      sequence = type.equals("SQ");
      switch (type) {
        case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" -> {
          u16();
          length = u32();
        }
        default -> {
          if (!type.matches("[A-Z]{2}")) {
            throw new Malformed("the type of an element is not valid");
          }
          length = u16();
        }
      }
    } else {
      length = u32();
    }
    if (length == UNDEFINED) {
      // A sequence of unknown type is written implicitly: PS3.5, 6.2.2.
      items(explicit && sequence, depth);
    } else if (keep && !sequence && length <= MOST_BYTES) {
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      elements.put(tag, bytes);
    } else {
      in.skipNBytes(length);
    }
  }

  /** Passes over the items of a sequence of undefined length. */
  private void items(boolean explicit, int depth) throws IOException {
    while (true) {
      int tag = tag();
      long length = u32();
      if (tag == SEQUENCE_END) {
        return;
      }
      if (tag != ITEM) {
        throw new Malformed("a sequence has something other than items");
      }
      if (length != UNDEFINED) {
        in.skipNBytes(length);
        continue;
      }
      for (int inner = tag(); inner != ITEM_END; inner = tag()) {
        element(inner, explicit, false, depth + 1);
      }
      u32();
    }
  }

  private int tag() throws IOException {
    return u16() << 16 | u16();
  }

  private int u8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  private int u16() throws IOException {
    return u8() | u8() << 8;
  }

  private long u32() throws IOException {
    return u16() | (long) u16() << 16;
  }

  /** The first value of an element as text without padding; empty if there is none. */
  String first(int tag) {
    byte[] bytes = elements.get(tag);
    if (bytes == null) {
      return "";
    }
    String text = new String(bytes, charset());
    int end = text.indexOf('\\');
    return (end < 0 ? text : text.substring(0, end)).replace('\0', ' ').strip();
  }

  String first(Attribute attribute) {
    return first(attribute.tag());
  }

  /** The first value of an element; empty if there is none or it is not valid. */
  String valid(Attribute attribute) {
    String text = first(attribute);
    return attribute.type().fault(text).isEmpty() ? text : "";
  }

  /** An unsigned 16-bit number; 0 if there is none. */
  int number(Attribute attribute) {
    byte[] bytes = elements.get(attribute.tag());
    return bytes == null || bytes.length < 2 ? 0 : (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
  }

  private Charset charset() {
    byte[] bytes = elements.get(Attribute.SPECIFIC_CHARACTER_SET.tag());
    String name =
        bytes == null
            ? ""
            : new String(bytes, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
    return switch (name) {
      case "ISO_IR 192" -> StandardCharsets.UTF_8;
      case "ISO_IR 100" -> StandardCharsets.ISO_8859_1;
      default ->
          Arrays.asList("GB18030", "GBK").contains(name) && Charset.isSupported(name)
              ? Charset.forName(name)
              : StandardCharsets.US_ASCII;
    };
  }
}
