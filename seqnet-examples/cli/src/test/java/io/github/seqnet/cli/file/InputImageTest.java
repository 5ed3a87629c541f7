// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputImageTest {
  @TempDir private Path folder;

  @Test
  void aFolderGivesItsImagesByName() throws IOException {
    for (String name : List.of("b.TIF", "a.png", "notes.txt", ".c.png", "d.jpeg")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("e.png"));
    List<InputImage> images = InputImage.list(List.of(folder), false);
    assertEquals(List.of("a", "b", "d"), images.stream().map(InputImage::name).toList());
  }

  @Test
  void aFileIsTakenWhateverItsSuffix() throws IOException {
    Path file = Files.createFile(folder.resolve("photo.1.img"));
    assertEquals(List.of(new InputImage(file, "photo.1")), InputImage.list(List.of(file), false));
  }

  @Test
  void twoFilesOfOneOutputAreRefused() throws IOException {
    Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("a.tif"));
    CommandException e =
        assertThrows(CommandException.class, () -> InputImage.list(List.of(folder), false));
    assertTrue(e.getMessage().contains("a.png") && e.getMessage().contains("a.tif"));
  }

  @Test
  void anEmptyFolderIsRefused() {
    CommandException e =
        assertThrows(CommandException.class, () -> InputImage.list(List.of(folder), false));
    assertTrue(e.getMessage().contains(folder.toString()));
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.png");
    CommandException e =
        assertThrows(CommandException.class, () -> InputImage.list(List.of(missing), false));
    assertTrue(e.getMessage().contains("missing.png"));
  }
}
