// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.parquet;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * Writes a {@link CohortTable} as one <a href="https://parquet.apache.org">Apache Parquet</a> file,
 * with the columns and types of the Spark job: text as strings, integers as {@code int64}, numbers
 * as {@code double} in full precision, remarks as a map. A study can begin on one machine and move
 * to a cluster. The unit of each column stands in the metadata of the file, as {@code
 * unit.<column>}.
 *
 * <p>Columns are compressed with gzip. Rows are buffered in groups of {@value #ROWS_IN_GROUP}.
 * Immutable and thread-safe.
 */
public final class ParquetTable {
  /** The rows that are kept in memory at a time. */
  static final int ROWS_IN_GROUP = 4096;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final CohortTable table;
  private final List<ParquetColumn> columns;

  private ParquetTable(CohortTable table) {
    this.table = table;
    List<ParquetColumn> all = new ArrayList<>();
    all.add(ParquetColumn.requiredText(CohortTable.ID));
    all.add(ParquetColumn.requiredText(CohortTable.PATH));
    all.add(ParquetColumn.requiredText(CohortTable.CONTENT_HASH));
    for (Column column : table.reportColumns()) {
      all.add(ParquetColumn.optional(column));
    }
    all.add(ParquetColumn.mapOfText(CohortTable.REMARK_OF, true));
    all.add(ParquetColumn.mapOfText(CohortTable.REMARK_OF, false));
    all.add(ParquetColumn.requiredNumber(CohortTable.SECONDS));
    all.add(ParquetColumn.requiredText(CohortTable.MODEL_HASH));
    all.add(ParquetColumn.requiredText(CohortTable.OPTIONS_HASH));
    columns = List.copyOf(all);
  }

  /** A file with the columns of a table. */
  public static ParquetTable of(CohortTable table) {
    return new ParquetTable(Objects.requireNonNull(table, "table"));
  }

  /**
   * Writes rows, in their order.
   *
   * @param rows rows as {@link CohortTable#row} returns them
   * @throws IllegalArgumentException if a row lacks a value that every row must have
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void write(Iterable<? extends Map<String, ?>> rows, Path file) throws IOException {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(file, "file");
    AtomicFile.write(file, out -> write(rows.iterator(), out));
  }

  private void write(Iterator<? extends Map<String, ?>> rows, OutputStream target)
      throws IOException {
    CountingStream out = new CountingStream(target);
    out.write(MAGIC);
    List<RowGroup> groups = new ArrayList<>();
    long count = 0;
    while (rows.hasNext()) {
      List<Map<String, ?>> group = new ArrayList<>();
      while (rows.hasNext() && group.size() < ROWS_IN_GROUP) {
        group.add(rows.next());
      }
      groups.add(write(group, out));
      count += group.size();
    }
    FileMetaData metadata = new FileMetaData(VERSION, schema(), count, groups);
    metadata.setCreated_by("SeqNet for the JVM");
    metadata.setKey_value_metadata(units());
    long begin = out.count();
    Util.writeFileMetaData(metadata, out);
    int length = Math.toIntExact(out.count() - begin);
    out.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    out.write(MAGIC);
  }

  private RowGroup write(List<Map<String, ?>> rows, CountingStream out) throws IOException {
    RowGroup group = new RowGroup(new ArrayList<>(), 0, rows.size());
    for (ParquetColumn column : columns) {
      group.addToColumns(column.write(rows, out));
    }
    group.setTotal_byte_size(
        group.getColumns().stream()
            .mapToLong(chunk -> chunk.getMeta_data().getTotal_uncompressed_size())
            .sum());
    return group;
  }

  private List<SchemaElement> schema() {
    List<SchemaElement> schema = new ArrayList<>();
    long fields = columns.stream().filter(column -> !column.isMapValue()).count();
    SchemaElement root = new SchemaElement("seqnet");
    root.setNum_children(Math.toIntExact(fields));
    root.setRepetition_type(FieldRepetitionType.REQUIRED);
    schema.add(root);
    columns.forEach(column -> schema.addAll(column.schema()));
    return schema;
  }

  private List<KeyValue> units() {
    List<KeyValue> units = new ArrayList<>();
    for (Column column : table.reportColumns()) {
      if (!column.unit().isEmpty()) {
        KeyValue unit = new KeyValue("unit." + column.name());
        unit.setValue(column.unit());
        units.add(unit);
      }
    }
    return units;
  }

  /** Counts what is written, for the offsets in the file. */
  static final class CountingStream extends OutputStream {
    private final OutputStream out;
    private long count;

    CountingStream(OutputStream out) {
      this.out = out;
    }

    long count() {
      return count;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
