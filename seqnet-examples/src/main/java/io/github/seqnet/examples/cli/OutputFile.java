package io.github.seqnet.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Sees that a file is not the one that it is made of.
   *
   * @throws CommandException if it is
   */
  static void checkOther(Path input, Path output) {
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
