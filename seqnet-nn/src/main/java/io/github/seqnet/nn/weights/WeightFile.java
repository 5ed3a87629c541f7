// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file format of this library for a {@link TrainedModel}, usually named {@code .seqnet}. All
 * numbers are little-endian:
 *
 * <ol>
 *   <li>8 bytes {@code 89 53 51 4e 0d 0a 1a 0a}, the signature;
 *   <li>int32 format version, 3; int64 length of the whole file in bytes;
 *   <li>int32 length of the header, then the header in UTF-8: the layers, outputs and maps of the
 *       {@link io.github.seqnet.nn.ModelSpecification}, provenance and license as {@code key=value}
 *       lines, with {@code \n}, {@code \r} and {@code \\} escaped;
 *   <li>int32 number of parameters; for each an int32 length and its name in UTF-8, an int32 number
 *       of dimensions and each as int32;
 *   <li>for each parameter in that order, one byte and its values in C order. The byte is the
 *       number of bytes of each value, the least that holds all of them exactly: 2 for half
 *       precision (IEEE 754 binary16), 3 for float32 without its lowest 8 bits, which are 0, and 4
 *       for float32;
 *   <li>int32 CRC-32C of everything before it.
 * </ol>
 *
 * <p>A {@linkplain TrainedModel#correction() correction} and a {@linkplain TrainedModel#partner()
 * partner} follow their model: the keys and names of their entries and parameters begin with {@code
 * correction.} and {@code partner.}.
 *
 * <p>A reader accepts only the format versions that it knows. Reading checks the signature, the
 * version, the length and the checksum, in that order, before it looks at anything else; what a
 * damaged file declares is never allocated. The methods are safe to call from many threads.
 */
public final class WeightFile {
  /**
   * The format version of written files. Version 1, which held SeqNet and IterNet, and version 2,
   * which held float32 alone and no byte before values, are read too.
   */
  public static final int VERSION = 3;

  /** The last format version whose values are all float32. */
  private static final int FLOAT32_VERSION = 2;

  /** The bytes that are written of a float32 whose lowest 8 bits are 0. */
  private static final int UPPER_BYTES = 3;

  static final byte[] SIGNATURE = {(byte) 0x89, 'S', 'Q', 'N', '\r', '\n', 0x1a, '\n'};
  private static final int START = SIGNATURE.length + Integer.BYTES + Long.BYTES;
  private static final int CHECKSUM = Integer.BYTES;
  private static final int CHUNK = 1 << 16;

  private WeightFile() {}

  /**
   * Reads a model.
   *
   * @throws IOException if the file cannot be read; names it
   * @throws ModelFormatException if it is not a weight file, has another format version, or is
   *     damaged
   */
  public static TrainedModel read(Path file) throws IOException {
    return FileContent.open(file, in -> read(in, file.toString()));
  }

  /**
   * Reads a model from a stream to its end, without closing it.
   *
   * @param name the name of the stream in messages
   * @throws IOException if the stream fails
   * @throws ModelFormatException if it is not a weight file, has another format version, or is
   *     damaged
   */
  public static TrainedModel read(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(START);
    if (start.length < SIGNATURE.length
        || !Arrays.equals(start, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new ModelFormatException(
          name, start.length == 0 ? "is empty" : "is not a SeqNet weight file");
    }
    if (start.length < START) {
      throw new ModelFormatException(name, "is truncated: it has " + start.length + " bytes");
    }
    ByteBuffer fixed = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int version = fixed.getInt(SIGNATURE.length);
    if (version < 1 || version > VERSION) {
      throw new ModelFormatException(
          name,
          "has weight file version "
              + Integer.toUnsignedString(version)
              + "; this library reads versions 1 to "
              + VERSION);
    }
    long length = fixed.getLong(SIGNATURE.length + Integer.BYTES);
    if (length < START + CHECKSUM || length > Integer.MAX_VALUE) {
      throw new ModelFormatException(name, "is damaged: it declares a length of " + length);
    }
    byte[] rest;
    try {
      rest = in.readNBytes((int) length - START);
    } catch (OutOfMemoryError e) {
      throw new IOException(name + ": needs more memory than there is", e);
    }
    if (rest.length < length - START) {
      throw new ModelFormatException(
          name,
          "is truncated: it has " + (START + rest.length) + " bytes and should have " + length);
    }
    if (in.read() >= 0) {
      throw new ModelFormatException(
          name, "is damaged: it continues after its " + length + " bytes");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(start);
    checksum.update(rest, 0, rest.length - CHECKSUM);
    ByteBuffer content = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    if (content.getInt(rest.length - CHECKSUM) != (int) checksum.getValue()) {
      throw new ModelFormatException(name, "is damaged: its checksum does not match its content");
    }
    return parse(content.limit(rest.length - CHECKSUM), version, name);
  }

  /**
   * Writes a model. Nothing is rounded; {@link TrainedModel#toHalfPrecision()} gives models whose
   * files have half the size.
   *
   * @param file replaced when the new one is complete
   * @throws IOException if it cannot be written; names the file
   * @throws IllegalArgumentException if the model does not fit in a file of 2 GiB
   */
  public static void write(Path file, TrainedModel model) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(model, "model");
    byte[] header = WeightHeader.of(model).toText().getBytes(StandardCharsets.UTF_8);
    Map<String, Parameter> parameters =
        parameters(
            model.network(),
            model.correction().map(TrainedModel::network).orElse(null),
            model.partner().map(TrainedModel::network).orElse(null));
    byte[] table = table(parameters);
    List<float[]> values = values(model);
    long size = 0;
    for (float[] array : values) {
      size += 1 + (long) bytesOfValue(array) * array.length;
    }
    long length = START + Integer.BYTES + header.length + table.length + size + CHECKSUM;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a model with " + size + " bytes of values is too large for a weight file");
    }
    ByteBuffer start = ByteBuffer.allocate(START + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    start.put(SIGNATURE).putInt(VERSION).putLong(length).putInt(header.length);
    AtomicFile.write(
        file,
        out -> {
          CRC32C checksum = new CRC32C();
          write(out, checksum, start.array(), start.capacity());
          write(out, checksum, header, header.length);
          write(out, checksum, table, table.length);
          for (float[] array : values) {
            writeValues(out, checksum, array);
          }
          out.write(
              ByteBuffer.allocate(CHECKSUM)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putInt((int) checksum.getValue())
                  .array());
        });
  }

  /** The values of all parameters of a model and its companions, in the order of the file. */
  private static List<float[]> values(TrainedModel model) {
    List<float[]> values = new ArrayList<>();
    Stream.of(Optional.of(model), model.correction(), model.partner())
        .flatMap(Optional::stream)
        .forEach(
            each ->
                each.network()
                    .parameters()
                    .keySet()
                    .forEach(name -> values.add(each.weights().array(name))));
    return values;
  }

  /** The bytes that hold each of these values exactly. */
  private static int bytesOfValue(float[] values) {
    if (HalfPrecision.holds(values)) {
      return Short.BYTES;
    }
    int bits = 0;
    for (float value : values) {
      bits |= Float.floatToRawIntBits(value);
    }
    return (bits & 0xff) == 0 ? UPPER_BYTES : Float.BYTES;
  }

  private static TrainedModel parse(ByteBuffer content, int version, String name) {
    try {
      WeightHeader header = WeightHeader.parse(text(content), version);
      WeightHeader correction = header.correction();
      WeightHeader partner = header.partner();
      Map<String, Parameter> parameters =
          parameters(
              header.specification().network(),
              correction == null ? null : correction.specification().network(),
              partner == null ? null : partner.specification().network());
      checkTable(content, parameters);
      TrainedModel model = readValues(content, header, version);
      if (correction != null) {
        model = model.withCorrection(readValues(content, correction, version));
      }
      if (partner != null) {
        model = model.withPartner(readValues(content, partner, version));
      }
      if (content.hasRemaining()) {
        throw new IllegalArgumentException(
            "has " + content.remaining() + " bytes after the values of its parameters");
      }
      return model;
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | BufferUnderflowException e) {
      String reason = e.getMessage() == null ? "a part is cut off" : e.getMessage();
      throw new ModelFormatException(name, "is damaged: " + reason, e);
    }
  }

  /** The parameters of a file by name: those of the network, its correction and its partner. */
  private static Map<String, Parameter> parameters(
      Network network, @Nullable Network correction, @Nullable Network partner) {
    Map<String, Parameter> parameters = new LinkedHashMap<>(network.parameters());
    add(WeightHeader.CORRECTION, correction, parameters);
    add(WeightHeader.PARTNER, partner, parameters);
    return parameters;
  }

  private static void add(
      String prefix, @Nullable Network network, Map<String, Parameter> parameters) {
    if (network != null) {
      network
          .parameters()
          .forEach(
              (name, parameter) -> {
                if (parameters.put(prefix + name, parameter) != null) {
                  throw new IllegalArgumentException(
                      "parameter " + prefix + name + " occurs twice");
                }
              });
    }
  }

  private static TrainedModel readValues(ByteBuffer content, WeightHeader header, int version) {
    Network network = header.specification().network();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      values.put(parameter.name(), readValues(content, parameter, version <= FLOAT32_VERSION));
    }
    return new TrainedModel(
        header.specification(),
        NetworkWeights.wrap(network, values),
        header.provenance(),
        header.license());
  }

  private static float[] readValues(ByteBuffer content, Parameter parameter, boolean floats) {
    int bytes = floats ? Float.BYTES : content.get();
    if (bytes != Short.BYTES && bytes != UPPER_BYTES && bytes != Float.BYTES) {
      throw new IllegalArgumentException(
          "parameter "
              + parameter.name()
              + " declares "
              + bytes
              + " bytes for each value, not 2, 3 or 4");
    }
    if (content.remaining() / bytes < parameter.length()) {
      throw new IllegalArgumentException(
          "has %d bytes left for parameter %s, which has %d values of %d bytes"
              .formatted(content.remaining(), parameter.name(), parameter.length(), bytes));
    }
    float[] array = new float[parameter.length()];
    if (bytes == Short.BYTES) {
      for (int i = 0; i < array.length; i++) {
        array[i] = HalfPrecision.decode(content.getShort());
      }
    } else if (bytes == UPPER_BYTES) {
      for (int i = 0; i < array.length; i++) {
        int low = Short.toUnsignedInt(content.getShort());
        array[i] = Float.intBitsToFloat(low << 8 | content.get() << 24);
      }
    } else {
      content.asFloatBuffer().get(array);
      content.position(content.position() + Float.BYTES * array.length);
    }
    return array;
  }

  /** The parameters must be the wanted ones, in their order. */
  private static void checkTable(ByteBuffer content, Map<String, Parameter> parameters) {
    int count = content.getInt();
    if (count != parameters.size()) {
      throw new IllegalArgumentException(
          "has " + count + " parameters where its network has " + parameters.size());
    }
    parameters.forEach(
        (wanted, parameter) -> {
          String name = text(content);
          int rank = content.getInt();
          if (rank < 0 || rank > content.remaining() / Integer.BYTES) {
            throw new IllegalArgumentException(name + " declares " + rank + " dimensions");
          }
          List<Integer> shape = new ArrayList<>(rank);
          for (int i = 0; i < rank; i++) {
            shape.add(content.getInt());
          }
          if (!name.equals(wanted) || !shape.equals(parameter.shape())) {
            throw new IllegalArgumentException(
                "has parameter "
                    + name
                    + " of shape "
                    + shape
                    + " where its network has "
                    + wanted
                    + " of shape "
                    + parameter.shape());
          }
        });
  }

  private static byte[] table(Map<String, Parameter> parameters) {
    int size = Integer.BYTES;
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      size += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += Integer.BYTES * (2 + entry.getValue().shape().size());
    }
    ByteBuffer table = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(parameters.size());
    parameters.forEach(
        (key, parameter) -> {
          byte[] name = key.getBytes(StandardCharsets.UTF_8);
          table.putInt(name.length).put(name).putInt(parameter.shape().size());
          parameter.shape().forEach(table::putInt);
        });
    return table.array();
  }

  private static String text(ByteBuffer content) {
    int length = content.getInt();
    if (length < 0 || length > content.remaining()) {
      throw new IllegalArgumentException("a text declares a length of " + length);
    }
    byte[] bytes = new byte[length];
    content.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeValues(OutputStream out, CRC32C checksum, float[] values)
      throws IOException {
    int bytes = bytesOfValue(values);
    write(out, checksum, new byte[] {(byte) bytes}, 1);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int most = CHUNK / bytes;
    for (int from = 0; from < values.length; from += most) {
      chunk.clear();
      for (int i = from; i < Math.min(from + most, values.length); i++) {
        if (bytes == Short.BYTES) {
          chunk.putShort(HalfPrecision.encode(values[i]));
        } else if (bytes == UPPER_BYTES) {
          int bits = Float.floatToRawIntBits(values[i]);
          chunk.putShort((short) (bits >>> 8)).put((byte) (bits >>> 24));
        } else {
          chunk.putFloat(values[i]);
        }
      }
      write(out, checksum, chunk.array(), chunk.position());
    }
  }

  private static void write(OutputStream out, CRC32C checksum, byte[] bytes, int count)
      throws IOException {
    checksum.update(bytes, 0, count);
    out.write(bytes, 0, count);
  }
}
