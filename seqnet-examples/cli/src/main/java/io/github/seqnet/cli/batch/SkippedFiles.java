// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.batch;

import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputLayout;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the files and folders that a command skips in its input folders, by reason. Mutable. */
public final class SkippedFiles {
  private enum Reason {
    OTHER_FILE("with the suffix of no supported image format", "file", "files"),
    HIDDEN("hidden", "file or folder", "files or folders"),
    RESULTS("of an earlier run (*" + OutputLayout.SUFFIX + ")", "folder", "folders"),
    SUBFOLDER("not looked into without --recursive", "subfolder", "subfolders"),
    LINK("linked, which --recursive does not follow", "folder", "folders"),
    UNPAIRED("without a mask of arteries", "mask of veins", "masks of veins"),
    UNREADABLE("that cannot be read", "file or folder", "files or folders");

    private final String text;
    private final String one;
    private final String several;

    Reason(String text, String one, String several) {
      this.text = text;
      this.one = one;
      this.several = several;
    }
  }

  private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);

  private SkippedFiles() {}

  /**
   * Counts the files that are skipped in the folders among the inputs. Files in hidden or linked
   * folders are not counted.
   *
   * @param recursive whether subfolders are searched
   */
  public static SkippedFiles of(List<Path> inputs, boolean recursive) {
    SkippedFiles skipped = new SkippedFiles();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        skipped.count(input, recursive);
      }
    }
    return skipped;
  }

  /** Also counts masks of veins without a mask of arteries. Returns this object. */
  public SkippedFiles addVeinsWithoutArteries(int masks) {
    if (masks > 0) {
      counts.merge(Reason.UNPAIRED, masks, Integer::sum);
    }
    return this;
  }

  private void count(Path folder, boolean recursive) {
    try {
      Path root = folder.toRealPath();
      Files.walkFileTree(
          root,
          EnumSet.noneOf(FileVisitOption.class),
          recursive ? Integer.MAX_VALUE : 1,
          visitor(root));
    } catch (IOException e) {
      add(Reason.UNREADABLE);
    }
  }

  private FileVisitor<Path> visitor(Path root) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        if (!path.equals(root) && isHidden(path)) {
          add(Reason.HIDDEN);
          return FileVisitResult.SKIP_SUBTREE;
        }
        if (!path.equals(root) && OutputLayout.isResults(path)) {
          add(Reason.RESULTS);
          return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (isHidden(path)) {
          add(Reason.HIDDEN);
        } else if (attributes.isDirectory() && OutputLayout.isResults(path)) {
          add(Reason.RESULTS);
        } else if (attributes.isDirectory()) {
          add(Reason.SUBFOLDER);
        } else if (Files.isDirectory(path)) {
          add(Reason.LINK);
        } else if (!InputImage.isImage(path)) {
          add(Reason.OTHER_FILE);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path path, IOException e) {
        add(Reason.UNREADABLE);
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private void add(Reason reason) {
    counts.merge(reason, 1, Integer::sum);
  }

  /** The counts as one line; empty if no file was skipped. */
  Optional<String> summary() {
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        counts.entrySet().stream()
            .map(SkippedFiles::text)
            .collect(Collectors.joining("; ", "skipped: ", "")));
  }

  private static String text(Map.Entry<Reason, Integer> entry) {
    Reason reason = entry.getKey();
    int count = entry.getValue();
    return count + " " + (count == 1 ? reason.one : reason.several) + " " + reason.text;
  }
}
