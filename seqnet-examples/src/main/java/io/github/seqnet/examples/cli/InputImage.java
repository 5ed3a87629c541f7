package io.github.seqnet.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
 * @param name what its outputs are called: the file's name without its suffix
 */
record InputImage(Path file, String name) {
  /** The suffixes by which images are told from other files of a folder. */
  private static final Set<String> SUFFIXES =
      Set.of("tif", "tiff", "png", "jpg", "jpeg", "gif", "bmp", "ppm", "pgm", "pbm", "pnm");

  /**
   * The images among files and folders: files as they are, of folders the images in them by name.
   *
   * @throws CommandException if one does not exist, a folder holds none, or two would have outputs
   *     of the same name
   */
  static List<InputImage> list(List<Path> inputs) {
    List<InputImage> images = new ArrayList<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        images.addAll(ofFolder(input));
      } else if (Files.exists(input)) {
        images.add(of(input));
      } else {
        throw new CommandException(input + ": there is no such file or folder");
      }
    }
    Map<String, Path> files = new HashMap<>();
    for (InputImage image : images) {
      Path other = files.put(image.name, image.file);
      if (other != null) {
        throw new CommandException(
            other + " and " + image.file + " would both be written to " + image.name + ".png");
      }
    }
    return images;
  }

  /**
   * Sees that results are not written among the images, where a later run would read them.
   *
   * @throws CommandException if the output folder is one of the inputs
   */
  static void checkApart(List<Path> inputs, Path output) {
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
  static InputImage of(Path file) {
    String fileName = file.toAbsolutePath().normalize().getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    return new InputImage(file, dot > 0 ? fileName.substring(0, dot) : fileName);
  }

  private static List<InputImage> ofFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<InputImage> images =
          files.filter(InputImage::isImage).sorted().map(InputImage::of).toList();
      if (images.isEmpty()) {
        throw new CommandException(folder + ": there is no image in this folder");
      }
      return images;
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(folder, e), e);
    } catch (UncheckedIOException e) {
      throw new CommandException(FailureText.oneLine(folder, e.getCause()), e);
    }
  }

  private static boolean isImage(Path file) {
    String fileName = file.getFileName().toString();
    String suffix = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !fileName.startsWith(".") && SUFFIXES.contains(suffix) && Files.isRegularFile(file);
  }
}
