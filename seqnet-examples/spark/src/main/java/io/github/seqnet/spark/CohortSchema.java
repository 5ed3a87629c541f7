// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.analysis.ResultId;
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
 * The columns of a {@link CohortTable} as a schema of Spark. Points in the names of biomarkers stay
 * as they are; quote such names with backticks in Spark SQL.
 */
final class CohortSchema {
  private final CohortTable table;
  private final StructType type;

  private CohortSchema(CohortTable table) {
    this.table = table;
    List<StructField> fields = new ArrayList<>();
    fields.add(text(CohortTable.ID));
    fields.add(text(CohortTable.PATH));
    fields.add(text(CohortTable.CONTENT_HASH));
    for (Column column : table.reportColumns()) {
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
            CohortTable.REMARK_OF,
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
            false));
    fields.add(DataTypes.createStructField(CohortTable.SECONDS, DataTypes.DoubleType, false));
    fields.add(text(CohortTable.MODEL_HASH));
    fields.add(text(CohortTable.OPTIONS_HASH));
    type = DataTypes.createStructType(fields);
  }

  /** The schema of a cohort with these options. */
  static CohortSchema of(CohortOptions options) {
    return new CohortSchema(
        CohortTable.of(BiomarkerSet.available(), options.analysis().biomarkers().scale()));
  }

  private static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, false);
  }

  StructType type() {
    return type;
  }

  /** A row; the arguments are those of {@link CohortTable#row}. */
  Row row(
      ResultId id,
      String path,
      Map<String, Object> values,
      Map<String, String> remarks,
      double seconds) {
    List<Object> cells = new ArrayList<>();
    table
        .row(id, path, values, remarks, seconds)
        .values()
        .forEach(
            cell ->
                cells.add(
                    cell instanceof Map<?, ?> map
                        ? scala.jdk.javaapi.CollectionConverters.asScala(map)
                        : cell));
    return RowFactory.create(cells.toArray());
  }
}
