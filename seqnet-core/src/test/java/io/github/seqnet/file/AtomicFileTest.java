// SPDX-License-Identifier: MIT
package io.github.seqnet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

  /** A writer that fails half-way leaves no trace. */
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

  @Test
  void writesTheFileThatASymbolicLinkLeadsTo() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path first = link("first", Path.of("second"));
    link("second", Path.of("other", "a.txt"));
    for (String content : new String[] {"a", "b"}) {
      AtomicFile.write(first, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
      assertTrue(Files.isSymbolicLink(first), "the link has been replaced");
      assertEquals(content, Files.readString(other.resolve("a.txt")));
    }
    assertEquals(List.of("first", "other", "second"), names());
    Path round = link("round", Path.of("round"));
    assertEquals(
        round + ": cannot be written: too many symbolic links",
        assertThrows(IOException.class, () -> AtomicFile.write(round, out -> {})).getMessage());
  }

  private Path link(String name, Path to) {
    try {
      return Files.createSymbolicLink(folder.resolve(name), to);
    } catch (IOException | UnsupportedOperationException e) {
      return abort("no symbolic links here: " + e);
    }
  }

  @Tag("process")
  @Test
  void refusesWhatIsNoFile() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    try {
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      abort("no named pipes here: " + e);
    }
    IOException e =
        assertThrows(IOException.class, () -> AtomicFile.write(pipe, out -> out.write(1)));
    assertEquals(pipe + ": cannot be written: it is not a regular file", e.getMessage());
    assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe), "the pipe has been replaced");
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void keepsThePermissionsOfTheFileReplaced() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = folder.resolve("a.txt");
    for (String permissions : new String[] {"rw-------", "r--r-----", "rwxrwxrwx"}) {
      Files.writeString(file, "old");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      AtomicFile.write(file, out -> out.write('n'));
      assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals("n", Files.readString(file));
      Files.delete(file);
    }
  }

  @Test
  void writesNamesAsLongAsTheyCanBe() throws IOException {
    Path file = folder.resolve("n".repeat(251) + ".png");
    AtomicFile.write(file, out -> out.write('a'));
    assertEquals("a", Files.readString(file));
  }

  @Test
  void writesInOtherFileSystems() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path file = files.getPath("/a.txt");
      for (String content : new String[] {"a", "b"}) {
        AtomicFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
        assertEquals(content, Files.readString(file));
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
