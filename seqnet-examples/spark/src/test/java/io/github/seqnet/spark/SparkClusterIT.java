package io.github.seqnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkClusterIT {
  private static final int PHOTOGRAPHS = 18;
  private static final String LOOPBACK = "127.0.0.1";

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void losesNothingWhenAWorkerAndTheDriverAreKilled() throws Exception {
    Path input = Files.createDirectories(folder.resolve("photographs"));
    Cohorts.write(input, PHOTOGRAPHS);
    Path output = folder.resolve("results.parquet");
    Path home = sparkHome();
    int port = freePort();
    String master = "spark://" + LOOPBACK + ":" + port;
    start(home, "org.apache.spark.deploy.master.Master", "--host", LOOPBACK, "--port", "" + port);
    Process first = worker(home, master);
    worker(home, master);

    Process job = submit(home, master, input, output);
    awaitRows(output, job);
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
    // The remaining worker goes on; the driver is killed at an arbitrary moment after that.
    boolean ended = job.waitFor(8, TimeUnit.SECONDS);
    if (!ended) {
      job.descendants().forEach(ProcessHandle::destroyForcibly);
      job.destroyForcibly().waitFor();
    }

    Process again = submit(home, master, input, output);
    assertTrue(again.waitFor(4, TimeUnit.MINUTES), "the second run did not end");
    assertEquals(0, again.exitValue());
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(output.toString());
      assertEquals(PHOTOGRAPHS + 2, rows.count());
      assertEquals(PHOTOGRAPHS + 2, rows.select("id").distinct().count());
      assertEquals(2, rows.filter("error is not null").count());
    }
  }

  /** Waits until the job has committed a first batch. */
  private static void awaitRows(Path output, Process job) throws IOException, InterruptedException {
    while (job.isAlive()) {
      if (Files.isDirectory(output)) {
        try (Stream<Path> files = Files.walk(output)) {
          if (files.anyMatch(
              file ->
                  file.toString().endsWith(".parquet")
                      && !file.toString().contains("_temporary"))) {
            return;
          }
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the job ended before its first batch: " + job.exitValue());
  }

  private Process submit(Path home, String master, Path input, Path output) throws IOException {
    return start(
        home,
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
        "4");
  }

  private Process worker(Path home, String master) throws IOException {
    return start(
        home,
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

  private Process start(Path home, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("spark.opens").split(" ", -1)));
    command.addAll(List.of("-Xmx512m", "-cp", home.resolve("jars") + File.separator + "*"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("cluster.log").toFile()));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** A folder as Spark expects it, with links to the jars that this test runs with. */
  private Path sparkHome() throws IOException {
    Path home = folder.resolve("spark");
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark for a test\n");
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      String name = String.valueOf(jar.getFileName());
      boolean ours =
          entry.contains("seqnet") || entry.contains("nd4j") || entry.contains("bytedeco");
      if (name.endsWith(".jar") && !ours) {
        Files.createSymbolicLink(jars.resolve(name), jar.toAbsolutePath());
      }
    }
    return home;
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
