// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Validates the chunks of a PNG file before it is decoded.
 *
 * <p>Only the chunks with pixels reach the decoder, merged into one: compressed text and other
 * metadata can be far larger than the image. The checksums of these chunks must be right.
 */
final class PngStructure {
  /** No color profile of an image is larger. */
  private static final int MOST_PROFILE_BYTES = 4 << 20;

  private static final int MOST_TEXT_PROFILES = 4;

  private static final long SRGB_GAMMA = 45455;

  private final ByteArrayOutputStream essentials = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private byte @Nullable [] profile;
  private boolean profileSeen;
  private boolean srgb;
  private long gamma = SRGB_GAMMA;
  private @Nullable ExifBlock exif;
  private ExifBlock textExif = ExifBlock.NONE;
  private int textProfiles;
  private @Nullable String warning;

  private PngStructure() {}

  /**
   * Walks through a file up to its last chunk.
   *
   * @throws java.io.EOFException if the last chunk is missing
   * @throws IOException with the reason only, if the file is damaged
   */
  static PngStructure of(byte[] file, ReadBudget budget) throws IOException {
    PngStructure structure = new PngStructure();
    structure.walk(ByteView.of(file), budget);
    return structure;
  }

  /** The file with the chunks of its pixels alone. */
  byte[] essentials() {
    return essentials.toByteArray();
  }

  /** The embedded color profile, or null. A file that says it is sRGB has none. */
  byte @Nullable [] profile() {
    return profile;
  }

  /**
   * EXIF of its own chunk, or else of the text chunk that ImageMagick wrote before there was one.
   */
  ExifBlock exif() {
    return exif == null ? textExif : exif;
  }

  /** A warning about the colors for the metadata, or null. */
  @Nullable String warning() {
    if (warning == null && profile == null && !srgb && Math.abs(gamma - SRGB_GAMMA) > 1000) {
      return "the gamma of "
          + gamma / 1e5
          + " that the file states was ignored; samples are taken as sRGB";
    }
    return warning;
  }

  private void walk(ByteView file, ReadBudget budget) throws IOException {
    essentials.write(file.array(), 0, 8);
    boolean header = false;
    boolean palette = false;
    boolean transparency = false;
    for (long at = 8; ; ) {
      long length = file.u32(at);
      String type = file.text(at + 4, 4);
      if (length > Integer.MAX_VALUE) {
        throw new IOException("the file is damaged (a chunk has an impossible length)");
      }
      ByteView content = file.part(at + 8, length);
      boolean intact = file.u32(at + 8 + length) == checkSum(file, at + 4, length + 4);
      boolean critical = (type.charAt(0) & 0x20) == 0;
      if (critical && !intact) {
        throw new IOException("the file is damaged (wrong checksum)");
      }
      if (!header && !type.equals("IHDR")) {
        throw new IOException("the file is malformed (its header is missing)");
      }
      switch (type) {
        case "IHDR" -> {
          if (header || length != 13) {
            throw new IOException("the file is malformed (its header is not valid)");
          }
          budget.checkPixels(content.u32(0), content.u32(4));
          header = true;
          copy(file, at, length);
        }
        case "PLTE" -> {
          if (!palette && length <= 768) {
            copy(file, at, length);
          }
          palette = true;
        }
        case "tRNS" -> {
          if (intact && !transparency && length <= 256 && data.size() == 0) {
            copy(file, at, length);
          }
          transparency = true;
        }
        case "IDAT" -> data.write(content.array(), content.arrayIndex(0), content.length());
        case "IEND" -> {
          finish();
          return;
        }
        default -> {
          if (critical) {
            throw new IOException("the file is malformed (an unknown critical chunk)");
          }
          if (intact) {
            ancillary(type, content);
          }
        }
      }
      at += 12 + length;
    }
  }

  private void ancillary(String type, ByteView content) throws IOException {
    switch (type) {
      case "sRGB" -> srgb = true;
      case "gAMA" -> gamma = content.length() == 4 ? content.u32(0) : gamma;
      case "eXIf" -> exif = ExifBlock.of(content);
      case "tEXt", "zTXt" -> {
        // A file has few of them: EXIF, and XMP of the same name.
        if (textExif.equals(ExifBlock.NONE)
            && textProfiles < MOST_TEXT_PROFILES
            && PngTextProfile.isExif(content)) {
          textProfiles++;
          textExif = PngTextProfile.exif(content, type.equals("zTXt"));
        }
      }
      case "iCCP" -> {
        // PNG allows one; reading each of many would multiply the work.
        if (!profileSeen) {
          profileSeen = true;
          profile = profile(content);
          if (profile == null) {
            warning = "the embedded color profile is malformed and was ignored";
          }
        }
      }
      default -> {
        // Not needed for the pixels.
      }
    }
  }

  private static byte @Nullable [] profile(ByteView content) throws IOException {
    int end = 0;
    while (end < Math.min(80, content.length()) && content.u8(end) != 0) {
      end++;
    }
    if (content.length() < end + 2) {
      return null;
    }
    ByteView compressed = content.part(end + 2L, content.length() - end - 2L);
    byte[] inflated = inflate(compressed, MOST_PROFILE_BYTES + 1);
    return inflated == null || inflated.length > MOST_PROFILE_BYTES ? null : inflated;
  }

  /** Decompresses up to a number of bytes; null if they are damaged or end early. */
  static byte @Nullable [] inflate(ByteView compressed, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed.array(), compressed.arrayIndex(0), compressed.length());
      byte[] inflated = new byte[most];
      int size = 0;
      while (!inflater.finished() && size < most) {
        int count = inflater.inflate(inflated, size, most - size);
        if (count == 0 && !inflater.finished()) {
          return null;
        }
        size += count;
      }
      return Arrays.copyOf(inflated, size);
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }

  private void copy(ByteView file, long at, long length) {
    essentials.write(file.array(), file.arrayIndex((int) at), (int) length + 12);
  }

  /** Merges the data chunks and appends the end chunk. */
  private void finish() {
    byte[] type = {'I', 'D', 'A', 'T'};
    byte[] content = data.toByteArray();
    CRC32 sum = new CRC32();
    sum.update(type);
    sum.update(content);
    essentials.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    essentials.writeBytes(type);
    essentials.writeBytes(content);
    essentials.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    essentials.writeBytes(
        new byte[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82});
  }

  private static long checkSum(ByteView file, long at, long length) throws IOException {
    CRC32 sum = new CRC32();
    ByteView part = file.part(at, length);
    sum.update(part.array(), part.arrayIndex(0), part.length());
    return sum.getValue();
  }
}
