// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The output folder of a command.
 *
 * @param path the folder
 */
public record OutputFolder(Path path) {
  /**
   * Creates the folder if it is missing, and checks that it is writable.
   *
   * @throws CommandException if it is not
   */
  public static OutputFolder at(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw unusable(path, FailureText.oneLine(e), e);
    }
    try {
      Files.delete(Files.createTempFile(path, ".seqnet", ".tmp"));
    } catch (AccessDeniedException e) {
      // The name of the temporary file means nothing to the user.
      throw unusable(path, "no permission to write in it", e);
    } catch (IOException e) {
      throw unusable(path, FailureText.oneLine(e), e);
    }
    return new OutputFolder(path);
  }

  private static CommandException unusable(Path path, String reason, IOException e) {
    return new CommandException(path + ": cannot be used as output folder: " + reason, e);
  }

  /**
   * Locks the folder for this process and removes temporary files of a killed run.
   *
   * @param task the command that writes to it
   * @throws CommandException if another process writes to it
   */
  public FolderLock lock(String task) {
    return FolderLock.take(path, task);
  }

  /** A file of the folder. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * A file in a subfolder. Missing folders are created.
   *
   * @param name may contain folders before the file's name
   * @throws IOException if they cannot be created
   */
  public Path file(String folder, String name) throws IOException {
    Path file = path.resolve(folder).resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }
}
