// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Analyzes a cohort of fundus photographs on Apache Spark: from files on any file system that
 * Hadoop knows to a Parquet table with one row for each photograph.
 *
 * <p>{@link #run} is the whole job. It is resumable: a photograph is identified by the SHA-256 of
 * its content, of the model and of the options, and only what the output lacks is analyzed. A job
 * that was killed at any moment, driver or executor, is started again with the same arguments; no
 * photograph is lost and none appears twice. Files with the same content give one row, with the
 * first of their paths. At most one job may write to an output at a time.
 *
 * <p>{@link #analyze} is the part for jobs of your own: it turns a {@code Dataset} of photographs
 * into a {@code Dataset} of results.
 *
 * <p>Each executor opens one model, which its tasks share, with as many native threads as the
 * executor has cores. Native memory counts towards {@code spark.executor.memoryOverhead}; give it
 * at least 1 GB. The values of a row equal those of the command line for the same photograph.
 */
public final class SparkCohort {
  /** Files that one task hashes. */
  private static final int FILES_PER_TASK = 1000;

  /** Analysis takes a different time for each photograph; short tasks keep all cores busy. */
  private static final int TASKS_PER_CORE = 4;

  /** Rows of one file of the output, so that millions of photographs do not give as many files. */
  private static final int ROWS_PER_FILE = 10_000;

  private SparkCohort() {}

  /**
   * Analyzes photographs.
   *
   * @param photographs rows with columns {@code path} (string) and {@code content} (binary), such
   *     as {@code spark.read().format("binaryFile").load(folder)}
   * @return one row for each, in the schema of the output of {@link #run}; evaluated lazily
   * @throws IOException if the model file cannot be read
   */
  public static Dataset<Row> analyze(Dataset<Row> photographs, CohortOptions options)
      throws IOException {
    Objects.requireNonNull(photographs, "photographs");
    Objects.requireNonNull(options, "options");
    return photographs
        .select(CohortTable.PATH, "content")
        .mapPartitions(
            new PartitionAnalyzer(options, modelHash(options), null),
            Encoders.row(CohortSchema.of(options).type()));
  }

  /**
   * Analyzes all photographs of a path that the output does not have yet, and appends their rows.
   *
   * @param input any path or glob that Hadoop can read; folders are searched recursively
   * @param output the folder of the Parquet table, partitioned by model and options
   * @throws IOException if the model file or the output cannot be read
   */
  public static CohortSummary run(
      SparkSession spark, String input, String output, CohortOptions options) throws IOException {
    Objects.requireNonNull(spark, "spark");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(options, "options");
    String model = modelHash(options);
    CohortSchema schema = CohortSchema.of(options);
    removeUncommitted(spark, output);

    PartitionAnalyzer.Content content = content(spark);
    Dataset<Row> files =
        hashed(spark, list(spark, input, options), content).persist(StorageLevel.DISK_ONLY());
    Dataset<Row> distinct =
        files
            .groupBy(CohortTable.CONTENT_HASH)
            .agg(min(CohortTable.PATH).as(CohortTable.PATH))
            .persist(StorageLevel.DISK_ONLY());
    Dataset<Row> pending =
        frozen(
            distinct.join(
                results(spark, output, options, model)
                    .select(col(CohortTable.CONTENT_HASH).as("done_hash")),
                distinct.col(CohortTable.CONTENT_HASH).equalTo(col("done_hash")),
                "left_anti"));
    pending.persist(StorageLevel.DISK_ONLY());
    try {
      long photographs = distinct.count();
      long missing = pending.count();
      long batches = (missing + options.batchSize() - 1) / options.batchSize();
      PartitionAnalyzer analyzer = new PartitionAnalyzer(options, model, content);
      for (long batch = 0; batch < batches; batch++) {
        pending
            .filter(pmod(xxhash64(col(CohortTable.CONTENT_HASH)), lit(batches)).equalTo(lit(batch)))
            .repartition(TASKS_PER_CORE * spark.sparkContext().defaultParallelism())
            .mapPartitions(analyzer, Encoders.row(schema.type()))
            // By ID: a row that is computed again goes to the same file, whatever its seconds.
            .repartition(1 + options.batchSize() / ROWS_PER_FILE, col(CohortTable.ID))
            .write()
            .mode(SaveMode.Append)
            // Rows of a task become visible when the job commits, never when a task does: a task
            // that is repeated after its executor was lost adds nothing twice.
            .option("mapreduce.fileoutputcommitter.algorithm.version", "1")
            .partitionBy(CohortTable.MODEL_HASH, CohortTable.OPTIONS_HASH)
            .parquet(output);
      }
      long failed =
          results(spark, output, options, model).filter(col(CohortTable.ERROR).isNotNull()).count();
      return new CohortSummary(files.count(), photographs, photographs - missing, missing, failed);
    } finally {
      pending.unpersist();
      distinct.unpersist();
      files.unpersist();
    }
  }

  /** The paths of all files that match, empty ones included, which Spark's own scan leaves out. */
  private static List<String> list(SparkSession spark, String input, CohortOptions options) {
    String[] addresses =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", options.glob())
            .load(input)
            .inputFiles();
    return Stream.of(addresses)
        .map(address -> new org.apache.hadoop.fs.Path(URI.create(address)).toString())
        .toList();
  }

  /** The files with the SHA-256 of their content. */
  private static Dataset<Row> hashed(
      SparkSession spark, List<String> paths, PartitionAnalyzer.Content content) {
    StructType type =
        new StructType()
            .add(CohortTable.PATH, DataTypes.StringType, false)
            .add(CohortTable.CONTENT_HASH, DataTypes.StringType, false);
    int slices =
        Math.max(
            spark.sparkContext().defaultParallelism(),
            Math.toIntExact(paths.size() / FILES_PER_TASK));
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(paths, slices)
            .map(path -> RowFactory.create(path, ResultId.sha256(content.of(path))));
    return spark.createDataFrame(rows, type);
  }

  /**
   * The same rows, whose plan no longer names the output. Spark evaluates a persisted plan again
   * whenever files are written to a folder that the plan reads; what is pending is decided once.
   */
  private static Dataset<Row> frozen(Dataset<Row> rows) {
    return rows.sparkSession().createDataFrame(rows.toJavaRDD(), rows.schema());
  }

  /** The rows of the output that were made with the same model and options. */
  private static Dataset<Row> results(
      SparkSession spark, String output, CohortOptions options, String model) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(output);
    FileSystem system = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    Dataset<Row> all =
        system.exists(folder)
            ? spark.read().schema(CohortSchema.of(options).type()).parquet(output)
            : spark.createDataFrame(List.of(), CohortSchema.of(options).type());
    return all.filter(
        col(CohortTable.MODEL_HASH)
            .equalTo(model)
            .and(col(CohortTable.OPTIONS_HASH).equalTo(options.optionsHash())));
  }

  /**
   * Removes what a killed job has written but not committed: the next commit would add it to the
   * table besides the new rows.
   */
  private static void removeUncommitted(SparkSession spark, String output) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(output, "_temporary");
    folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(folder, true);
  }

  /** Reads photographs on the executors, so that their bytes are never shuffled. */
  private static PartitionAnalyzer.Content content(SparkSession spark) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Broadcast<SerializableConfiguration> configuration =
        spark
            .sparkContext()
            .broadcast(
                new SerializableConfiguration(hadoop),
                scala.reflect.ClassTag$.MODULE$.apply(SerializableConfiguration.class));
    return file -> {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
      FileSystem system = path.getFileSystem(configuration.value().value());
      try (FSDataInputStream in = system.open(path)) {
        return in.readAllBytes();
      }
    };
  }

  /** The SHA-256 of the model's file. */
  private static String modelHash(CohortOptions options) throws IOException {
    try (InputStream in = EmbeddedModel.open(Path.of(options.model()))) {
      return ResultId.sha256(in.readAllBytes());
    }
  }

  /** The program for {@code spark-submit}; see {@link SparkCohortCommand}. */
  public static void main(String[] arguments) {
    System.exit(SparkCohortCommand.execute(arguments));
  }
}
