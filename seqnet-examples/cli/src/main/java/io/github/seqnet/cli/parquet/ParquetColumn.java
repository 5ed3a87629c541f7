// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.parquet;

import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.cli.parquet.ParquetTable.CountingStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * A leaf column of a Parquet file: one page for each row group, in the encodings PLAIN and RLE. The
 * keys and the values of a map are two columns.
 */
final class ParquetColumn {
  private static final String ENTRIES = "key_value";
  private static final String KEY = "key";
  private static final String VALUE = "value";

  private enum Kind {
    REQUIRED,
    OPTIONAL,
    MAP_KEY,
    MAP_VALUE
  }

  private final String name;
  private final Type type;
  private final Kind kind;

  private ParquetColumn(String name, Type type, Kind kind) {
    this.name = name;
    this.type = type;
    this.kind = kind;
  }

  static ParquetColumn requiredText(String name) {
    return new ParquetColumn(name, Type.BYTE_ARRAY, Kind.REQUIRED);
  }

  static ParquetColumn requiredNumber(String name) {
    return new ParquetColumn(name, Type.DOUBLE, Kind.REQUIRED);
  }

  static ParquetColumn optional(Column column) {
    Type type =
        switch (column.type()) {
          case TEXT -> Type.BYTE_ARRAY;
          case INTEGER -> Type.INT64;
          case NUMBER -> Type.DOUBLE;
        };
    return new ParquetColumn(column.name(), type, Kind.OPTIONAL);
  }

  /** The keys or the values of a map from text to text. */
  static ParquetColumn mapOfText(String name, boolean keys) {
    return new ParquetColumn(name, Type.BYTE_ARRAY, keys ? Kind.MAP_KEY : Kind.MAP_VALUE);
  }

  /** Whether this is the second column of a map, which is one field of the schema. */
  boolean isMapValue() {
    return kind == Kind.MAP_VALUE;
  }

  /** The elements of the schema that come with this column, in depth-first order. */
  List<SchemaElement> schema() {
    return switch (kind) {
      case REQUIRED -> List.of(leaf(name, FieldRepetitionType.REQUIRED));
      case OPTIONAL -> List.of(leaf(name, FieldRepetitionType.OPTIONAL));
      case MAP_KEY -> {
        SchemaElement map = new SchemaElement(name);
        map.setRepetition_type(FieldRepetitionType.REQUIRED);
        map.setNum_children(1);
        map.setConverted_type(ConvertedType.MAP);
        map.setLogicalType(LogicalType.MAP(new MapType()));
        SchemaElement entries = new SchemaElement(ENTRIES);
        entries.setRepetition_type(FieldRepetitionType.REPEATED);
        entries.setNum_children(2);
        yield List.of(map, entries, leaf(KEY, FieldRepetitionType.REQUIRED));
      }
      case MAP_VALUE -> List.of(leaf(VALUE, FieldRepetitionType.REQUIRED));
    };
  }

  private SchemaElement leaf(String elementName, FieldRepetitionType repetition) {
    SchemaElement element = new SchemaElement(elementName);
    element.setType(type);
    element.setRepetition_type(repetition);
    if (type == Type.BYTE_ARRAY) {
      element.setConverted_type(ConvertedType.UTF8);
      element.setLogicalType(LogicalType.STRING(new StringType()));
    }
    return element;
  }

  /** Writes the page of these rows. */
  ColumnChunk write(List<? extends Map<String, ?>> rows, CountingStream out) throws IOException {
    Levels repetitions = new Levels();
    Levels definitions = new Levels();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (Map<String, ?> row : rows) {
      Object cell = row.get(name);
      switch (kind) {
        case REQUIRED -> {
          if (cell == null) {
            throw new IllegalArgumentException("a row has no value for the column " + name);
          }
          plain(cell, values);
        }
        case OPTIONAL -> {
          definitions.add(cell == null ? 0 : 1);
          if (cell != null) {
            plain(cell, values);
          }
        }
        case MAP_KEY, MAP_VALUE -> {
          Collection<?> entries = entries(cell);
          int place = 0;
          for (Object entry : entries) {
            repetitions.add(place++ == 0 ? 0 : 1);
            definitions.add(1);
            plain(entry, values);
          }
          if (entries.isEmpty()) {
            repetitions.add(0);
            definitions.add(0);
          }
        }
      }
    }
    boolean isMap = kind == Kind.MAP_KEY || kind == Kind.MAP_VALUE;
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    if (isMap) {
      repetitions.writeTo(page);
    }
    if (kind != Kind.REQUIRED) {
      definitions.writeTo(page);
    }
    values.writeTo(page);
    int count = kind == Kind.REQUIRED ? rows.size() : definitions.size();
    return write(page.toByteArray(), count, out);
  }

  private ColumnChunk write(byte[] page, int count, CountingStream out) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(page);
    }
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, packed.size());
    header.setData_page_header(
        new DataPageHeader(count, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    long begin = out.count();
    Util.writePageHeader(header, out);
    long headerLength = out.count() - begin;
    packed.writeTo(out);
    ColumnMetaData metadata =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN, Encoding.RLE),
            path(),
            CompressionCodec.GZIP,
            count,
            headerLength + page.length,
            headerLength + packed.size(),
            begin);
    ColumnChunk chunk = new ColumnChunk(begin);
    chunk.setMeta_data(metadata);
    return chunk;
  }

  private List<String> path() {
    return switch (kind) {
      case REQUIRED, OPTIONAL -> List.of(name);
      case MAP_KEY -> List.of(name, ENTRIES, KEY);
      case MAP_VALUE -> List.of(name, ENTRIES, VALUE);
    };
  }

  /** Keys or values, in the order of the keys. */
  private Collection<?> entries(@Nullable Object cell) {
    if (!(cell instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("a row has no map for the column " + name);
    }
    TreeMap<Object, Object> sorted = new TreeMap<>(map);
    return kind == Kind.MAP_KEY ? new ArrayList<>(sorted.keySet()) : sorted.values();
  }

  private void plain(Object value, ByteArrayOutputStream out) {
    if (type == Type.BYTE_ARRAY) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      out.writeBytes(buffer(Integer.BYTES).putInt(bytes.length).array());
      out.writeBytes(bytes);
    } else if (type == Type.INT64) {
      out.writeBytes(buffer(Long.BYTES).putLong(((Number) value).longValue()).array());
    } else {
      out.writeBytes(buffer(Double.BYTES).putDouble(((Number) value).doubleValue()).array());
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Repetition or definition levels of one bit, in runs of equal levels. */
  private static final class Levels {
    private static final int PAYLOAD_BITS = 7;
    private static final int CONTINUES = 1 << PAYLOAD_BITS;

    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private int size;
    private int level;
    private int length;

    void add(int next) {
      if (length > 0 && next != level) {
        endRun();
      }
      level = next;
      length++;
      size++;
    }

    int size() {
      return size;
    }

    void writeTo(ByteArrayOutputStream out) {
      endRun();
      out.writeBytes(buffer(Integer.BYTES).putInt(runs.size()).array());
      out.writeBytes(runs.toByteArray());
    }

    private void endRun() {
      if (length > 0) {
        int header = length << 1; // the lowest bit distinguishes runs from bit-packed groups
        while (header >= CONTINUES) {
          runs.write((header % CONTINUES) | CONTINUES);
          header >>>= PAYLOAD_BITS;
        }
        runs.write(header);
        runs.write(level);
        length = 0;
      }
    }
  }
}
