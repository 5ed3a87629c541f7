package io.github.seqnet.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @Test
  void noCommandIsWrongUsage() {
    Program run = Program.run();
    assertEquals(2, run.exitCode());
    assertEquals(1, run.error().lines().count());
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    Program run = Program.run("segment");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("segment"), run.err());
  }

  @Test
  void aMissingOptionIsNamed() {
    Program run = Program.run("predict", "-i", "image.png");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--output"), run.err());
  }

  @Test
  void anUnknownModeIsWrongUsageAndTheModesAreNamed() {
    Program run = Program.run("predict", "-i", "a.png", "-o", "out", "--mode", "slow");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("slow"), run.err());
    assertTrue(run.error().contains("reference"), run.err());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    Program run = Program.run("--version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("seqnet \\d+\\.\\d+\\.\\d+.*\\s*"), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict",
        "graph",
        "evaluate",
        "train",
        "bench",
        "demo",
        "import-weights",
        "export-weights",
        "info"
      })
  void everyCommandHasHelp(String command) {
    Program run = Program.run(command, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Usage: seqnet " + command), run.out());
  }

  @Test
  void stackTracesAreForThoseWhoAsk() {
    Object[] plain = {"export-weights", "missing.seqnet", "out.hdf5"};
    Object[] verbose = {"export-weights", "missing.seqnet", "out.hdf5", "--verbose"};
    assertFalse(Program.run(plain).err().contains("\tat "));
    assertTrue(Program.run(verbose).err().contains("\tat "));
  }
}
