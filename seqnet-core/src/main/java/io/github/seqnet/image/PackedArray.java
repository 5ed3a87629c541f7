// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses a pixel array for Java serialization. Values of four bytes are split into planes,
 * first all leading bytes, then all second bytes and so on, because the leading bytes of
 * neighboring pixels are mostly equal. Each plane is deflated on its own.
 */
final class PackedArray implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 1024;

  private final int length;
  private final byte[][] planes;

  private PackedArray(int length, byte[][] planes) {
    this.length = length;
    this.planes = planes;
  }

  static PackedArray ofBytes(byte[] values) {
    return new PackedArray(values.length, new byte[][] {deflated(values)});
  }

  static PackedArray ofFloats(float[] values) {
    byte[][] planes = new byte[Float.BYTES][];
    byte[] plane = new byte[values.length];
    for (int p = 0; p < planes.length; p++) {
      int shift = 24 - 8 * p;
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (byte) (Float.floatToRawIntBits(values[i]) >>> shift);
      }
      planes[p] = deflated(plane);
    }
    return new PackedArray(values.length, planes);
  }

  /**
   * Restores the values.
   *
   * @throws InvalidObjectException if the serialized form is damaged
   */
  byte[] toBytes() throws InvalidObjectException {
    requirePlanes(1);
    return inflated(planes[0], length);
  }

  /**
   * Restores the values.
   *
   * @throws InvalidObjectException if the serialized form is damaged
   */
  float[] toFloats() throws InvalidObjectException {
    requirePlanes(Float.BYTES);
    byte[] first = inflated(planes[0], length);
    byte[] second = inflated(planes[1], length);
    byte[] third = inflated(planes[2], length);
    byte[] fourth = inflated(planes[3], length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          Float.intBitsToFloat(
              (first[i] & 0xff) << 24
                  | (second[i] & 0xff) << 16
                  | (third[i] & 0xff) << 8
                  | (fourth[i] & 0xff));
    }
    return values;
  }

  private void requirePlanes(int count) throws InvalidObjectException {
    if (length < 0 || planes == null || planes.length != count) {
      throw new InvalidObjectException("serialized pixels are damaged");
    }
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] result = new byte[FIRST_CAPACITY];
      int size = 0;
      while (!deflater.finished()) {
        if (size == result.length) {
          result = Arrays.copyOf(result, 2 * size);
        }
        size += deflater.deflate(result, size, result.length - size);
      }
      return Arrays.copyOf(result, size);
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflated(byte[] deflated, int length) throws InvalidObjectException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[length];
      int size = 0;
      while (size < length) {
        int count = inflater.inflate(bytes, size, length - size);
        if (count == 0) {
          throw new InvalidObjectException(
              "serialized pixels are damaged: expected " + length + " bytes, got " + size);
        }
        size += count;
      }
      return bytes;
    } catch (DataFormatException e) {
      InvalidObjectException damaged =
          new InvalidObjectException("serialized pixels are damaged: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    } finally {
      inflater.end();
    }
  }
}
