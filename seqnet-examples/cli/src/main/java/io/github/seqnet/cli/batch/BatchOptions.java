// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.batch;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.option.SharedOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of commands that process many images. */
public final class BatchOptions extends SharedOptions {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Number of images to process concurrently; each needs additional memory. Default:"
              + " 2, so that files are read and written while the next image is computed.")
  private int jobs = 2;

  @Option(
      names = "--recursive",
      description =
          "Include subfolders, except hidden ones and links. Results are written to subfolders of"
              + " the same names.")
  private boolean recursive;

  @Option(
      names = "--skip-existing",
      description =
          "Continue an earlier run: skip images that have a record in the output folder and have"
              + " not changed since. The options must be the same.")
  private boolean skipExisting;

  @Option(
      names = "--per-photograph",
      description = "One folder per photograph, <name>.seqnet/, instead of one per kind of result.")
  private boolean perPhotograph;

  /** Created by picocli. */
  BatchOptions() {}

  /** Where the files of an image are in an output folder. */
  public OutputLayout layout(Path output) {
    return new OutputLayout(output, perPhotograph);
  }

  /**
   * On how many images to work at a time.
   *
   * @throws ParameterException if it is below 1
   */
  public int jobs() {
    numbers().atLeastOne("--jobs", Optional.of(jobs));
    return jobs;
  }

  /**
   * The images among files and folders.
   *
   * @param output where results are written to
   * @throws CommandException as {@link InputImage#list}, or if results would be written to where a
   *     later run would look for images
   */
  public List<InputImage> images(List<Path> inputs, Path output) {
    for (Path input : inputs) {
      if (recursive && real(output).startsWith(real(input))) {
        throw new CommandException(
            output + ": lies in " + input + ", which --recursive looks into; name another folder");
      }
    }
    return InputImage.list(inputs, recursive);
  }

  /** The target of a path, with links followed as far as it exists. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  /** Whether subfolders are looked into. */
  public boolean recursive() {
    return recursive;
  }

  /**
   * The remaining photographs, whose stale records have been removed.
   *
   * @throws CommandException if there are results that were made with other options
   * @throws IOException if a record cannot be taken away
   */
  public List<InputImage> leftToDo(
      List<InputImage> images, CompletionRecords records, Messages messages) throws IOException {
    List<InputImage> left = images;
    if (skipExisting) {
      left = images.stream().filter(image -> !records.isDone(image)).toList();
      messages.line(
          images.size() - left.size() + " of " + images.size() + " images are done already");
    }
    records.forget(left);
    return left;
  }
}
