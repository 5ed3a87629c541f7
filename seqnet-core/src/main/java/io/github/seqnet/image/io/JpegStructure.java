// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates the markers of a JPEG file before it is decoded.
 *
 * <p>Colors are interpreted as by libjpeg. A JFIF marker means YCbCr; otherwise an Adobe marker
 * states the colors. Otherwise, three components are RGB if they are named R, G, B or stored
 * losslessly, and YCbCr if not. Four components are CMYK, or YCCK if an Adobe marker states it, and
 * always stored inverted: libjpeg leaves that to its callers, and Pillow, ImageMagick, Chromium and
 * Firefox do not look for the marker. Every scan of a progressive file costs a pass over all
 * pixels, so files with repeated scans or more than {@value #MOST_PASSES} passes are rejected.
 */
final class JpegStructure {
  /** libjpeg's own scripts need five or six passes. */
  private static final int MOST_PASSES = 24;

  private static final String ICC_HEADER = "ICC_PROFILE\0";

  /** The segments and entropy-coded data that matter to a decoder: pairs of begin and end. */
  private final List<int[]> ranges = new ArrayList<>();

  private int frame = -1;
  private int precision;
  private int width;
  private int height;
  private int[] ids = {};
  private int[] factors = {};
  private boolean jfif;
  private int adobe = -1;
  private boolean colorTransform;
  private ExifBlock exif = ExifBlock.NONE;
  private byte[][] profileParts = {};
  private double passes;

  private JpegStructure() {}

  /**
   * Walks through a file up to its end-of-image marker.
   *
   * @throws EOFException if that marker is missing
   * @throws IOException with the reason only, if the file is malformed or not supported
   */
  static JpegStructure of(byte[] file, ReadBudget budget) throws IOException {
    JpegStructure structure = new JpegStructure();
    structure.walk(ByteView.of(file), budget);
    structure.colorTransform =
        switch (structure.ids.length) {
          case 3 ->
              structure.jfif
                  || (structure.adobe >= 0
                      ? structure.adobe != 0
                      : structure.frame != 3
                          && !(structure.ids[0] == 'R'
                              && structure.ids[1] == 'G'
                              && structure.ids[2] == 'B'));
          case 4 -> structure.adobe > 0;
          default -> false;
        };
    return structure;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 1 gray, 3 color, 4 CMYK. */
  int components() {
    return ids.length;
  }

  /** The bits of a sample. */
  int precision() {
    return precision;
  }

  /** Whether the samples are stored without loss, by prediction. */
  boolean isLossless() {
    return frame == 3;
  }

  /** Whether components are stored as luma and chroma: YCbCr, or YCCK. */
  boolean hasColorTransform() {
    return colorTransform;
  }

  ExifBlock exif() {
    return exif;
  }

  /** The embedded color profile, or null if there is none or a part of it is missing. */
  byte @Nullable [] profile() {
    if (profileParts.length == 0) {
      return null;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : profileParts) {
      if (part == null) {
        return null;
      }
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** The same file with its colors interpreted in another way. */
  JpegStructure withColorTransform(boolean value) {
    JpegStructure other = new JpegStructure();
    other.ranges.addAll(ranges);
    other.frame = frame;
    other.precision = precision;
    other.width = width;
    other.height = height;
    other.ids = ids;
    other.factors = factors;
    other.adobe = adobe;
    other.exif = exif;
    other.profileParts = profileParts;
    other.colorTransform = value;
    return other;
  }

  /**
   * The file with one marker that says how to interpret the colors, and without any other data that
   * a decoder of the pixels does not need.
   */
  byte[] essentials(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 32);
    out.write(0xff);
    out.write(0xd8);
    if (components() == 1 || (components() == 3 && colorTransform)) {
      out.writeBytes(
          new byte[] {
            (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
          });
    } else {
      byte transform = (byte) (colorTransform ? 2 : 0);
      out.writeBytes(
          new byte[] {
            (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform
          });
    }
    for (int[] range : ranges) {
      out.write(file, range[0], range[1] - range[0]);
    }
    out.write(0xff);
    out.write(0xd9);
    return out.toByteArray();
  }

  /**
   * The positions of segments and entropy-coded data, from the first table to the end-of-image
   * marker.
   */
  List<int[]> ranges() {
    return ranges;
  }

  private void walk(ByteView file, ReadBudget budget) throws IOException {
    Set<String> scans = new HashSet<>();
    int at = 2;
    while (true) {
      int start = at;
      at = nextMarker(file, at);
      int marker = file.u8(at - 1);
      // Entropy-coded data, or padding, before the marker.
      if (at - 2 > start && frame >= 0) {
        ranges.add(new int[] {start, at - 2});
      }
      if (marker == 0xd9) {
        if (frame < 0) {
          throw new IOException("the file holds no image");
        }
        return;
      }
      if (marker >= 0xd0 && marker <= 0xd7) {
        ranges.add(new int[] {at - 2, at});
        continue;
      }
      if (marker == 0x01 || marker == 0xd8) {
        continue;
      }
      int end = at + file.u16(at);
      if (end < at + 2 || end > file.length()) {
        throw new EOFException();
      }
      ByteView segment = file.part(at + 2, end - at - 2L);
      boolean application = (marker & 0xf0) == 0xe0 || marker == 0xfe;
      if (application) {
        application(marker, segment);
      } else {
        if (marker == 0xda) {
          scan(segment, scans);
        } else if (marker >= 0xc0
            && marker <= 0xcf
            && marker != 0xc4
            && marker != 0xc8
            && marker != 0xcc) {
          frame(marker - 0xc0, segment, budget);
        }
        ranges.add(new int[] {at - 2, end});
      }
      at = end;
    }
  }

  /** The index after the next marker's code; skips entropy-coded data and padding. */
  private static int nextMarker(ByteView file, int from) throws IOException {
    byte[] bytes = file.array();
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xff && bytes[i + 1] != 0 && bytes[i + 1] != (byte) 0xff) {
        return i + 2;
      }
    }
    throw new EOFException();
  }

  private void application(int marker, ByteView segment) throws IOException {
    if (marker == 0xe0 && segment.matches(0, "JFIF\0")) {
      jfif = true;
    } else if (marker == 0xe1 && segment.matches(0, "Exif\0")) {
      ExifBlock found = ExifBlock.of(segment);
      exif = exif.equals(ExifBlock.NONE) ? found : exif;
    } else if (marker == 0xee && segment.matches(0, "Adobe") && segment.length() >= 12) {
      adobe = segment.u8(11);
    } else if (marker == 0xe2 && segment.matches(0, ICC_HEADER) && segment.length() >= 14) {
      int number = segment.u8(12);
      int count = segment.u8(13);
      if (profileParts.length == 0) {
        profileParts = new byte[count][];
      }
      if (number >= 1 && number <= profileParts.length && profileParts[number - 1] == null) {
        profileParts[number - 1] = segment.part(14, segment.length() - 14L).toArray();
      }
    }
  }

  private void frame(int type, ByteView segment, ReadBudget budget) throws IOException {
    if (frame >= 0) {
      throw new IOException("the file is malformed (it has two frame headers)");
    }
    if (type > 3) {
      throw new IOException(
          type < 8
              ? "hierarchical JPEG is not supported"
              : "JPEG with arithmetic coding is not supported");
    }
    precision = segment.u8(0);
    height = segment.u16(1);
    width = segment.u16(3);
    budget.checkPixels(width, height);
    int count = segment.u8(5);
    if (count != 1 && count != 3 && count != 4) {
      throw new IOException(count + " components are not supported, only 1, 3 and 4");
    }
    if (type < 3 ? precision != 8 : precision < 2 || precision > 16) {
      throw new IOException("samples of " + precision + " bits are not supported");
    }
    ids = new int[count];
    factors = new int[count];
    for (int c = 0; c < count; c++) {
      ids[c] = segment.u8(6 + 3L * c);
      int factor = segment.u8(7 + 3L * c);
      factors[c] = (factor >> 4) * (factor & 15);
      if (factor >> 4 < 1 || factor >> 4 > 4 || (factor & 15) < 1 || (factor & 15) > 4) {
        throw new IOException("the file is malformed (a sampling factor is not 1 to 4)");
      }
      for (int before = 0; before < c; before++) {
        if (ids[before] == ids[c]) {
          throw new IOException("the file is malformed (two components have the same name)");
        }
      }
    }
    frame = type;
  }

  private void scan(ByteView segment, Set<String> scans) throws IOException {
    if (frame < 0) {
      throw new IOException("the file is malformed (pixels without a frame header)");
    }
    int count = segment.u8(0);
    double weight = 0;
    double sum = 0;
    String coefficients = frame == 2 ? segment.text(1 + 2L * count, 3) : "";
    for (int factor : factors) {
      sum += factor;
    }
    for (int i = 0; i < count; i++) {
      int id = segment.u8(1 + 2L * i);
      int component = 0;
      while (component < ids.length && ids[component] != id) {
        component++;
      }
      if (component == ids.length) {
        throw new IOException("the file is malformed (a scan of an unknown component)");
      }
      weight += factors[component] / sum;
      if (!scans.add(component + coefficients)) {
        throw new IOException("the file is malformed (a scan is repeated)");
      }
    }
    passes += weight;
    if (passes > MOST_PASSES) {
      throw new IOException("the file has too many scans");
    }
  }
}
