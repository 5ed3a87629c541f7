// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills commands at random moments, as {@code kill -9} does, and runs them again: the results are
 * those of a run that was not killed, and no temporary file stays. The system property {@code
 * seqnet.kills} is the number of kills of each command; {@code .ci/kill-test} runs this test.
 */
@EnabledIfSystemProperty(named = "seqnet.kills", matches = "[1-9]\\d*")
@Tag("process")
final class KillTest {
  private static final int KILLS = Integer.getInteger("seqnet.kills", 0);
  private static final Pattern TIMES = Pattern.compile("(?m)^.*\"time\".*$");

  @TempDir private Path folder;
  private Path set;
  private Path weights;

  @BeforeEach
  void writeImages() throws IOException {
    set = GeneratedSet.write(folder.resolve("set"), 4);
    weights = SmallModel.write(folder.resolve("weights.seqnet"), SmallModel.SEQNET);
  }

  /** The arguments of a run that writes to a folder. */
  @FunctionalInterface
  private interface Command {
    List<Object> arguments(Path output);
  }

  /** The contents of the files of a folder. */
  @FunctionalInterface
  private interface Results {
    Object of(Path output) throws IOException;
  }

  @Test
  void predictResumes() throws IOException, InterruptedException {
    Path images = set.resolve("images");
    killAndRunAgain(
        "predict",
        output ->
            List.of("predict", "-i", images, "-o", output, "--weights", weights, "--skip-existing"),
        KillTest::files);
  }

  @Test
  void graphResumes() throws IOException, InterruptedException {
    Path labels = set.resolve("labels");
    killAndRunAgain(
        "graph",
        output -> List.of("graph", "-i", labels, "-o", output, "--measure", "--skip-existing"),
        KillTest::files);
  }

  @Test
  void trainResumes() throws IOException, InterruptedException {
    killAndRunAgain(
        "train",
        output -> {
          List<Object> arguments =
              new ArrayList<>(
                  List.of(
                      "train",
                      "--data",
                      "plain:" + set + "@all",
                      "--out",
                      output,
                      "--base-width",
                      1,
                      "--iterations",
                      1));
          arguments.addAll(
              List.of("--batch", 2, "--steps", 12, "--validation", 1, "--validate-every", 2));
          if (Files.exists(output.resolve("last.checkpoint"))) {
            arguments.add("--resume");
          }
          return arguments;
        },
        output -> WeightFile.read(output.resolve("last.seqnet")).weights());
  }

  @Test
  void evaluateWritesItsFilesWholeOrNotAtAll() throws IOException, InterruptedException {
    killAndRunAgain(
        "evaluate",
        output ->
            List.of(
                "evaluate",
                "--data",
                "plain:" + set + "@all",
                "--weights",
                weights,
                "--json",
                output.resolve("values.json"),
                "--curves",
                output),
        KillTest::files);
  }

  @Test
  void analyzeWritesItsFilesWholeOrNotAtAll() throws IOException, InterruptedException {
    Path images = set.resolve("images");
    killAndRunAgain(
        "analyze",
        output -> List.of("analyze", images, "-o", output, "--weights", weights),
        KillTest::files);
  }

  private void killAndRunAgain(String name, Command command, Results results)
      throws IOException, InterruptedException {
    Path whole = Files.createDirectories(folder.resolve(name));
    long start = System.nanoTime();
    Process process = start(command.arguments(whole));
    assertEquals(0, process.waitFor(), this::log);
    long nanos = System.nanoTime() - start;
    Object expected = results.of(whole);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      // Pages name their folder.
      Path output = Files.createDirectories(folder.resolve("run" + i).resolve(name));
      Process victim = start(command.arguments(output));
      if (!victim.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS)) {
        victim.destroyForcibly().waitFor();
        killed++;
      }
      Process again = start(command.arguments(output));
      assertEquals(0, again.waitFor(), this::log);
      assertEquals(expected, results.of(output), name + " after kill " + i);
      try (Stream<Path> files = Files.walk(output)) {
        List<Path> left =
            files.filter(file -> file.toString().matches(".*(\\.tmp|\\.seqnet\\.lock)")).toList();
        assertEquals(List.of(), left);
      }
    }
    System.out.println(
        name + ": runs " + KILLS + ", killed before their end " + killed + ", resumed " + KILLS);
  }

  private Process start(List<Object> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    arguments.forEach(argument -> command.add(argument.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The content of the result files by name, without the records and without times. */
  private static Map<String, String> files(Path output) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString();
        if (!name.startsWith("records") && !name.startsWith(".")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          contents.put(name, TIMES.matcher(text).replaceAll("").replace(output.toString(), ""));
        }
      }
    }
    return contents;
  }
}
