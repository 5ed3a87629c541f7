// SPDX-License-Identifier: MIT
package io.github.seqnet.spark.guide;

import io.github.seqnet.spark.CohortOptions;
import io.github.seqnet.spark.SparkCohort;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The code in docs/spark.md, which is compiled here. */
final class SparkGuide {
  private SparkGuide() {}

  static void analyze(SparkSession spark) throws IOException {
    Dataset<Row> photographs = spark.read().format("binaryFile").load("hdfs:///photographs");
    Dataset<Row> results = SparkCohort.analyze(photographs, CohortOptions.defaults());
    results.select("path", "`avr_knudtson.all.zone_b`").show();
  }
}
