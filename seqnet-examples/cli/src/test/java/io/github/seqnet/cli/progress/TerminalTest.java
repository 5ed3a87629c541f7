// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminalTest {
  @TempDir private Path folder;

  @Test
  void aFileOrAPipeIsNoTerminal() throws IOException {
    assertFalse(Terminal.isElsewhere(link("terminal", "/dev/pts/0")));
    assertTrue(Terminal.isElsewhere(link("file", folder + "/log")));
    assertTrue(Terminal.isElsewhere(link("pipe", "pipe:[123]")));
    assertFalse(Terminal.isElsewhere(folder.resolve("missing")));
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }

  @Test
  void progressIsShownAsAskedFor() throws IOException {
    Path weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    Path image = SmallModel.writeImage(folder.resolve("eye.png"), 40, 40);
    Object[] predict = {
      "predict", "-i", image, "-o", folder.resolve("out"), "--weights", weights, "--progress", ""
    };
    predict[predict.length - 1] = "lines";
    assertTrue(Program.run(predict).err().contains("[1/1] eye: "));
    predict[predict.length - 1] = "none";
    Program run = Program.run(predict);
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    Files.writeString(image, "no image");
    Program failed = Program.run(predict);
    assertEquals(1, failed.exitCode());
    assertTrue(failed.error().contains("eye.png"), failed.err());
  }
}
