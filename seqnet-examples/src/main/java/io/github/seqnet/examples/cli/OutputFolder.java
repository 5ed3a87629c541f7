package io.github.seqnet.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that results are written to.
 *
 * @param path where it is
 */
record OutputFolder(Path path) {
  /**
   * Makes the folder where it is missing, and sees that files can be written to it.
   *
   * @throws CommandException if not
   */
  static OutputFolder at(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    check(path);
    return new OutputFolder(path);
  }

  /**
   * Sees that files can be written to a folder, before the work whose results they hold.
   *
   * @throws CommandException if not
   */
  static void check(Path path) {
    try {
      Files.delete(Files.createTempFile(path, ".seqnet", ".tmp"));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static CommandException unusable(Path path, IOException e) {
    return new CommandException(
        path + ": cannot be used as output folder: " + FailureText.oneLine(e), e);
  }

  /** A file of the folder. */
  Path file(String name) {
    return path.resolve(name);
  }

  /**
   * A file of a folder within this one, which is made where it is missing.
   *
   * @throws IOException if it cannot be made
   */
  Path file(String folder, String name) throws IOException {
    return Files.createDirectories(path.resolve(folder)).resolve(name);
  }
}
