package io.github.seqnet.spark;

import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Analyzes the photographs of a partition one after the other, with the model of the executor. A
 * photograph that cannot be analyzed gives a row with the reason in its column {@code error}.
 */
final class PartitionAnalyzer implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_ERROR = 2000;

  /** Gives the bytes of the photograph of a row. */
  interface Content extends java.io.Serializable {
    byte[] of(Row row) throws IOException;
  }

  private final CohortOptions options;
  private final String modelHash;
  private final Content content;

  PartitionAnalyzer(CohortOptions options, String modelHash, Content content) {
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
        RetinaAnalyzer.of(ExecutorModel.of(options.modelFile())).withOptions(options.analysis());
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
    String path = photograph.getAs(CohortSchema.PATH);
    KnownFacts known = KnownFacts.none().withName(name(path)).withFile(path);
    String contentHash =
        List.of(photograph.schema().fieldNames()).contains(CohortSchema.CONTENT_HASH)
            ? photograph.getAs(CohortSchema.CONTENT_HASH)
            : "";
    Map<String, Object> values;
    Map<String, String> remarks = new LinkedHashMap<>();
    try {
      byte[] bytes = content.of(photograph);
      contentHash = Hashes.sha256(bytes);
      RgbImage image = ImageFiles.readRgb(new ByteArrayInputStream(bytes), path);
      RetinaReport report = analyzer.analyze(image, known);
      values = report.toRow();
      report
          .biomarkers()
          .remarks()
          .forEach(
              (remark, columns) -> columns.forEach(column -> remarks.put(column.name(), remark)));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      values = error(known, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return schema.row(
        new PhotographId(contentHash, modelHash, hash), path, values, remarks, seconds);
  }

  private static Map<String, Object> error(KnownFacts known, Throwable e) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", known.name());
    values.put("file", known.file());
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    values.put(
        CohortSchema.ERROR,
        message.length() > LONGEST_ERROR ? message.substring(0, LONGEST_ERROR) : message);
    return values;
  }

  private static String name(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
