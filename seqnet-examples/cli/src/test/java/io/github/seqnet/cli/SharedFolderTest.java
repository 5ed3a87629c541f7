// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.batch.CompletionRecords;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
final class SharedFolderTest {
  @TempDir private Path folder;
  private Path masks;
  private Path output;

  @BeforeEach
  void writeMask() throws IOException {
    masks = Files.createDirectory(folder.resolve("masks"));
    output = folder.resolve("output");
    mask(masks.resolve("eye.png"), 20);
  }

  private static void mask(Path file, int length) throws IOException {
    byte[] set = new byte[64 * 64];
    for (int i = 0; i < length; i++) {
      set[64 * 30 + i] = 1;
      set[64 * 31 + i] = 1;
    }
    ImageFiles.writePng(file, BinaryMask.of(64, 64, set));
  }

  private Program graph(Object... more) {
    Object[] arguments = new Object[5 + more.length];
    System.arraycopy(new Object[] {"graph", "-i", masks, "-o", output}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Program.run(arguments);
  }

  @Test
  @SuppressWarnings("try") // The lock is held until the block ends.
  void refusesAFolderThatAnotherRunWritesTo() throws IOException {
    Files.createDirectories(output);
    try (FolderLock lock = FolderLock.take(output, "predict")) {
      Program run = graph();
      assertEquals(ExitCode.UNUSABLE, run.exitCode());
      assertTrue(run.err().contains("process " + ProcessHandle.current().pid()), run.err());
      assertTrue(run.err().contains("seqnet predict"), run.err());
    }
    assertEquals(ExitCode.DONE, graph().exitCode());
    assertFalse(Files.exists(output.resolve(".seqnet.lock")));
  }

  @Test
  void removesTemporaryFilesOfAKilledRunAndNoOthers() throws IOException {
    Path records = Files.createDirectories(output.resolve("records"));
    Path stale = Files.writeString(records.resolve(".1f00ab.tmp"), "half a file");
    Path other = Files.writeString(output.resolve("notes.tmp"), "mine");
    assertEquals(ExitCode.DONE, graph().exitCode());
    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(other));
  }

  @Test
  void decidesByContentWhetherAnImageHasChanged() throws IOException {
    Path eye = masks.resolve("eye.png");
    assertEquals(ExitCode.DONE, graph().exitCode());
    byte[] content = Files.readAllBytes(eye);
    Files.write(eye, content);
    assertTrue(graph("--skip-existing").out().contains("1 of 1 images are done"));
    java.nio.file.attribute.FileTime time = Files.getLastModifiedTime(eye);
    mask(eye, 21);
    Files.setLastModifiedTime(eye, time);
    assertTrue(graph("--skip-existing").out().contains("0 of 1 images are done"));
  }

  @Test
  void recordsTheContentFromBeforeTheImageWasRead() throws IOException {
    InputImage image = InputImage.of(masks.resolve("eye.png"));
    CompletionRecords records =
        new CompletionRecords(
            OutputLayout.flat(output),
            Map.of(),
            input -> List.of(input.file()),
            input -> List.of());
    records.begin(image);
    mask(image.file(), 30);
    records.write(image, Map.of());
    assertFalse(records.isDone(image));
  }

  @Test
  void losesOneImageToAnUnusableName() throws IOException, InterruptedException {
    Path script = folder.resolve("name.sh");
    Files.writeString(
        script,
        "cp \"$1/eye.png\" \"$1/$(printf 'b\\303\\251\\377d').png\"\n",
        StandardCharsets.UTF_8);
    Assumptions.assumeTrue(Files.exists(Path.of("/bin/sh")), "needs a POSIX shell");
    int copied =
        new ProcessBuilder("/bin/sh", script.toString(), masks.toString()).start().waitFor();
    Assumptions.assumeTrue(copied == 0, "the file system refuses the name");
    Program run = graph();
    assertEquals(ExitCode.SOME_FAILED, run.exitCode(), run.err());
    assertTrue(run.out().contains("1 failed"), run.out());
    assertTrue(Files.exists(output.resolve("eye.nodes.csv")));
    assertEquals(ExitCode.SOME_FAILED, graph("--skip-existing").exitCode());
  }

  @Test
  void refusesANamedPipe() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.png");
    try {
      Assumptions.assumeTrue(
          new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
    } catch (IOException e) {
      Assumptions.abort("needs mkfifo");
    }
    Program run = Program.run("graph", "-i", pipe, "-o", output);
    assertEquals(ExitCode.UNUSABLE, run.exitCode());
    assertTrue(run.err().contains("not a regular file"), run.err());
  }

  @Test
  void startsAnalyzeForAPathWithoutCommand() {
    assertEquals("analyze", Main.withCommand(masks.toString())[0]);
    assertEquals("graph", Main.withCommand("graph", "-i")[0]);
    assertEquals("--help", Main.withCommand("--help")[0]);
    assertEquals("predct", Main.withCommand("predct", "-i", masks.toString())[0]);
    assertEquals("analyze", Main.withCommand("-o", "out", masks.toString())[0]);
    assertEquals("--verbose", Main.withCommand("--verbose", "graph", masks.toString())[0]);
    assertEquals("analyze", Main.withCommand("missing.JPG")[0]);
    assertEquals(0, Main.withCommand().length);
  }

  @Test
  void countsWhatIsLeftOutOfFolders() throws IOException {
    Files.writeString(masks.resolve("notes.txt"), "");
    Files.writeString(masks.resolve("table.csv"), "");
    Files.writeString(masks.resolve(".hidden.png"), "");
    Files.createDirectory(masks.resolve("more"));
    Program run = graph();
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    String all = run.out() + run.err();
    assertTrue(all.contains("skipped: 2 files"), all);
    assertTrue(all.contains("1 file or folder hidden"), all);
    assertTrue(all.contains("1 subfolder not looked into"), all);
  }

  /** A file system of 64 KB in memory, which only the superuser can mount. */
  @Test
  void keepsTheOldTableWhenTheDiskIsFull() throws IOException, InterruptedException {
    Files.createDirectories(output);
    Assumptions.assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", output.toString()),
        "a small file system cannot be mounted here");
    try {
      Path table = output.resolve("measures.csv");
      Files.writeString(table, "the old table");
      byte[] block = new byte[4096];
      try (OutputStream out = Files.newOutputStream(output.resolve("filler"))) {
        while (true) {
          out.write(block);
        }
      } catch (IOException e) {
        // The disk is full.
      }
      Program run = graph("--measure");
      assertTrue(run.exitCode() != ExitCode.DONE, run.err());
      assertTrue(run.err().contains("No space left"), run.err());
      assertEquals("the old table", Files.readString(table));
      Files.delete(output.resolve("filler"));
      try (Stream<Path> files = Files.walk(output)) {
        assertEquals(
            List.of(), files.map(Path::toString).filter(name -> name.endsWith(".tmp")).toList());
      }
    } finally {
      command("umount", output.toString());
    }
  }

  private static boolean command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
