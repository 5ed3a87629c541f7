// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.image.io.ReaderLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes the photographs of a partition one after the other, with the model of the executor. A
 * photograph that cannot be analyzed gives a row with the reason in its column {@code error}.
 */
final class PartitionAnalyzer implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_ERROR = 2000;

  /** Reads the file of a photograph. */
  interface Content extends Serializable {
    byte[] of(String path) throws IOException;
  }

  private final CohortOptions options;
  private final String modelHash;
  private final @Nullable Content content;

  /**
   * @param content reads the files; null if the rows have a column {@code content}
   */
  PartitionAnalyzer(CohortOptions options, String modelHash, @Nullable Content content) {
    this.options = options;
    this.modelHash = modelHash;
    this.content = content;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> photographs) throws IOException {
    if (!photographs.hasNext()) {
      return List.<Row>of().iterator();
    }
    CohortSchema schema = CohortSchema.of(options);
    RetinaAnalyzer analyzer =
        RetinaAnalyzer.of(ExecutorModel.of(options.model())).withOptions(options.analysis());
    String optionsHash = options.optionsHash();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return photographs.hasNext();
      }

      @Override
      public Row next() {
        return analyze(photographs.next(), analyzer, schema, optionsHash);
      }
    };
  }

  private Row analyze(Row photograph, RetinaAnalyzer analyzer, CohortSchema schema, String hash) {
    long start = System.nanoTime();
    String path = photograph.getAs(CohortTable.PATH);
    KnownFacts known = KnownFacts.none().withName(name(path)).withFile(path);
    String contentHash =
        List.of(photograph.schema().fieldNames()).contains(CohortTable.CONTENT_HASH)
            ? photograph.getAs(CohortTable.CONTENT_HASH)
            : "";
    Map<String, Object> values;
    Map<String, String> remarks = Map.of();
    try {
      byte[] bytes = content == null ? photograph.<byte[]>getAs("content") : content.of(path);
      contentHash = ResultId.sha256(bytes);
      LoadedImage image =
          ImageFiles.read(new ByteArrayInputStream(bytes), path, ReaderLimits.defaults());
      RetinaReport report = analyzer.analyze(image.image(), known.withMetadata(image.metadata()));
      values = report.toRow();
      remarks = CohortTable.remarks(report);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      values = error(known, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return schema.row(new ResultId(contentHash, modelHash, hash), path, values, remarks, seconds);
  }

  private static Map<String, Object> error(KnownFacts known, Throwable e) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", known.name());
    values.put("file", known.file());
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    values.put(
        CohortTable.ERROR,
        message.length() > LONGEST_ERROR ? message.substring(0, LONGEST_ERROR) : message);
    return values;
  }

  private static String name(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
