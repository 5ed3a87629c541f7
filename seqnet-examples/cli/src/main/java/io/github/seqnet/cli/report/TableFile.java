// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.report;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.cli.file.Sha256;
import io.github.seqnet.cli.parquet.ParquetTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the Parquet table that {@code --table} names: one row for each photograph, failures
 * included, with the columns of the Spark job.
 */
public final class TableFile {
  private final CohortTable table;
  private final String modelHash;
  private final String optionsHash;

  /**
   * @param modelHash the SHA-256 of the model's file; empty where no model takes part
   * @param optionsHash as {@link ResultId#optionsHash} returns it
   */
  public TableFile(ReportTable columns, String modelHash, String optionsHash) {
    table = CohortTable.of(columns);
    this.modelHash = modelHash;
    this.optionsHash = optionsHash;
  }

  /**
   * A measured photograph.
   *
   * @param row the row of the results table
   * @param remarks the remark on each biomarker that has one, by column
   * @param contentHash the SHA-256 of the photograph's file
   * @param seconds the time that the analysis took
   */
  public record Measured(
      Map<String, Object> row, Map<String, String> remarks, String contentHash, double seconds) {
    private Measured withRow(Map<String, Object> value) {
      return new Measured(value, remarks, contentHash, seconds);
    }
  }

  /** The same photographs with the columns that compare them with each other. */
  public static Map<InputImage, Measured> compared(Map<InputImage, Measured> measured) {
    List<Map<String, Object>> rows =
        ReportTable.compared(measured.values().stream().map(Measured::row).toList());
    Map<InputImage, Measured> result = new LinkedHashMap<>();
    for (Map.Entry<InputImage, Measured> entry : measured.entrySet()) {
      result.put(entry.getKey(), entry.getValue().withRow(rows.get(result.size())));
    }
    return result;
  }

  /**
   * Creates the folder of the table, and checks that the file can be written before the work
   * starts.
   *
   * @throws CommandException if not
   */
  public static void prepare(Path file) {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
    OutputFile.check(file);
  }

  /** The SHA-256 of a file. */
  public static String contentHash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  /**
   * Writes the table, in the order of the images; images that are neither measured nor failed have
   * no row.
   *
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void write(
      List<InputImage> images,
      Map<InputImage, Measured> measured,
      Map<InputImage, String> failures,
      Path file)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (InputImage image : images) {
      String path = image.file().toString();
      Measured found = measured.get(image);
      String reason = failures.get(image);
      if (found != null) {
        ResultId id = new ResultId(found.contentHash(), modelHash, optionsHash);
        rows.add(table.row(id, path, found.row(), found.remarks(), found.seconds()));
      } else if (reason != null) {
        rows.add(
            table.row(
                new ResultId(hashOrEmpty(image.file()), modelHash, optionsHash),
                path,
                Map.of("name", image.name(), "file", path, CohortTable.ERROR, reason),
                Map.of(),
                0));
      }
    }
    ParquetTable.of(table).write(rows, file);
  }

  private static String hashOrEmpty(Path file) {
    try {
      return contentHash(file);
    } catch (IOException e) {
      return "";
    }
  }
}
