// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;

/**
 * A part of a file in memory with random access to numbers in one byte order. Reading beyond its
 * end throws an {@link EOFException}.
 */
final class ByteView {
  private final byte[] bytes;
  private final int from;
  private final int length;
  private final boolean little;

  private ByteView(byte[] bytes, int from, int length, boolean little) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.little = little;
  }

  /** A view of the whole array, in big-endian order. The array is not copied. */
  static ByteView of(byte[] bytes) {
    return new ByteView(bytes, 0, bytes.length, false);
  }

  /** A part of this view with the same byte order. */
  ByteView part(long at, long size) throws EOFException {
    check(at, size);
    return new ByteView(bytes, from + (int) at, (int) size, little);
  }

  /** The same bytes in another byte order. */
  ByteView withLittleEndian(boolean value) {
    return new ByteView(bytes, from, length, value);
  }

  boolean isLittleEndian() {
    return little;
  }

  int length() {
    return length;
  }

  /** The array that the view is part of. */
  byte[] array() {
    return bytes;
  }

  /** The index in {@link #array()} of an index of this view. */
  int arrayIndex(int at) {
    return from + at;
  }

  byte[] toArray() {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    return copy;
  }

  int u8(long at) throws EOFException {
    check(at, 1);
    return bytes[from + (int) at] & 0xff;
  }

  int u16(long at) throws EOFException {
    check(at, 2);
    int i = from + (int) at;
    int first = bytes[i] & 0xff;
    int second = bytes[i + 1] & 0xff;
    return little ? second << 8 | first : first << 8 | second;
  }

  long u32(long at) throws EOFException {
    long first = u16(at);
    long second = u16(at + 2);
    return little ? second << 16 | first : first << 16 | second;
  }

  int u24(long at) throws EOFException {
    int first = u8(at);
    int middle = u8(at + 1) << 8;
    int last = u8(at + 2);
    return little ? last << 16 | middle | first : first << 16 | middle | last;
  }

  long i64(long at) throws EOFException {
    long first = u32(at);
    long second = u32(at + 4);
    return little ? second << 32 | first : first << 32 | second;
  }

  /** Whether the bytes at an index are these ASCII characters; false beyond the end. */
  boolean matches(long at, String text) {
    if (at < 0 || at + text.length() > length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[from + (int) at + i] & 0xff) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Characters in ISO 8859-1. */
  String text(long at, long size) throws EOFException {
    check(at, size);
    return new String(bytes, from + (int) at, (int) size, StandardCharsets.ISO_8859_1);
  }

  private void check(long at, long size) throws EOFException {
    if (at < 0 || size < 0 || at > length - size) {
      throw new EOFException();
    }
  }
}
