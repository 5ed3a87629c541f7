// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code seqnet-spark.jar} on a standalone cluster: a master and two workers on the loopback
 * interface. A worker is killed during the job, then the driver; the job is started again and must
 * neither lose a photograph nor add one twice.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkClusterIT {
  private static final int PHOTOGRAPHS = 8;
  private static final int BATCH_SIZE = 3;
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern OURS =
      Pattern.compile("seqnet|nd4j|bytedeco|picocli|jhdf|twelvemonkeys|junit|surefire|failsafe");

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      kill(process);
    }
  }

  @Test
  void losesNothingWhenAWorkerAndTheDriverAreKilled() throws Exception {
    Path input = Files.createDirectories(folder.resolve("photographs"));
    Cohorts.write(input, PHOTOGRAPHS);
    Path output = folder.resolve("results.parquet");
    int port = freePort();
    String master = "spark://" + LOOPBACK + ":" + port;
    start("org.apache.spark.deploy.master.Master", "--host", LOOPBACK, "--port", "" + port);
    Process first = worker(master);
    worker(master);

    Process job = submit(master, input, output);
    int committed = awaitMoreFiles(output, 0, job);
    kill(first);
    // The job continues with the other worker. It is killed once that has committed a batch.
    awaitMoreFiles(output, committed, job);
    assertTrue(job.isAlive(), () -> "the job ended before it could be killed\n" + log());
    kill(job);

    Process again = submit(master, input, output);
    assertTrue(again.waitFor(5, TimeUnit.MINUTES), () -> "the second run did not end\n" + log());
    assertEquals(0, again.exitValue(), this::log);
    assertTrue(log().contains(" done before, "), this::log);
    assertFalse(log().contains(": 0 done before, "), this::log);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", LOOPBACK)
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(output.toString());
      assertEquals(PHOTOGRAPHS + 2, rows.count());
      assertEquals(PHOTOGRAPHS + 2, rows.select("id").distinct().count());
      assertEquals(2, rows.filter("error is not null").count());
    }
  }

  /** Kills a process and its children at once, as the operating system does without memory. */
  private static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** Waits until the job has committed more files than these, and returns their number. */
  private int awaitMoreFiles(Path output, int before, Process job)
      throws IOException, InterruptedException {
    while (job.isAlive()) {
      int files = committedFiles(output);
      if (files > before) {
        return files;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the job ended by itself: " + job.exitValue() + "\n" + log());
  }

  private static int committedFiles(Path output) throws IOException {
    if (!Files.isDirectory(output)) {
      return 0;
    }
    int[] count = {0};
    Files.walkFileTree(
        output,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return dir.endsWith("_temporary")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            count[0] += file.toString().endsWith(".parquet") ? 1 : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // moved or removed in the meantime
          }
        });
    return count[0];
  }

  /** The end of what the processes wrote. */
  private String log() {
    try {
      String text = Files.readString(folder.resolve("cluster.log"), StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - 20_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process submit(String master, Path input, Path output) throws IOException {
    return start(
        "org.apache.spark.deploy.SparkSubmit",
        "--master",
        master,
        "--conf",
        "spark.ui.enabled=false",
        "--conf",
        "spark.driver.host=" + LOOPBACK,
        "--conf",
        "spark.executor.memory=1g",
        "--conf",
        "spark.executor.memoryOverhead=1g",
        "--conf",
        "spark.sql.shuffle.partitions=4",
        "--class",
        SparkCohort.class.getName(),
        jar().toString(),
        "--input",
        input.toString(),
        "--output",
        output.toString(),
        "--batch-size",
        String.valueOf(BATCH_SIZE));
  }

  private Process worker(String master) throws IOException {
    return start(
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        LOOPBACK,
        "--cores",
        "1",
        "--memory",
        "2g",
        "--work-dir",
        folder.resolve("work").toString(),
        "--webui-port",
        "0",
        master);
  }

  private Process start(String mainClass, String... arguments) throws IOException {
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(home.resolve("jars"));
    String libraries = libraries();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The packages that Spark needs opened, as for this process.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-cp", libraries, mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("cluster.log").toFile()));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_DIST_CLASSPATH", libraries);
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /**
   * The jars of Spark among those that this test runs with. The job's own classes and libraries
   * must come from its jar.
   */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !OURS.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jar() {
    return Path.of(System.getProperty("seqnet.spark.jar"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
