// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import io.github.seqnet.SeqnetException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the folder that JavaCPP unpacks native libraries to and loads them from, and makes sure
 * that no other user can plant a file in it. JavaCPP itself would fall back to a folder with a
 * predictable name in the shared temporary folder.
 *
 * <p>The folder is that of the system property {@value #PROPERTY} if it is set; otherwise {@code
 * .cache/seqnet/native} in the home folder, or {@code seqnet-native-<user>} in the temporary folder
 * where the home folder cannot be used.
 */
final class NativeLibraryCache {
  /** The system property that JavaCPP reads. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final String REMEDY = "; name a private folder with -D" + PROPERTY + "=...";

  private NativeLibraryCache() {}

  /**
   * Sets the system property to a folder that only this user can write to.
   *
   * @throws SeqnetException if no such folder exists; the message states the remedy
   */
  static void prepare() {
    String given = System.getProperty(PROPERTY);
    try {
      if (given != null && !given.isBlank()) {
        secure(Path.of(given), false);
      } else {
        Path folder = choose(System.getProperty("user.home"), System.getProperty("java.io.tmpdir"));
        System.setProperty(PROPERTY, folder.toString());
      }
    } catch (SeqnetException e) {
      // Libraries from java.library.path need no cache; a folder that is not safe is refused
      // anyway.
      boolean cacheNeeded = !Boolean.getBoolean("org.bytedeco.javacpp.pathsFirst");
      if (cacheNeeded || !(e.getCause() instanceof IOException)) {
        throw e;
      }
    }
  }

  /** Chooses and creates the folder. */
  static Path choose(String home, String temporary) {
    if (home != null && !home.isBlank() && !home.equals("?")) {
      try {
        Path base = Path.of(home);
        if (base.isAbsolute() && Files.isWritable(base)) {
          Path folder = base.resolve(".cache").resolve("seqnet").resolve("native");
          Files.createDirectories(folder.getParent());
          if (Files.isWritable(folder.getParent())) {
            return secure(folder, true);
          }
        }
      } catch (IOException | InvalidPathException e) {
        // The home folder cannot be used: service accounts, read-only containers.
      }
    }
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    return secure(
        Path.of(temporary).resolve("seqnet-native-" + user.toLowerCase(Locale.ROOT)), true);
  }

  /**
   * Creates a folder or checks an existing one.
   *
   * @param ownerOnly whether others may not even read it
   * @throws SeqnetException if it is a link or another user could have written to it
   */
  static Path secure(Path folder, boolean ownerOnly) {
    try {
      if (!supportsPosix(folder)) {
        Files.createDirectories(folder);
        return folder;
      }
      create(folder);
      if (ownerOnly && Files.isSymbolicLink(folder)) {
        throw refused(folder, "is a symbolic link");
      }
      if (!Files.isDirectory(folder)) {
        throw refused(folder, "is not a folder");
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      Set<PosixFilePermission> excess = EnumSet.copyOf(permissions);
      excess.retainAll(
          ownerOnly
              ? EnumSet.complementOf(EnumSet.copyOf(OWNER_ONLY))
              : EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
      if (!excess.isEmpty()) {
        throw refused(
            folder,
            "has the mode "
                + PosixFilePermissions.toString(permissions)
                + (ownerOnly ? ", not rwx------" : ", so that others can write to it"));
      }
      checkOwners(folder);
      return folder;
    } catch (IOException e) {
      throw new SeqnetException(
          folder + ": cannot be used as the cache of native libraries: " + e.getMessage() + REMEDY,
          e);
    }
  }

  private static boolean supportsPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static void create(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      // Checked below.
    }
  }

  /** Everything in the folder must belong to the user of this process. */
  private static void checkOwners(Path folder) throws IOException {
    Path probe;
    try {
      probe = Files.createTempFile(folder, ".owner", ".tmp");
    } catch (IOException e) {
      throw refused(folder, "cannot be written to");
    }
    Object user;
    try {
      user = owner(probe);
    } finally {
      Files.deleteIfExists(probe);
    }
    if (!owner(folder).equals(user)) {
      throw refused(folder, "belongs to another user");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Iterator<Path> it = files.iterator(); it.hasNext(); ) {
        Path file = it.next();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !owner(file).equals(user)) {
          throw refused(folder, "holds a file of another user (" + folder.relativize(file) + ")");
        }
      }
    }
  }

  private static Object owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static SeqnetException refused(Path folder, String reason) {
    return new SeqnetException(
        folder + ": cannot be used as the cache of native libraries: it " + reason + REMEDY);
  }
}
