// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is to write. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Sees that a file can be written, before the work whose result it holds.
   *
   * @throws CommandException if not
   */
  public static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw unusable(file, "it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw unusable(file, "there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw unusable(file, "no permission to write in " + folder);
    }
  }

  private static CommandException unusable(Path file, String reason) {
    return new CommandException(file + ": cannot be written: " + reason);
  }

  /**
   * Checks that an output file is not its own source.
   *
   * @throws CommandException if it is
   */
  public static void checkOther(Path input, Path output) {
    boolean same;
    try {
      same = Files.exists(output) && Files.isSameFile(input, output);
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(output, e), e);
    }
    if (same) {
      throw new CommandException(output + ": is the file to read; name another one to write");
    }
  }
}
