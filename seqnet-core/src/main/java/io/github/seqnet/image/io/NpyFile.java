// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.FileNames;
import io.github.seqnet.image.ProbabilityMap;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes NumPy's {@code .npy} files. Writes little-endian float32 in C order, format
 * version 1.0. Reads versions 1 to 3 of float32, float64 (rounded to float32) and unsigned bytes,
 * in C order. Stateless and thread-safe.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 16;
  private static final int BUFFER = 1 << 16;
  private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern FORTRAN_ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9,\\s]*)\\)");

  private NpyFile() {}

  /** An array of numbers of any shape, in C order: the last axis is contiguous. Immutable. */
  public static final class Array {
    private final int[] shape;
    private final float[] values;

    private Array(int[] shape, float[] values) {
      this.shape = shape;
      this.values = values;
    }

    /** The lengths of the axes, empty for a single number; a copy. */
    public int[] shape() {
      return shape.clone();
    }

    /** All values; a copy. */
    public float[] toArray() {
      return values.clone();
    }
  }

  /**
   * Writes a map as an array of shape {@code (height, width)}.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, ProbabilityMap map) throws IOException {
    write(file, map.toArray(), map.height(), map.width());
  }

  /**
   * Writes an array of any shape.
   *
   * @param values in C order
   * @param shape the lengths of the axes
   * @throws IllegalArgumentException if the shape does not hold that many values
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, float[] values, int... shape) throws IOException {
    if (elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
    }
    StringBuilder axes = new StringBuilder();
    for (int axis : shape) {
      axes.append(axis).append(", ");
    }
    if (shape.length > 1) {
      axes.setLength(axes.length() - 2);
    }
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + axes.toString().stripTrailing()
            + "), }";
    int unpadded = MAGIC.length + 4 + header.length() + 1;
    byte[] text =
        (header + " ".repeat(Math.floorMod(-unpadded, 64)) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(
        file,
        out -> {
          out.write(MAGIC);
          out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
          out.write(text);
          ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
          for (float value : values) {
            if (!buffer.hasRemaining()) {
              out.write(buffer.array(), 0, buffer.position());
              buffer.clear();
            }
            buffer.putFloat(value);
          }
          out.write(buffer.array(), 0, buffer.position());
        });
  }

  /**
   * Reads a map of shape {@code (height, width)} with values in 0..1.
   *
   * @throws IOException if it cannot be read or is not such an array; names the file and the reason
   */
  public static ProbabilityMap readMap(Path file) throws IOException {
    Array array = read(file);
    if (array.shape.length != 2) {
      throw new IOException(
          file + ": shape " + Arrays.toString(array.shape) + " is not that of a map");
    }
    try {
      return ProbabilityMap.wrap(array.shape[1], array.shape[0], array.values);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads an array of any shape.
   *
   * @throws IOException if it cannot be read or is not such an array; names the file and the reason
   */
  public static Array read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": cannot be read: it is a folder");
    }
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, BUFFER))) {
      return read(file, in, Files.size(file));
    } catch (EOFException e) {
      throw new IOException(file + ": the file ends too early", e);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": cannot be read: there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": cannot be read: no permission to read it", e);
    }
  }

  private static Array read(Path file, DataInputStream in, long size) throws IOException {
    byte[] start = new byte[8];
    in.readFully(start);
    if (!Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new IOException(file + ": not an .npy file");
    }
    if (start[6] < 1 || start[6] > 3) {
      throw new IOException(file + ": .npy format version " + start[6] + " is not supported");
    }
    int low = in.readUnsignedByte();
    long length = low | in.readUnsignedByte() << 8;
    if (start[6] > 1) {
      length |= (long) in.readUnsignedByte() << 16 | (long) in.readUnsignedByte() << 24;
    }
    if (length > LARGEST_HEADER) {
      throw new IOException(file + ": header of " + length + " bytes is too long");
    }
    byte[] text = new byte[(int) length];
    in.readFully(text);
    String header = new String(text, StandardCharsets.UTF_8);
    String type = field(file, header, DESCRIPTION, "descr");
    if (field(file, header, FORTRAN_ORDER, "fortran_order").equals("True")) {
      throw new IOException(file + ": Fortran order is not supported");
    }
    int[] shape = shape(file, field(file, header, SHAPE, "shape"));
    long elements = elements(shape);
    int bytes =
        switch (type) {
          case "<f4" -> 4;
          case "<f8" -> 8;
          case "|u1" -> 1;
          default ->
              throw new IOException(
                  file
                      + ": element type "
                      + FileNames.escape(type)
                      + " is not supported (<f4, <f8, |u1 are)");
        };
    // Checked before anything of that size is allocated.
    if (elements > size / bytes) {
      throw new IOException(
          file + ": the file ends too early for an array of shape " + Arrays.toString(shape));
    }
    float[] values = new float[(int) elements];
    byte[] block = new byte[BUFFER];
    ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; ) {
      int count = Math.min(BUFFER / bytes, values.length - done);
      in.readFully(block, 0, count * bytes);
      for (int i = 0; i < count; i++) {
        values[done + i] =
            switch (bytes) {
              case 4 -> buffer.getFloat(i * 4);
              case 8 -> (float) buffer.getDouble(i * 8);
              default -> block[i] & 0xff;
            };
      }
      done += count;
    }
    return new Array(shape, values);
  }

  private static String field(Path file, String header, Pattern pattern, String name)
      throws IOException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IOException(file + ": the .npy header has no valid '" + name + "'");
    }
    return matcher.group(1);
  }

  private static int[] shape(Path file, String text) throws IOException {
    String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*", 0);
    int[] shape = new int[parts.length];
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = Integer.parseInt(parts[i]);
      }
      elements(shape);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": shape (" + FileNames.escape(text) + ") is not possible", e);
    }
    return shape;
  }

  private static int elements(int[] shape) {
    int elements = 1;
    for (int axis : shape) {
      if (axis < 0) {
        throw new IllegalArgumentException("axis lengths must be at least 0, got " + axis);
      }
      try {
        elements = Math.multiplyExact(elements, axis);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " holds more values than an array can", e);
      }
    }
    return elements;
  }
}
