// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.SeqnetException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NativeLibraryCacheTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsPosix() {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("unix"),
        "needs POSIX permissions");
  }

  @Test
  void createsAPrivateFolderInTheHomeFolder() throws IOException {
    Path chosen = NativeLibraryCache.choose(folder.toString(), folder.toString());
    assertTrue(chosen.startsWith(folder.resolve(".cache")));
    assertEquals("rwx------", mode(chosen));
    assertEquals(chosen, NativeLibraryCache.choose(folder.toString(), folder.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "relative"})
  void createsAPrivateFolderInTheTemporaryFolderWithoutAHome(String home) throws IOException {
    Path chosen = NativeLibraryCache.choose(home, folder.toString());
    assertEquals(folder, chosen.getParent());
    assertEquals("rwx------", mode(chosen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwxr-xr-x"})
  void refusesAFolderThatOthersCouldHaveUsed(String mode) throws IOException {
    Path chosen = NativeLibraryCache.choose("?", folder.toString());
    Files.writeString(chosen.resolve("libplanted.so"), "planted");
    Files.setPosixFilePermissions(chosen, PosixFilePermissions.fromString(mode));
    String message =
        assertThrows(SeqnetException.class, () -> NativeLibraryCache.choose("?", folder.toString()))
            .getMessage();
    assertTrue(message.contains(mode) && message.contains(NativeLibraryCache.PROPERTY), message);
  }

  @Test
  void refusesALinkToAnotherFolder() throws IOException {
    Path chosen = NativeLibraryCache.choose("?", folder.toString());
    Files.delete(chosen);
    Files.createSymbolicLink(chosen, Files.createDirectory(folder.resolve("other")));
    assertThrows(SeqnetException.class, () -> NativeLibraryCache.choose("?", folder.toString()));
  }

  @Test
  void refusesAFileOfAnotherUser() throws IOException {
    Path chosen = NativeLibraryCache.choose("?", folder.toString());
    Path planted = Files.writeString(chosen.resolve("libplanted.so"), "planted");
    try {
      Files.setAttribute(planted, "unix:uid", 65_534);
    } catch (FileSystemException e) {
      Assumptions.abort("only root can give files away");
    }
    String message =
        assertThrows(SeqnetException.class, () -> NativeLibraryCache.choose("?", folder.toString()))
            .getMessage();
    assertTrue(message.contains("libplanted.so"), message);
  }

  @Test
  void refusesAGivenFolderThatOthersCanWriteTo() throws IOException {
    Path given = Files.createDirectory(folder.resolve("given"));
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(given, NativeLibraryCache.secure(given, false));
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThrows(SeqnetException.class, () -> NativeLibraryCache.secure(given, false));
    assertEquals(0, given.toFile().list().length);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
