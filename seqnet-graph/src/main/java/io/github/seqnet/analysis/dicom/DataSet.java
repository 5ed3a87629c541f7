// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A DICOM data set, or an item of a sequence, with its encoding: explicit VR little endian, defined
 * lengths, UTF-8 text, elements in ascending order. Values are checked when they are set.
 */
final class DataSet {
  private static final int ITEM = 0xfffee000;
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 12;

  private final Map<Attribute, Object> elements = new TreeMap<>(DataSet::byTag);

  private static int byTag(Attribute a, Attribute b) {
    return Integer.compareUnsigned(a.tag(), b.tag());
  }

  /**
   * Sets a text with one or more values.
   *
   * @throws IllegalArgumentException if a value is not valid for the attribute
   */
  DataSet set(Attribute attribute, String... values) {
    for (String value : values) {
      String fault = attribute.type().fault(value);
      if (!fault.isEmpty()) {
        throw new IllegalArgumentException(attribute + " cannot be '" + value + "': " + fault);
      }
    }
    return put(attribute, padded(attribute, String.join("\\", values)));
  }

  /** Sets unsigned integers of 16 or 32 bits. */
  DataSet set(Attribute attribute, int... values) {
    boolean isShort = attribute.type() == ValueRepresentation.US;
    byte[] bytes = new byte[values.length * (isShort ? Short.BYTES : Integer.BYTES)];
    ByteBuffer buffer = littleEndian(bytes);
    for (int value : values) {
      if (isShort) {
        if (value < 0 || value > 0xffff) {
          throw new IllegalArgumentException(attribute + " must be in 0..65535, got " + value);
        }
        buffer.putShort((short) value);
      } else {
        buffer.putInt(value);
      }
    }
    return put(attribute, bytes);
  }

  /** Sets a pointer to another attribute. */
  DataSet point(Attribute attribute, Attribute target) {
    byte[] bytes = new byte[Integer.BYTES];
    putTag(littleEndian(bytes), target.tag());
    return put(attribute, bytes);
  }

  /** Sets bytes. */
  DataSet set(Attribute attribute, byte[] bytes) {
    return put(attribute, bytes.length % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** Sets a sequence; it may be empty. */
  DataSet set(Attribute attribute, List<DataSet> items) {
    return put(attribute, List.copyOf(items));
  }

  /** Sets a sequence of one item. */
  DataSet set(Attribute attribute, DataSet item) {
    return set(attribute, List.of(item));
  }

  private DataSet put(Attribute attribute, Object value) {
    if (elements.put(attribute, value) != null) {
      throw new IllegalStateException(attribute + " is set twice");
    }
    return this;
  }

  /** Copies all elements of another data set into this one. */
  DataSet addAll(DataSet other) {
    other.elements.forEach(this::put);
    return this;
  }

  private static byte[] padded(Attribute attribute, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length % 2 == 0) {
      return bytes;
    }
    byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
    even[bytes.length] = attribute.type().padding();
    return even;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes that {@link #write} writes. */
  long length() {
    long length = 0;
    for (Map.Entry<Attribute, Object> element : elements.entrySet()) {
      length += header(element.getKey()) + length(element.getValue());
    }
    return length;
  }

  private static int header(Attribute attribute) {
    return attribute.type().isLong() ? LONG_HEADER : HEADER;
  }

  private static long length(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    long length = 0;
    for (DataSet item : items(value)) {
      length += HEADER + item.length();
    }
    return length;
  }

  @SuppressWarnings("unchecked")
  private static List<DataSet> items(Object value) {
    return (List<DataSet>) value;
  }

  /** Writes all elements. */
  void write(OutputStream out) throws IOException {
    for (Map.Entry<Attribute, Object> element : elements.entrySet()) {
      Attribute attribute = element.getKey();
      byte[] headerBytes = new byte[header(attribute)];
      ByteBuffer header = littleEndian(headerBytes);
      putTag(header, attribute.tag());
      header.put(attribute.type().name().getBytes(StandardCharsets.US_ASCII));
      long length = length(element.getValue());
      if (attribute.type().isLong()) {
        if (length >= 0xffffffffL) {
          throw new IOException(attribute + " is longer than 4 GiB");
        }
        header.putShort((short) 0).putInt((int) length);
      } else {
        if (length > 0xffff) {
          throw new IOException(attribute + " is longer than 65535 bytes");
        }
        header.putShort((short) length);
      }
      out.write(headerBytes);
      if (element.getValue() instanceof byte[] bytes) {
        out.write(bytes);
      } else {
        for (DataSet item : items(element.getValue())) {
          byte[] itemBytes = new byte[HEADER];
          ByteBuffer itemHeader = littleEndian(itemBytes);
          putTag(itemHeader, ITEM);
          itemHeader.putInt((int) item.length());
          out.write(itemBytes);
          item.write(out);
        }
      }
    }
  }

  private static void putTag(ByteBuffer buffer, int tag) {
    buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
  }
}
