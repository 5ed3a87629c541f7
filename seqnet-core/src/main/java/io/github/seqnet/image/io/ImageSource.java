// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The content of a file or a stream, of at most the bytes that a budget allows. */
@FunctionalInterface
interface ImageSource {
  /**
   * Reads everything.
   *
   * @throws IOException if it cannot be read, or is larger than the limit
   */
  byte[] read(ReadBudget budget) throws IOException;

  /** Reads a file of any file system. */
  static byte[] read(Path file, ReadBudget budget) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    // Known only for regular files; others are bounded while they are read.
    if (Files.isRegularFile(file)) {
      budget.checkBytes(Files.size(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, budget);
    }
  }

  /** Reads a stream to its end, or to the limit. */
  static byte[] read(InputStream in, ReadBudget budget) throws IOException {
    byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, budget.mostBytes() + 1));
    budget.checkBytes(content.length);
    return content;
  }
}
