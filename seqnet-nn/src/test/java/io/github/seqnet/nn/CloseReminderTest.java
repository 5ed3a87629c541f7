package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It warns once in a process, so that each test has a process of its own. */
class CloseReminderTest {
  private static final int NETWORKS = 3;

  @TempDir Path folder;

  /** The process: opens networks, closes them or not, and lets them be collected. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
      for (int i = 0; i < NETWORKS; i++) {
        open(Boolean.parseBoolean(arguments[0]));
      }
      for (int i = 0; i < 10; i++) {
        System.gc();
        Thread.sleep(20);
      }
    }

    private static void open(boolean close) {
      VesselModel network = SeqNet.pretrained();
      if (close) {
        network.close();
      }
    }
  }

  @Test
  void warnsOnceOfDroppedNetworks() throws IOException, InterruptedException {
    assertEquals(1, warnings(false));
  }

  @Test
  void isSilentWhereNetworksAreClosed() throws IOException, InterruptedException {
    assertEquals(0, warnings(true));
  }

  private long warnings(boolean close) throws IOException, InterruptedException {
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    String.valueOf(close)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "see " + log);
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("dropped without being closed")).count();
    }
  }
}
