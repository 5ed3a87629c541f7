// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end, as by Ctrl-C, leaves no temporary files. */
@Tag("process")
final class EndedProcessTest {
  @TempDir private Path folder;

  @Test
  void trainingForABenchmarkLeavesNoFolder() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Predicate<Path> training = file -> file.toString().contains("seqnet-bench");
    endWhen(
        temporary,
        file -> training.test(file) && file.endsWith("last.checkpoint"),
        "bench",
        "train",
        "--base-width",
        1,
        "--batch",
        2,
        "--repeats",
        1_000_000);
    assertEquals(List.of(), files(temporary, training));
  }

  /** Runs the program, and ends it when there is such a file. */
  private void endWhen(Path place, Predicate<Path> file, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder.resolve("temporary"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    File log = folder.resolve("log").toFile();
    Files.createDirectories(folder.resolve("temporary"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    try {
      while (files(place, file).isEmpty()) {
        assertTrue(process.isAlive(), Files.readString(log.toPath()));
        Thread.sleep(2);
      }
      process.destroy();
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<Path> files(Path place, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(wanted).toList();
    } catch (java.io.UncheckedIOException e) {
      // A file went while they were listed.
      return List.of();
    }
  }
}
