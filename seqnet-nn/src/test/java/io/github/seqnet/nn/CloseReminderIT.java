// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warning appears once per process, so each test starts its own process. */
@Tag("process")
class CloseReminderIT {
  private static final int NETWORKS = 3;

  @TempDir Path folder;

  /**
   * The process: opens networks, closes them or not, and fills the heap until they are collected.
   */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
      for (int i = 0; i < NETWORKS; i++) {
        open(Boolean.parseBoolean(arguments[0]));
      }
      // More than the heap of the process holds, so that it collects the dropped networks.
      long allocated = 0;
      while (allocated < 8 * Runtime.getRuntime().maxMemory()) {
        allocated += new byte[8 << 20].length;
      }
      Thread.sleep(200);
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
