// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class SparkCohortTest {
  private static final int PHOTOGRAPHS = 38;
  private static final CohortOptions OPTIONS = CohortOptions.defaults().withBatchSize(16);

  @TempDir private static Path folder;
  private static Path input;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    input = Files.createDirectories(folder.resolve("photographs"));
    Cohorts.write(input, PHOTOGRAPHS);
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void analyzesEachPhotographOnceAndResumes() throws IOException {
    String output = folder.resolve("results.parquet").toString();
    // A killed job leaves files of tasks that it never committed.
    Path stale = Files.createDirectories(Path.of(output, "_temporary", "0", "task_1"));
    Files.write(stale.resolve("part-00000.parquet"), new byte[] {1, 2, 3});

    CohortSummary first = SparkCohort.run(spark, input.toString(), output, OPTIONS);

    assertEquals(new CohortSummary(PHOTOGRAPHS + 2, PHOTOGRAPHS + 2, 0, PHOTOGRAPHS + 2, 2), first);
    Dataset<Row> rows = spark.read().parquet(output);
    assertEquals(PHOTOGRAPHS + 2, rows.count());
    assertEquals(PHOTOGRAPHS + 2, rows.select("id").distinct().count());
    for (Row failed : rows.filter("error is not null").collectAsList()) {
      String path = failed.getAs("path");
      assertTrue(path.endsWith("empty.png") || path.endsWith("text.jpg"), path);
      assertNull(failed.getAs("total_length.all.field_of_view"));
    }

    Files.copy(input.resolve("eye-0.png"), input.resolve("copy of eye-0.png"));
    CohortSummary second = SparkCohort.run(spark, input.toString(), output, OPTIONS);
    assertEquals(
        new CohortSummary(PHOTOGRAPHS + 3, PHOTOGRAPHS + 2, PHOTOGRAPHS + 2, 0, 2), second);

    CohortOptions other = OPTIONS.withPixelSize(Scale.micrometers(5)).withGlob("eye-1.png");
    CohortSummary third = SparkCohort.run(spark, input.toString(), output, other);
    assertEquals(new CohortSummary(1, 1, 0, 1, 0), third);
    assertEquals(PHOTOGRAPHS + 3, spark.read().parquet(output).count());
  }

  @Test
  void rowsEqualThoseOfTheAnalyzer() throws IOException {
    Dataset<Row> photographs =
        spark.read().format("binaryFile").load(input.resolve("eye-2.png").toString());
    List<Row> rows = SparkCohort.analyze(photographs, OPTIONS).collectAsList();
    assertEquals(1, rows.size());
    Row row = rows.get(0);
    Map<String, Object> expected;
    try (VesselModel model = SeqNet.pretrained()) {
      expected =
          RetinaAnalyzer.of(model)
              .withOptions(OPTIONS.analysis())
              .analyze(input.resolve("eye-2.png"))
              .toRow();
    }
    assertNull(row.getAs("error"));
    assertNotNull(row.getAs("total_length.all.field_of_view"));
    assertFalse(row.<String>getAs("content_hash").isEmpty());
    expected.forEach(
        (column, value) -> {
          if (!column.equals("file")) {
            assertEquals(value, row.getAs(column), column);
          }
        });
  }

  @Test
  void commandLineAndSparkGiveTheSameRow() throws Exception {
    Path photograph = input.resolve("eye-2.png");
    Path table = folder.resolve("command line.parquet");
    Path log = folder.resolve("command line.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.seqnet.cli.Main",
                "analyze",
                photograph.toString(),
                "-o",
                folder.resolve("command line").toString(),
                "--table",
                table.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode = process.waitFor();
    assertEquals(0, exitCode, Files.readString(log));
    Row expected = spark.read().parquet(table.toString()).collectAsList().get(0);
    Dataset<Row> photographs = spark.read().format("binaryFile").load(photograph.toString());
    Row actual = SparkCohort.analyze(photographs, OPTIONS).collectAsList().get(0);
    assertEquals(List.of(actual.schema().fieldNames()), List.of(expected.schema().fieldNames()));
    for (String column : actual.schema().fieldNames()) {
      if (!Set.of("path", "file", "seconds").contains(column)) {
        assertEquals(expected.<Object>getAs(column), actual.getAs(column), column);
      }
    }
  }
}
