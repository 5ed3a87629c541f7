// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results table of a cohort: the columns of {@link ReportTable} with the identity of each
 * result, the remark on each biomarker, and the seconds that the analysis took. One row for each
 * photograph, failures included. The Spark job and the command line write the same table.
 *
 * <p>The columns are, in order: {@value #ID}, {@value #PATH}, {@value #CONTENT_HASH}, those of
 * {@link ReportTable}, {@value #REMARK_OF} (a map from biomarker column to remark), {@value
 * #SECONDS}, {@value #MODEL_HASH} and {@value #OPTIONS_HASH}. Immutable.
 */
public final class CohortTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The column of {@link ResultId#id()}. */
  public static final String ID = "id";

  /** The column of the path or address of the photograph. */
  public static final String PATH = "path";

  /** The column of the SHA-256 of the photograph's file. */
  public static final String CONTENT_HASH = "content_hash";

  /** The column of remarks, by biomarker column. */
  public static final String REMARK_OF = "remark_of";

  /** The column of the seconds that the analysis took. */
  public static final String SECONDS = "seconds";

  /** The column of the SHA-256 of the model's file. */
  public static final String MODEL_HASH = "model_hash";

  /** The column of the hash of the options. */
  public static final String OPTIONS_HASH = "options_hash";

  /** The column of {@link ReportTable} with the reason why a photograph could not be analyzed. */
  public static final String ERROR = "error";

  private final ReportTable report;

  private CohortTable(ReportTable report) {
    this.report = report;
  }

  /**
   * The table of these biomarkers.
   *
   * @param scale determines the units of the columns; it does not change their names
   */
  public static CohortTable of(BiomarkerSet biomarkers, Scale scale) {
    return of(ReportTable.of(biomarkers, scale));
  }

  /** The table that extends a results table. */
  public static CohortTable of(ReportTable report) {
    return new CohortTable(Objects.requireNonNull(report, "report"));
  }

  /** The columns of {@link ReportTable}, which follow {@value #CONTENT_HASH}. */
  public List<Column> reportColumns() {
    return report.columns();
  }

  /**
   * The remark on each biomarker that has one, by column.
   *
   * @param report the report of the photograph
   */
  public static Map<String, String> remarks(RetinaReport report) {
    Map<String, String> remarks = new LinkedHashMap<>();
    report
        .biomarkers()
        .remarks()
        .forEach(
            (remark, columns) -> {
              for (BiomarkerColumn column : columns) {
                remarks.put(column.name(), remark);
              }
            });
    return Collections.unmodifiableMap(remarks);
  }

  /**
   * A row: a {@link String}, {@link Long}, {@link Double} or null for each column, and a map for
   * {@value #REMARK_OF}.
   *
   * @param id what identifies the result
   * @param path the path or address of the photograph
   * @param values values of {@link ReportTable} columns; the others are missing
   * @param remarks as {@link #remarks}; empty for a photograph that could not be analyzed
   * @param seconds the time that the analysis took
   */
  public Map<String, Object> row(
      ResultId id,
      String path,
      Map<String, ?> values,
      Map<String, String> remarks,
      double seconds) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(path, "path");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(ID, id.id());
    row.put(PATH, path);
    row.put(CONTENT_HASH, id.contentHash());
    for (Column column : report.columns()) {
      row.put(column.name(), values.get(column.name()));
    }
    row.put(REMARK_OF, Map.copyOf(remarks));
    row.put(SECONDS, (Double) seconds);
    row.put(MODEL_HASH, id.modelHash());
    row.put(OPTIONS_HASH, id.optionsHash());
    return Collections.unmodifiableMap(row);
  }

  /** Equal by columns. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CohortTable table && table.report.equals(report);
  }

  @Override
  public int hashCode() {
    return report.hashCode();
  }

  @Override
  public String toString() {
    return "CohortTable[" + report + "]";
  }
}
