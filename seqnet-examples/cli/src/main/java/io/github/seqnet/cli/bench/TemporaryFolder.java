// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A temporary folder of files, without subfolders. It is deleted when it is closed, and when the
 * process ends before, for example by Ctrl-C.
 */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread atTheEnd = new Thread(this::delete);

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Creates a folder in the system's temporary folder. */
  static TemporaryFolder make(String prefix) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(folder.atTheEnd);
    return folder;
  }

  /** The path of the folder. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // The process is ending, and deletes it.
      return;
    }
    delete();
  }

  private void delete() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
