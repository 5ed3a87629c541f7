package io.github.seqnet.spark;

import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a cohort: identity, the columns of {@link ReportTable}, the remark on each
 * biomarker, and the time. Points in the names of biomarkers stay as they are; quote such names
 * with backticks in Spark SQL.
 */
final class CohortSchema {
  static final String ID = "id";
  static final String PATH = "path";
  static final String CONTENT_HASH = "content_hash";
  static final String MODEL_HASH = "model_hash";
  static final String OPTIONS_HASH = "options_hash";
  static final String REMARK_OF = "remark_of";
  static final String SECONDS = "seconds";
  static final String ERROR = "error";

  private final List<Column> report;
  private final StructType type;

  private CohortSchema(List<Column> report) {
    this.report = report;
    List<StructField> fields = new ArrayList<>();
    fields.add(text(ID, false));
    fields.add(text(PATH, false));
    fields.add(text(CONTENT_HASH, false));
    for (Column column : report) {
      DataType value =
          switch (column.type()) {
            case TEXT -> DataTypes.StringType;
            case INTEGER -> DataTypes.LongType;
            case NUMBER -> DataTypes.DoubleType;
          };
      fields.add(DataTypes.createStructField(column.name(), value, true));
    }
    fields.add(
        DataTypes.createStructField(
            REMARK_OF,
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
            false));
    fields.add(DataTypes.createStructField(SECONDS, DataTypes.DoubleType, false));
    fields.add(text(MODEL_HASH, false));
    fields.add(text(OPTIONS_HASH, false));
    type = DataTypes.createStructType(fields);
  }

  /** The schema of a cohort with these options. */
  static CohortSchema of(CohortOptions options) {
    return new CohortSchema(
        ReportTable.of(BiomarkerSet.available(), options.analysis().biomarkers().scale())
            .columns());
  }

  private static StructField text(String name, boolean nullable) {
    return DataTypes.createStructField(name, DataTypes.StringType, nullable);
  }

  StructType type() {
    return type;
  }

  /**
   * A row.
   *
   * @param values the columns of {@link ReportTable}
   * @param remarks the remark on each biomarker that has one, by column
   */
  Row row(
      PhotographId id,
      String path,
      Map<String, Object> values,
      Map<String, String> remarks,
      double seconds) {
    List<Object> cells = new ArrayList<>();
    cells.add(id.id());
    cells.add(path);
    cells.add(id.contentHash());
    for (Column column : report) {
      cells.add(values.get(column.name()));
    }
    cells.add(scala.jdk.javaapi.CollectionConverters.asScala(remarks));
    cells.add(seconds);
    cells.add(id.modelHash());
    cells.add(id.optionsHash());
    return RowFactory.create(cells.toArray());
  }
}
