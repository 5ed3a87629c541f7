// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The data elements of a DICOM Part 10 file: explicit and implicit little endian, deflated, and
 * encapsulated pixel data. Elements are walked through iteratively; sequences are passed over,
 * except for their elements that describe the eye and the pixel size. No value is longer than the
 * file, and patient names and birth dates are not kept.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/html/part10.html">PS3.10</a>
 */
final class DicomFile {
  static final int PATIENT_ID = 0x00100020;
  static final int PIXEL_DATA = 0x7fe00010;

  private static final int TRANSFER_SYNTAX = 0x00020010;
  private static final int ITEM = 0xfffee000;
  private static final int ITEM_END = 0xfffee00d;
  private static final int SEQUENCE_END = 0xfffee0dd;
  private static final long UNDEFINED = 0xffffffffL;
  private static final int MOST_DEPTH = 64;

  /** Photographs compress to a tenth; only one repeated value deflates to a thousandth. */
  private static final int MOST_INFLATION = 64;

  private static final int LEAST_INFLATED = 1 << 20;

  static final String IMPLICIT = "1.2.840.10008.1.2";
  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

  private final Map<Integer, ByteView> elements = new HashMap<>();
  private final List<ByteView> fragments = new ArrayList<>();
  private @Nullable ByteView offsetTable;
  private boolean encapsulated;
  private String transferSyntax = "";

  private DicomFile() {}

  /**
   * Reads all elements.
   *
   * @throws EOFException if an element reaches beyond the end of the file
   * @throws IOException with the reason only, if the file is malformed or not supported
   */
  static DicomFile of(byte[] bytes, ReadBudget budget) throws IOException {
    DicomFile dicom = new DicomFile();
    ByteView file = ByteView.of(bytes).withLittleEndian(true);
    long at = 132;
    // The group of the file's own elements is always explicit.
    while (at + 8 <= file.length() && file.u16(at) == 2) {
      at = dicom.element(file, at, true, false);
    }
    dicom.transferSyntax = dicom.text(TRANSFER_SYNTAX);
    switch (dicom.transferSyntax) {
      case BIG_ENDIAN -> throw new IOException("big-endian DICOM is not supported");
      case "" -> throw new IOException("the DICOM file is malformed (it has no transfer syntax)");
      case DEFLATED -> {
        ByteView rest = file.part(at, file.length() - at);
        dicom.walk(ByteView.of(inflate(rest, budget)).withLittleEndian(true), 0, true, budget);
      }
      default -> dicom.walk(file, at, !dicom.transferSyntax.equals(IMPLICIT), budget);
    }
    return dicom;
  }

  /** The transfer syntax's unique identifier. */
  String transferSyntax() {
    return transferSyntax;
  }

  /** Whether the pixel data are stored in fragments. */
  boolean isEncapsulated() {
    return encapsulated;
  }

  /** The fragments of encapsulated pixel data. */
  List<ByteView> fragments() {
    return fragments;
  }

  /** Offsets of the frames in the fragments, or null. */
  @Nullable ByteView offsetTable() {
    return offsetTable;
  }

  boolean has(int tag) {
    return elements.containsKey(tag);
  }

  /** The bytes of an element, or null. */
  @Nullable ByteView bytes(int tag) {
    return elements.get(tag);
  }

  /** The text of an element without padding, or empty. */
  String text(int tag) throws IOException {
    ByteView value = elements.get(tag);
    if (value == null) {
      return "";
    }
    return value.text(0, Math.min(value.length(), 1024)).replace('\0', ' ').strip();
  }

  /** The first 16-bit number of an element, or another value if it is missing. */
  int number(int tag, int otherwise) throws IOException {
    ByteView value = elements.get(tag);
    return value == null || value.length() < 2 ? otherwise : value.u16(0);
  }

  private void walk(ByteView file, long from, boolean explicit, ReadBudget budget)
      throws IOException {
    long at = from;
    int depth = 0;
    int count = 0;
    // The end of each open sequence or item of defined length; -1 for an undefined one.
    long[] ends = new long[MOST_DEPTH];
    while (true) {
      while (depth > 0 && ends[depth - 1] >= 0 && at >= ends[depth - 1]) {
        depth--;
      }
      if (at >= file.length()) {
        if (depth > 0) {
          throw new EOFException();
        }
        return;
      }
      if ((++count & 0xfff) == 0) {
        budget.checkTime();
      }
      int tag = tag(file, at);
      if (tag == ITEM_END || tag == SEQUENCE_END) {
        if (depth == 0) {
          throw malformed("a sequence ends that did not begin");
        }
        depth--;
        at += 8;
        continue;
      }
      boolean sequence;
      long length;
      long content;
      if (tag == ITEM) {
        length = file.u32(at + 4);
        content = at + 8;
        sequence = true;
      } else {
        String type = explicit ? file.text(at + 4, 2) : "";
        boolean wide = explicit && isLong(type);
        length = !explicit || wide ? file.u32(at + (wide ? 8 : 4)) : file.u16(at + 6);
        content = at + (wide ? 12 : 8);
        sequence = type.equals("SQ") || (length == UNDEFINED && tag != PIXEL_DATA);
      }
      if (tag == PIXEL_DATA && depth == 0 && length == UNDEFINED) {
        at = fragments(file, content);
        continue;
      }
      if (sequence) {
        if (depth == MOST_DEPTH) {
          throw malformed("its sequences are too deep");
        }
        if (length != UNDEFINED && length > file.length() - content) {
          throw new EOFException();
        }
        ends[depth++] = length == UNDEFINED ? -1 : content + length;
        at = content;
        continue;
      }
      at = element(file, at, explicit, depth > 0);
    }
  }

  /** Keeps one element, and returns where the next begins. */
  private long element(ByteView file, long at, boolean explicit, boolean nested)
      throws IOException {
    int tag = tag(file, at);
    boolean wide = explicit && isLong(file.text(at + 4, 2));
    long length = !explicit || wide ? file.u32(at + (wide ? 8 : 4)) : file.u16(at + 6);
    long content = at + (wide ? 12 : 8);
    ByteView value = file.part(content, length);
    if (isUsed(tag) && (!nested || isUsedInSequences(tag)) && !elements.containsKey(tag)) {
      elements.put(tag, value);
    }
    return content + length;
  }

  private static boolean isLong(String type) {
    return switch (type) {
      case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" -> true;
      default -> false;
    };
  }

  /**
   * Whether the reader needs an element. It needs neither the patient's name nor the birth date.
   */
  private static boolean isUsed(int tag) {
    int group = tag >>> 16;
    return group == 2
        || group == 0x28
        || tag == PIXEL_DATA
        || tag == PATIENT_ID
        || tag == DicomDecoder.SOP_CLASS
        || tag == DicomDecoder.MANUFACTURER
        || tag == DicomDecoder.MODEL
        || tag == DicomDecoder.ISSUER
        || tag == DicomDecoder.OBJECT_SPACING
        || tag == DicomDecoder.HORIZONTAL_FIELD_OF_VIEW
        || tag == DicomDecoder.LATERALITY
        || tag == DicomDecoder.IMAGE_LATERALITY
        || tag == DicomDecoder.FRAME_LATERALITY;
  }

  private static boolean isUsedInSequences(int tag) {
    return tag == DicomDecoder.FRAME_LATERALITY || tag == DicomDecoder.PIXEL_SPACING;
  }

  private long fragments(ByteView file, long from) throws IOException {
    if (encapsulated) {
      throw malformed("its pixel data are repeated");
    }
    encapsulated = true;
    long at = from;
    while (true) {
      int tag = tag(file, at);
      long length = file.u32(at + 4);
      at += 8;
      if (tag == SEQUENCE_END) {
        return at;
      }
      if (tag != ITEM || length == UNDEFINED) {
        throw malformed("a fragment of its pixel data is not valid");
      }
      ByteView fragment = file.part(at, length);
      if (offsetTable == null) {
        offsetTable = fragment;
      } else {
        fragments.add(fragment);
      }
      at += length;
    }
  }

  private static byte[] inflate(ByteView part, ReadBudget budget) throws IOException {
    Inflater inflater = new Inflater(true);
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(part.array(), part.arrayIndex(0), part.length()), inflater)) {
      long most =
          Math.min(budget.mostBytes(), LEAST_INFLATED + (long) part.length() * MOST_INFLATION);
      byte[] inflated = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
      budget.checkBytes(inflated.length);
      if (inflated.length > most) {
        throw malformed("its deflated elements expand to more than " + most + " bytes");
      }
      return inflated;
    } finally {
      inflater.end();
    }
  }

  private static int tag(ByteView file, long at) throws IOException {
    return file.u16(at) << 16 | file.u16(at + 2);
  }

  static IOException malformed(String why) {
    return new IOException("the DICOM file is malformed (" + why + ")");
  }
}
