// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An image to work on.
 *
 * @param file where it is
 * @param name what its outputs are called: the file's name without its suffix, after the folders
 *     between it and the one that was looked into, with {@code /} between them
 */
public record InputImage(Path file, String name) {
  /** The suffixes by which images are told from other files of a folder. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "tif", "tiff", "png", "jpg", "jpeg", "gif", "bmp", "ppm", "pgm", "pbm", "pnm", "webp",
          "dcm", "dicom", "jp2", "j2k");

  /**
   * The images among files and folders: files as they are, of folders the images in them by name.
   *
   * @param recursive whether to look into the folders of folders
   * @throws CommandException if one does not exist, a folder holds none, or two would have outputs
   *     of the same name
   */
  public static List<InputImage> list(List<Path> inputs, boolean recursive) {
    List<InputImage> images = new ArrayList<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        images.addAll(ofFolder(input, recursive));
      } else if (Files.isRegularFile(input)) {
        images.add(of(input));
      } else if (Files.exists(input)) {
        throw new CommandException(
            input + ": is not a regular file; name an image file or a folder of images");
      } else {
        throw new CommandException(
            input
                + (input.toString().startsWith("--")
                    ? ": there is no such option, nor a file of that name"
                    : ": there is no such file or folder"));
      }
    }
    Map<String, Path> files = new HashMap<>();
    for (InputImage image : images) {
      Path other = files.put(image.name, image.file);
      if (image.file.equals(other)) {
        throw new CommandException(image.file + ": is given twice");
      }
      if (other != null) {
        throw new CommandException(
            other
                + " and "
                + image.file
                + " would both be written to "
                + image.name
                + ".png; images of a folder that holds both folders keep theirs with --recursive");
      }
    }
    return images;
  }

  /**
   * Checks that results can be named after this image: its name must exist in the encoding that the
   * Java runtime uses for file names.
   *
   * @throws IOException if not; names the file and the remedy
   */
  public void checkName() throws IOException {
    boolean representable;
    try {
      representable = Path.of(file.toString()).equals(file) && !Path.of(name).toString().isEmpty();
    } catch (InvalidPathException e) {
      representable = false;
    }
    if (!representable) {
      throw new IOException(
          file
              + ": the name cannot be represented in the file name encoding of this system ("
              + System.getProperty("sun.jnu.encoding")
              + "); rename the file, or use a UTF-8 locale such as LC_ALL=C.UTF-8");
    }
  }

  /** Whether {@link #checkName} finds nothing wrong. */
  public boolean hasUsableName() {
    try {
      checkName();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sees that results are not written among the images, where a later run would read them.
   *
   * @throws CommandException if the output folder is one of the inputs
   */
  public static void checkApart(List<Path> inputs, Path output) {
    for (Path input : inputs) {
      boolean same;
      try {
        same = Files.isDirectory(input) && Files.exists(output) && Files.isSameFile(input, output);
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(output, e), e);
      }
      if (same) {
        throw new CommandException(
            output + ": is read from; name another folder to write results to");
      }
    }
  }

  /** One image, named by its file. */
  public static InputImage of(Path file) {
    String fileName = file.toAbsolutePath().normalize().getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    return new InputImage(file, dot > 0 ? fileName.substring(0, dot) : fileName);
  }

  /**
   * The images of a folder by name.
   *
   * @throws CommandException if there is none, or the folder cannot be read
   */
  public static List<InputImage> ofFolder(Path folder, boolean recursive) {
    try {
      List<InputImage> images;
      // Of a link, the folder that it leads to; links in it are not followed.
      Path root = folder.toRealPath();
      try (Stream<Path> files = Files.walk(root, recursive ? Integer.MAX_VALUE : 1)) {
        images =
            files
                .filter(InputImage::isImage)
                .map(root::relativize)
                .filter(InputImage::isVisible)
                .sorted()
                .map(within -> of(folder.resolve(within), within))
                .toList();
      }
      if (images.isEmpty()) {
        throw new CommandException(
            folder
                + ": the folder contains no image"
                + (recursive ? "" : " (--recursive looks into its subfolders)"));
      }
      return images;
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(folder, e), e);
    } catch (UncheckedIOException e) {
      throw new CommandException(FailureText.oneLine(folder, e), e);
    }
  }

  private static InputImage of(Path file, Path within) {
    StringBuilder folders = new StringBuilder();
    for (int k = 0; k < within.getNameCount() - 1; k++) {
      folders.append(within.getName(k)).append('/');
    }
    return new InputImage(file, folders + of(file).name);
  }

  /** Whether a file is a regular file with the suffix of a supported image format. */
  public static boolean isImage(Path file) {
    return hasImageSuffix(file.getFileName().toString()) && Files.isRegularFile(file);
  }

  /** Whether a file name has the suffix of a supported image format. */
  public static boolean hasImageSuffix(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot >= 0 && SUFFIXES.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Neither hidden, nor in a hidden folder, nor a result of an earlier run. */
  private static boolean isVisible(Path within) {
    for (Path part : within) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    for (Path folder = within.getParent(); folder != null; folder = folder.getParent()) {
      if (OutputLayout.isResults(folder)) {
        return false;
      }
    }
    return true;
  }
}
