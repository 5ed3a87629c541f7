package io.github.seqnet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, out -> out.write('a'));
    AtomicFile.write(file, out -> out.write('b'));
    assertEquals("b", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    IOException cause = new IOException("disk full");
    IOException e = failure(file, cause);
    assertEquals(file + ": cannot be written: disk full", e.getMessage());
    assertSame(cause, e.getCause());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void leavesAMessageThatNamesTheTargetAsItIs() {
    Path file = folder.resolve("a.txt");
    IOException cause = new IOException(file + ": holds no pixel");
    assertSame(cause, failure(file, cause));
  }

  /** What comes of a writer that fails half-way. */
  private static IOException failure(Path file, IOException cause) {
    return assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write('n');
                  throw cause;
                }));
  }

  @Test
  void namesTheTargetWhenItCannotBeMovedIntoPlace() throws IOException {
    Path file = folder.resolve("a.txt");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.writePath(
                    file,
                    temporary -> {
                      Files.delete(temporary);
                      Files.createDirectories(file.resolve("full"));
                      Files.createDirectory(temporary);
                    }));
    assertTrue(e.getMessage().startsWith(file + ": cannot be written: "), e.getMessage());
    assertFalse(e.getMessage().contains(".tmp"), e.getMessage());
    assertInstanceOf(FileSystemException.class, e.getCause());
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void namesAnotherFileThatTheWriterMisses() {
    Path file = folder.resolve("a.txt");
    Path other = folder.resolve("b.txt");
    IOException e =
        assertThrows(
            IOException.class, () -> AtomicFile.write(file, out -> Files.copy(other, out)));
    assertEquals(file + ": cannot be written: NoSuchFileException " + other, e.getMessage());
  }

  @Test
  void namesAMissingFolder() {
    Path file = folder.resolve("none").resolve("a.txt");
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> {}));
    assertEquals(
        file + ": cannot be written: there is no folder " + file.getParent(), e.getMessage());
  }

  @Test
  void refusesAFolder() {
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> {}));
    assertEquals(folder + ": cannot be written: it is a folder", e.getMessage());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
