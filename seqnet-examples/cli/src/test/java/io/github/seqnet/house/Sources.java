// SPDX-License-Identifier: MIT
package io.github.seqnet.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the files of the repository that the house rules apply to. */
final class Sources {
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Set<String> SKIPPED = Set.of("target", ".git", "shared", ".mvn");

  private Sources() {}

  /** All files with one of these extensions, sorted. */
  static List<Path> withExtension(String... extensions) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString()) && !folder.equals(ROOT)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            for (String extension : extensions) {
              if (file.toString().endsWith("." + extension)) {
                files.add(file);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** The name of a file relative to the repository, with slashes. */
  static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  static boolean isMain(Path file) {
    return name(file).contains("/src/main/");
  }

  static boolean isTest(Path file) {
    return name(file).contains("/src/test/");
  }
}
