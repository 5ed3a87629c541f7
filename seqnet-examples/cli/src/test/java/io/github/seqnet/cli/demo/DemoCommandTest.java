// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void aFreshCloneShowsArteriesAndVeins() throws Exception {
    Path output = folder.resolve("demo");
    Program run = Program.run("demo", "-o", output);
    assertEquals(0, run.exitCode(), run.err());
    for (String file :
        new String[] {
          "fundus.png", "fundus.ground-truth.png", "out_seg/fundus.png", "overlay/fundus.png"
        }) {
      assertTrue(Files.exists(output.resolve(file)), file);
    }
    assertTrue(run.out().contains("Dice"), run.out());
    Path page = output.resolve("fundus.html");
    assertTrue(run.out().contains(page.toString()), run.out());
    assertTrue(Files.readString(page).contains("SHA-256 of the weights"));
  }

  @Test
  void anOutputFolderThatCannotBeStopsIt() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Program run = Program.run("demo", "-o", file);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains(file.toString()), run.err());
  }
}
