// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.propagation.LabelOverrides;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Corrected labels as a table with the columns {@code segment, x_px, y_px, label}. A row names
 * either a segment by its number or a point on it; the label is {@code artery} or {@code vein}.
 * Comma separated, UTF-8. Thread-safe.
 */
public final class LabelOverrideCsv {
  private static final List<String> HEADER = List.of("segment", "x_px", "y_px", "label");

  private LabelOverrideCsv() {}

  /**
   * Writes the corrections; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file
   */
  public static void write(LabelOverrides overrides, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          CSVPrinter printer = GraphCsv.printer(out);
          printer.printRecord(HEADER);
          for (LabelOverrides.Entry entry : overrides.entries()) {
            String label = entry.label().name().toLowerCase(Locale.ROOT);
            if (entry instanceof LabelOverrides.ByPoint point) {
              printer.printRecord("", point.x(), point.y(), label);
            } else if (entry instanceof LabelOverrides.BySegment segment) {
              printer.printRecord(segment.segment(), "", "", label);
            }
          }
          printer.flush();
        });
  }

  /**
   * Reads corrections. Unknown columns are rejected.
   *
   * @throws IOException if the file cannot be read or is not a valid table of corrections; names
   *     the file, the line and the reason
   */
  public static LabelOverrides read(Path file) throws IOException {
    List<LabelOverrides.Entry> entries = new ArrayList<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (BufferedReader text =
            ByteOrderMark.skip(
                new BufferedReader(
                    new InputStreamReader(Files.newInputStream(file), UTF_8.newDecoder())));
        CSVParser parser = format.parse(text)) {
      if (!parser.getHeaderNames().equals(HEADER)) {
        throw GraphDraft.at(
            1, "columns must be " + String.join(",", HEADER) + ", got " + parser.getHeaderNames());
      }
      for (CSVRecord row : parser) {
        entries.add(entry(row, parser.getCurrentLineNumber()));
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not valid UTF-8 text", e);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(
          file + ": not a valid table of labels: " + PlainText.excerpt(e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException(file + ": " + FailureReason.reason(e), e);
    }
    return new LabelOverrides(entries);
  }

  private static LabelOverrides.Entry entry(CSVRecord row, long line) throws IOException {
    if (!row.isConsistent()) {
      throw GraphDraft.at(line, "has " + row.size() + " values for 4 columns");
    }
    boolean bySegment = !row.get("segment").isBlank();
    boolean byPoint = !row.get("x_px").isBlank() && !row.get("y_px").isBlank();
    boolean halfPoint = row.get("x_px").isBlank() != row.get("y_px").isBlank();
    if (bySegment == byPoint || halfPoint) {
      throw GraphDraft.at(line, "needs either a segment or x_px and y_px");
    }
    try {
      return bySegment
          ? new LabelOverrides.BySegment(
              GraphDraft.integer(row.get("segment"), "segment", line),
              GraphDraft.label(row.get("label"), line))
          : new LabelOverrides.ByPoint(
              GraphDraft.number(row.get("x_px"), "x_px", line),
              GraphDraft.number(row.get("y_px"), "y_px", line),
              GraphDraft.label(row.get("label"), line));
    } catch (IllegalArgumentException e) {
      throw GraphDraft.at(line, e);
    }
  }
}
