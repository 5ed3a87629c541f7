// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder and the names of one kind of files: {@code folder/<sample><suffix>.<extension>}.
 *
 * @param folder relative to the data set's folder; {@code .} for the data set's folder itself
 * @param suffix the text between the sample's name and the extension; may be empty
 * @param extensions without the dot; stored in lower case and compared ignoring case
 */
public record FilePattern(String folder, String suffix, List<String> extensions)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final List<String> IMAGES =
      List.of("png", "tif", "tiff", "jpg", "jpeg", "gif", "bmp", "ppm", "pgm", "pbm");

  /**
   * @throws IllegalArgumentException if the folder is empty, or there is no extension, or one is
   *     blank or has a dot
   */
  public FilePattern {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(suffix, "suffix");
    Objects.requireNonNull(extensions, "extensions");
    extensions = extensions.stream().map(e -> e.toLowerCase(Locale.ROOT)).toList();
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must be a relative path or '.', got '" + folder + "'");
    }
    if (extensions.isEmpty()) {
      throw new IllegalArgumentException("extensions must hold at least one, got none");
    }
    for (String extension : extensions) {
      if (extension.isBlank() || extension.contains(".")) {
        throw new IllegalArgumentException(
            "extension must be without a dot and not blank, got '" + extension + "'");
      }
    }
  }

  /** Files of every supported image format with a suffix. */
  public static FilePattern of(String folder, String suffix) {
    return new FilePattern(folder, suffix, IMAGES);
  }

  /** Files of every supported image format with the name of the sample. */
  public static FilePattern of(String folder) {
    return of(folder, "");
  }

  /** The sample that a file belongs to; empty if the file does not match. */
  Optional<String> sampleOf(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    if (name.startsWith(".") || dot < 0) {
      return Optional.empty();
    }
    String stem = name.substring(0, dot);
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (!extensions.contains(extension)
        || !stem.endsWith(suffix)
        || stem.length() == suffix.length()) {
      return Optional.empty();
    }
    return Optional.of(stem.substring(0, stem.length() - suffix.length()));
  }

  /** For messages: {@code folder/<sample><suffix>.png|tif}. */
  String describe(String sample) {
    String endings = extensions.equals(IMAGES) ? "png|tif|jpg|..." : String.join("|", extensions);
    String prefix = folder.equals(".") ? "" : folder + "/";
    return prefix + sample + suffix + "." + endings;
  }
}
