// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.seqnet.file.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads and writes <a href="https://huggingface.co/docs/safetensors">safetensors</a> files: named
 * arrays with metadata, the exchange format of PyTorch models.
 *
 * <p>Reading validates the whole header before it uses any of it: its length and JSON, names that
 * occur once, known data types, byte ranges that fit shape and type and cover the rest of the file
 * without gaps or overlaps. Nothing is allocated from a size that a file declares. Data types F32,
 * F16, BF16, F64 and I64 are supported. Values become float32.
 *
 * <p>Immutable and safe to share between threads. A file is read into memory whole.
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int LONGEST_HEADER = 100_000_000;
  private static final int MOST_DIMENSIONS = 16;
  private static final String METADATA = "__metadata__";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNumberLength(20)
                  .maxStringLength(LONGEST_HEADER)
                  .build())
          .build();

  /** The element type of an array. */
  private enum Type {
    F32(4),
    F16(2),
    BF16(2),
    F64(8),
    I64(8);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    float read(ByteBuffer content, int position) {
      return switch (this) {
        case F32 -> content.getFloat(position);
        case F16 -> HalfPrecision.decode(content.getShort(position));
        case BF16 -> Float.intBitsToFloat(content.getShort(position) << 16);
        case F64 -> (float) content.getDouble(position);
        case I64 -> content.getLong(position);
      };
    }
  }

  private record Entry(Type type, List<Integer> shape, long begin, long end) {}

  private final String file;
  private final ByteBuffer content;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private Safetensors(
      String file, ByteBuffer content, Map<String, Entry> entries, Map<String, String> metadata) {
    this.file = file;
    this.content = content;
    this.entries = Collections.unmodifiableMap(entries);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /** Whether the first bytes of a file may be those of a safetensors file. */
  static boolean isSafetensors(byte[] start, long fileSize) {
    if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return length >= 2 && length <= fileSize;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if the file cannot be read; the message names it
   * @throws ModelFormatException if it is not a valid safetensors file, or has an unsupported data
   *     type
   */
  public static Safetensors read(Path path) throws IOException {
    byte[] bytes =
        FileContent.open(
            path,
            in -> {
              if (Files.size(path) > FileContent.LARGEST) {
                throw new ModelFormatException(
                    path.toString(), "is too large: at most 2 GiB are supported");
              }
              return Files.readAllBytes(path);
            });
    return parse(path.toString(), bytes);
  }

  /**
   * Parses the content of a file.
   *
   * @param name the name of the file in messages
   * @throws ModelFormatException as {@link #read}
   */
  static Safetensors parse(String name, byte[] bytes) {
    if (bytes.length < LENGTH_BYTES) {
      throw new ModelFormatException(
          name, "is not a safetensors file: it has only " + bytes.length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = all.getLong(0);
    if (length < 2 || length > LONGEST_HEADER || length > bytes.length - LENGTH_BYTES) {
      throw new ModelFormatException(
          name,
          "is not a valid safetensors file: it declares a header of "
              + Long.toUnsignedString(length)
              + " bytes, but has "
              + (bytes.length - LENGTH_BYTES)
              + " bytes after its first 8");
    }
    if (bytes[LENGTH_BYTES] != '{') {
      throw new ModelFormatException(
          name, "is not a valid safetensors file: its header does not begin with {");
    }
    int start = LENGTH_BYTES + (int) length;
    String header;
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, LENGTH_BYTES, (int) length));
      header = text.toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(
          name, "is not a valid safetensors file: its header is not UTF-8", e);
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(header)) {
      parseHeader(parser, entries, metadata);
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(
          name, "is not a valid safetensors file: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(name, "is not a valid safetensors file: " + e.getMessage(), e);
    }
    checkRanges(name, entries, bytes.length - start);
    ByteBuffer data = all.slice(start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
    return new Safetensors(name, data, entries, metadata);
  }

  private static void parseHeader(
      JsonParser parser, Map<String, Entry> entries, Map<String, String> metadata)
      throws IOException {
    require(parser, JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      require(parser, JsonToken.START_OBJECT);
      if (name.equals(METADATA)) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          require(parser, JsonToken.VALUE_STRING);
          metadata.put(key, parser.getText());
        }
      } else {
        entries.put(name, parseEntry(parser, name));
      }
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new IllegalArgumentException("the entry of " + name + " does not end with }");
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
      throw new IllegalArgumentException("the header is not one JSON object");
    }
  }

  private static Entry parseEntry(JsonParser parser, String name) throws IOException {
    Type type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      switch (key) {
        case "dtype" -> {
          require(parser, JsonToken.VALUE_STRING);
          type = type(parser.getText(), name);
        }
        case "shape" -> shape = numbers(parser, name);
        case "data_offsets" -> offsets = numbers(parser, name);
        default -> throw new IllegalArgumentException(name + " has an unknown entry " + key);
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new IllegalArgumentException(name + " must have dtype, shape and two data_offsets");
    }
    long count = 1;
    List<Integer> sides = new ArrayList<>();
    for (long side : shape) {
      sides.add(Math.toIntExact(side));
      count = Math.multiplyExact(count, side);
    }
    long bytes = Math.multiplyExact(count, (long) type.bytes);
    if (offsets.get(1) - offsets.get(0) != bytes) {
      throw new IllegalArgumentException(
          name
              + " has "
              + (offsets.get(1) - offsets.get(0))
              + " bytes, but its shape "
              + shape
              + " of "
              + type
              + " needs "
              + bytes);
    }
    return new Entry(type, List.copyOf(sides), offsets.get(0), offsets.get(1));
  }

  private static Type type(String text, String name) {
    return Arrays.stream(Type.values())
        .filter(type -> type.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " has the unsupported data type "
                        + text
                        + "; supported are "
                        + Arrays.toString(Type.values())));
  }

  private static List<Long> numbers(JsonParser parser, String name) throws IOException {
    require(parser, JsonToken.START_ARRAY);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      long number = parser.getLongValue();
      if (number < 0 || numbers.size() == MOST_DIMENSIONS) {
        throw new IllegalArgumentException(name + " has a negative number or too many dimensions");
      }
      numbers.add(number);
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new IllegalArgumentException(name + " has a list that holds other than whole numbers");
    }
    return numbers;
  }

  private static void require(JsonParser parser, JsonToken token) throws IOException {
    if (parser.nextToken() != token) {
      throw new IllegalArgumentException(
          "expected " + token + " in the header, got " + parser.currentToken());
    }
  }

  /** The arrays must cover the rest of the file without gaps. */
  private static void checkRanges(String file, Map<String, Entry> entries, long size) {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long end = 0;
    for (Map.Entry<String, Entry> entry : ordered) {
      long begin = entry.getValue().begin();
      if (begin != end) {
        throw new ModelFormatException(
            file,
            "is not a valid safetensors file: "
                + entry.getKey()
                + " begins at byte "
                + begin
                + (begin < end ? ", inside of" : ", after a gap behind")
                + " the array before it, which ends at "
                + end);
      }
      end = entry.getValue().end();
    }
    if (end != size) {
      throw new ModelFormatException(
          file,
          end > size
              ? "is truncated: its arrays need " + end + " bytes, it has " + size
              : "is not a valid safetensors file: "
                  + (size - end)
                  + " bytes follow its last array");
    }
  }

  /** The name of the file, for messages. */
  String file() {
    return file;
  }

  /** The names of all arrays, in the order of the header. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** Free texts of the file, by key. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Whether the file has an array of this name. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * The shape of an array.
   *
   * @throws ModelFormatException if there is no array of this name
   */
  public List<Integer> shape(String name) {
    return entry(name).shape();
  }

  /**
   * Copies the values of an array, in C order, as float32.
   *
   * @throws ModelFormatException if there is no array of this name
   */
  public float[] values(String name) {
    Entry entry = entry(name);
    float[] values = new float[(int) ((entry.end() - entry.begin()) / entry.type().bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.type().read(content, (int) entry.begin() + i * entry.type().bytes);
    }
    return values;
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new ModelFormatException(file, "has no array named " + name);
    }
    return entry;
  }

  /** An array to write. Immutable. */
  public static final class Array {
    private final List<Integer> shape;
    private final float[] values;

    /**
     * Creates an array.
     *
     * @param shape the sides, each at least 0
     * @param values in C order; copied
     * @throws IllegalArgumentException if the number of values does not fit the shape
     */
    public Array(List<Integer> shape, float[] values) {
      this.shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
      this.values = values.clone();
      long length = 1;
      for (int side : shape) {
        length = Math.multiplyExact(length, (long) side);
      }
      if (length != values.length) {
        throw new IllegalArgumentException(
            "shape " + shape + " needs " + length + " values, got " + values.length);
      }
    }

    /** The sides, outermost first. */
    public List<Integer> shape() {
      return shape;
    }

    /** A copy of the values, in C order. */
    public float[] values() {
      return values.clone();
    }
  }

  /**
   * Writes arrays as F32.
   *
   * @param arrays by name, written in this order
   * @param metadata free texts by key; not written if empty
   * @param file replaced when the new one is complete
   * @throws IOException if it cannot be written; the message names the file
   */
  public static void write(Map<String, Array> arrays, Map<String, String> metadata, Path file)
      throws IOException {
    Objects.requireNonNull(file, "file");
    byte[] header = header(arrays, metadata);
    AtomicFile.write(
        file,
        out -> {
          ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putLong(header.length).array());
          out.write(header);
          for (Array array : arrays.values()) {
            ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * array.values.length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(array.values);
            out.write(bytes.array());
          }
        });
  }

  private static byte[] header(Map<String, Array> arrays, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, Array> entry : arrays.entrySet()) {
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", Type.F32.name());
        json.writeArrayFieldStart("shape");
        for (int side : entry.getValue().shape()) {
          json.writeNumber(side);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(offset);
        offset += (long) Float.BYTES * entry.getValue().values.length;
        json.writeNumber(offset);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    // Arrays begin at a multiple of 8 bytes.
    while (bytes.size() % LENGTH_BYTES != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return "Safetensors[" + file + ", " + entries.size() + " arrays]";
  }
}
