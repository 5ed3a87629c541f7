// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Validates the chunks of a WebP file before it is decoded.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">the container</a>
 */
final class WebpStructure {
  /** The decoder's buffer has 64 bits. */
  private static final int LOOKAHEAD = 8;

  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
  private boolean hasAlphaChunk;
  private boolean hasImage;
  private boolean several;
  private int width;
  private int height;
  private byte @Nullable [] profile;
  private ExifBlock exif = ExifBlock.NONE;

  private WebpStructure() {}

  /**
   * Walks through a file.
   *
   * @throws EOFException if the file is shorter than it says
   * @throws IOException with the reason only, if the file is malformed
   */
  static WebpStructure of(byte[] bytes, ReadBudget budget) throws IOException {
    ByteView file = ByteView.of(bytes).withLittleEndian(true);
    long size = file.u32(4);
    if (size + 8 > bytes.length) {
      throw new EOFException();
    }
    WebpStructure structure = new WebpStructure();
    structure.walk(file.part(12, size - 4), budget);
    if (!structure.hasImage) {
      throw new IOException("the file holds no image");
    }
    return structure;
  }

  /**
   * A file with the first image only, followed by bytes that the decoder fetches in advance. If it
   * reads further than these, the image is incomplete.
   */
  byte[] essentials() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = 4 + (hasAlphaChunk ? 18 : 0) + chunks.size();
    out.writeBytes(bytes("RIFF", size));
    out.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
    if (hasAlphaChunk) {
      out.writeBytes(bytes("VP8X", 10));
      out.writeBytes(new byte[] {0x10, 0, 0, 0});
      for (int side : new int[] {width - 1, height - 1}) {
        out.writeBytes(new byte[] {(byte) side, (byte) (side >> 8), (byte) (side >> 16)});
      }
    }
    out.writeBytes(chunks.toByteArray());
    out.writeBytes(new byte[LOOKAHEAD]);
    return out.toByteArray();
  }

  /** The embedded color profile, or null. */
  byte @Nullable [] profile() {
    return profile;
  }

  ExifBlock exif() {
    return exif;
  }

  /** Whether this is an animation. */
  boolean isAnimation() {
    return several;
  }

  private static byte[] bytes(String type, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      buffer.put((byte) type.charAt(i));
    }
    return buffer.putInt(size).array();
  }

  private void walk(ByteView part, ReadBudget budget) throws IOException {
    for (long at = 0; at + 8 <= part.length(); ) {
      String type = part.text(at, 4);
      long size = part.u32(at + 4);
      ByteView content = part.part(at + 8, size);
      switch (type) {
        case "ICCP" -> profile = content.toArray();
        case "EXIF" -> exif = ExifBlock.of(content.withLittleEndian(false));
        case "ANMF" -> {
          several = true;
          if (!hasImage && size >= 16) {
            // Animations do not nest.
            walkFrame(content.part(16, size - 16), budget);
          }
        }
        default -> image(type, content, budget);
      }
      at += 8 + size + (size & 1);
    }
  }

  private void walkFrame(ByteView part, ReadBudget budget) throws IOException {
    for (long at = 0; at + 8 <= part.length(); ) {
      long size = part.u32(at + 4);
      image(part.text(at, 4), part.part(at + 8, size), budget);
      at += 8 + size + (size & 1);
    }
  }

  private void image(String type, ByteView content, ReadBudget budget) throws IOException {
    if (hasImage) {
      return;
    }
    switch (type) {
      case "ALPH" -> hasAlphaChunk = true;
      case "VP8 " -> {
        if (content.u24(3) != 0x2a019d) {
          throw malformed();
        }
        width = content.u16(6) & 0x3fff;
        height = content.u16(8) & 0x3fff;
        int firstPartition = content.u24(0) >> 5;
        if (firstPartition > content.length() - 10) {
          throw new EOFException();
        }
        hasImage = true;
      }
      case "VP8L" -> {
        if (content.u8(0) != 0x2f) {
          throw malformed();
        }
        long header = content.u32(1);
        width = (int) (header & 0x3fff) + 1;
        height = (int) (header >> 14 & 0x3fff) + 1;
        hasImage = true;
        hasAlphaChunk = false;
        chunks.reset();
      }
      default -> {
        return;
      }
    }
    if (hasImage) {
      budget.checkPixels(width, height);
    }
    chunks.writeBytes(bytes(type, content.length()));
    chunks.writeBytes(content.toArray());
    if ((content.length() & 1) == 1) {
      chunks.write(0);
    }
  }

  private static IOException malformed() {
    return new IOException("the file is malformed (an image chunk has no signature)");
  }
}
