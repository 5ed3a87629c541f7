// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.inference.WindowStrategy;
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
        "export",
        "info"
      })
  void everyCommandHasHelp(String command) {
    Program run = Program.run(command, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Usage: seqnet " + command), run.out());
  }

  /** Before the data set, which does not exist, is opened. */
  @Test
  void aStrideAboveTheWindowIsRefusedFirst() {
    int window = WindowStrategy.fast().window();
    Program run = Program.run("evaluate", "--data", "plain:set", "--stride", window + 1);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().startsWith("seqnet: --stride "), run.err());
    assertTrue(run.error().contains("1.." + window), run.err());
    assertTrue(run.error().contains(Integer.toString(window + 1)), run.err());
  }

  /** The option stands at the end of each line, with a number that it cannot have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict -i a.png -o out --jobs 0",
        "predict -i a.png -o out --threads 0",
        "predict -i a.png -o out --stride 0",
        "predict -i a.png -o out --graph --measure --pixel-size -1",
        "graph -i a.png -o out --measure --pixel-size NaN",
        "evaluate --data plain:set --stride 0",
        "evaluate --data plain:set --threads 0",
        "demo -o out --threads -2",
        "train --data plain:set -o out --minutes 0",
        "train --data plain:set -o out --steps 0",
        "train --data plain:set -o out --epochs 0",
        "train --data plain:set -o out --batch 0",
        "train --data plain:set -o out --rate -1",
        "train --data plain:set -o out --dropout 1",
        "train --data plain:set -o out --base-width 0",
        "train --data plain:set -o out --iterations -1",
        "train --data plain:set -o out --iterations 65",
        "train --data plain:set -o out --threads 0",
        "bench forward --batch 0",
        "bench forward --base-width 0",
        "bench forward --threads 0",
        "bench forward --repeats 0",
        "bench image -i a.png --stride 400",
        "bench image -i a.png --repeats 0",
        "bench train --batch 0",
        "bench train --base-width 300",
        "bench train --micro-batches 0",
        "bench train --threads 0",
        "bench strategies --data plain:set --images 0",
        "bench strategies --data plain:set --baseline-stride 129",
        "bench strategies --data plain:set --windows a/b/c",
        "bench strategies --data plain:set --windows 100/50/0"
      })
  void aNumberOutOfRangeNamesItsOption(String line) {
    String[] words = line.split(" ");
    Program run = Program.run((Object[]) words);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().startsWith("seqnet: " + words[words.length - 2] + " "), run.err());
    assertTrue(run.error().contains(words[words.length - 1]), run.err());
    assertTrue(run.err().contains(" --help'"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void stackTracesAreForThoseWhoAsk() {
    Object[] plain = {"export-weights", "missing.seqnet", "out.hdf5"};
    Object[] verbose = {"export-weights", "missing.seqnet", "out.hdf5", "--verbose"};
    assertFalse(Program.run(plain).err().contains("\tat "));
    assertTrue(Program.run(verbose).err().contains("\tat "));
  }
}
