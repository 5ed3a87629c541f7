// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Names the files of each image in an output folder, in one of two layouts: a folder for each kind
 * of result, such as {@code overlay/eye.png}, or a folder for each image, such as {@code
 * eye.seqnet/overlay.png}.
 *
 * @param root the output folder
 * @param perImage whether each image has its own folder
 */
public record OutputLayout(Path root, boolean perImage) {
  /** The end of the name of an image's folder. */
  public static final String SUFFIX = ".seqnet";

  public OutputLayout {
    Objects.requireNonNull(root, "root");
  }

  /** A folder for each kind of result. */
  public static OutputLayout flat(Path root) {
    return new OutputLayout(root, false);
  }

  /** A folder for each image. */
  public static OutputLayout perImage(Path root) {
    return new OutputLayout(root, true);
  }

  /** The folder that holds an image's files: its own, or the output folder. */
  public Path folder(String name) {
    return perImage ? root.resolve(name + SUFFIX) : root;
  }

  /**
   * The path of an image's file.
   *
   * @param kind the kind of result; empty for files that lie in the output folder itself in the
   *     flat layout
   * @param name the name of the image, which may contain folders
   * @param suffix the rest of the file's name, such as {@code png} or {@code segments.csv}
   */
  public Path path(String kind, String name, String suffix) {
    if (perImage) {
      return folder(name).resolve(kind.isEmpty() ? suffix : kind + "." + suffix);
    }
    return root.resolve(kind).resolve(name + "." + suffix);
  }

  /**
   * The path of an image's file, whose folder is created if it is missing.
   *
   * @throws IOException if it cannot be created
   */
  public Path file(String kind, String name, String suffix) throws IOException {
    Path file = path(kind, name, suffix);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return file;
  }

  /** Whether a path is the folder of an image's results. */
  public static boolean isResults(Path folder) {
    return folder.getFileName().toString().endsWith(SUFFIX);
  }
}
