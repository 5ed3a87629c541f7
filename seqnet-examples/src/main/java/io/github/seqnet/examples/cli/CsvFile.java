package io.github.seqnet.examples.cli;

import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Tables as files: comma separated, UTF-8, one row of headers. */
final class CsvFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final CSVFormat WITH_HEADER =
      FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();

  private CsvFile() {}

  /** Prints a table, its headers first. */
  @FunctionalInterface
  interface Table {
    /** Prints it. */
    void print(CSVPrinter printer) throws IOException;
  }

  /** Writes a table as a whole. */
  static void write(Path file, Table table) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            table.print(printer);
          }
        });
  }

  /**
   * Reads the rows of a table.
   *
   * @param columns those that it must have
   * @throws IOException if it cannot be read or lacks a column; names the file
   */
  static List<CSVRecord> read(Path file, List<String> columns) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, WITH_HEADER)) {
      for (String column : columns) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new IOException(file + ": has no column '" + column + "'");
        }
      }
      return parser.getRecords();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(file + ": is no table: " + FailureText.oneLine(e), e);
    }
  }
}
