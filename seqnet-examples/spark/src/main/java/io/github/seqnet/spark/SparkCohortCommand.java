// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.graph.biomarker.Scale;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The arguments of {@link SparkCohort#main}. */
@Command(
    name = "seqnet-spark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Analyze a cohort of fundus photographs on Apache Spark.",
      "",
      "Started again with the same arguments, it analyzes only what the output lacks."
    })
final class SparkCohortCommand implements Callable<Integer> {
  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "Photographs: any path or glob that Hadoop can read.")
  private String input = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "The folder of the Parquet table.")
  private String output = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A model file that every executor can read, or the name of an embedded model:"
              + " 'embedded', the default, or 'open'.")
  private String weights = CohortOptions.defaults().model();

  @Option(
      names = "--pixel-size",
      paramLabel = "UM",
      description = "The side of a pixel in micrometers. Default: unknown, lengths in pixels.")
  private double pixelSize = Double.NaN;

  @Option(
      names = "--glob",
      paramLabel = "PATTERN",
      description =
          "Pattern of file names of photographs. Default: the extensions of image formats.")
  private String glob = CohortOptions.defaults().glob();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Number of photographs to commit at a time. Default: ${DEFAULT-VALUE}.")
  private int batchSize = CohortOptions.defaults().batchSize();

  private SparkCohortCommand() {}

  static int execute(String... arguments) {
    return new CommandLine(new SparkCohortCommand()).execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    CohortOptions options =
        CohortOptions.defaults().withModel(weights).withGlob(glob).withBatchSize(batchSize);
    if (!Double.isNaN(pixelSize)) {
      options = options.withPixelSize(Scale.micrometers(pixelSize));
    }
    try (SparkSession spark = SparkSession.builder().appName("SeqNet cohort").getOrCreate()) {
      if (!spark.sparkContext().getConf().contains(SHUFFLE_PARTITIONS)) {
        // Only paths and hashes are shuffled; Spark's 200 tasks take longer than small cohorts do.
        spark.conf().set(SHUFFLE_PARTITIONS, 4L * spark.sparkContext().defaultParallelism());
      }
      CohortSummary summary = SparkCohort.run(spark, input, output, options);
      System.out.printf(
          "%d files, %d photographs: %d done before, %d analyzed now, %d failed; results: %s%n",
          summary.files(),
          summary.photographs(),
          summary.alreadyDone(),
          summary.analyzed(),
          summary.failed(),
          output);
      return 0;
    }
  }
}
