// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Builds a message in the binary encoding of <a
 * href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers</a>: fields in the
 * order in which they are added. Not thread-safe.
 */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = (1 << PAYLOAD_BITS) - 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds an integer ({@code int32}, {@code int64} or an enum); negative ones take ten bytes. */
  ProtobufMessage integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds a {@code float}. */
  ProtobufMessage number(int field, float value) {
    tag(field, FIXED_32);
    out.writeBytes(
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  /** Adds a {@code string}. */
  ProtobufMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a nested message. */
  ProtobufMessage message(int field, ProtobufMessage value) {
    return bytes(field, value.toBytes());
  }

  /** Adds {@code bytes}. */
  ProtobufMessage bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** The encoded message. */
  byte[] toBytes() {
    return out.toByteArray();
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~PAYLOAD) != 0) {
      out.write((int) ((rest & PAYLOAD) | (1 << PAYLOAD_BITS)));
      rest >>>= PAYLOAD_BITS;
    }
    out.write((int) rest);
  }
}
