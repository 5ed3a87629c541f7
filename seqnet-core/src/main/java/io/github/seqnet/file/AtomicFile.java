// SPDX-License-Identifier: MIT
package io.github.seqnet.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces files atomically: writes to a temporary file in the same folder and moves it into place
 * when it is complete. Under its own name, the file has the old or the new content, never a part.
 * All methods are stateless and thread-safe for different targets.
 *
 * <p>This holds if the process ends at any moment. If the machine fails, a file that replaces
 * another is also either the old or the new one, because the content is forced to disk before the
 * move. A new file is not forced to disk, which would cost several milliseconds for each of many
 * small files. If the machine fails within seconds, it may be incomplete or missing.
 *
 * <p>A symbolic link is kept, and the file that it leads to is written. A replaced file keeps its
 * POSIX permissions. A target that is neither a file nor a link to one, such as a device or a named
 * pipe, is rejected.
 */
public final class AtomicFile {
  private static final int MOST_LINKS = 40;

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface StreamWriter {
    /** Writes everything to the stream. The caller closes it. */
    void write(OutputStream out) throws IOException;
  }

  /** Writes a file at a path, for libraries that need a path instead of a stream. */
  @FunctionalInterface
  public interface PathWriter {
    /** Writes the whole file. */
    void write(Path file) throws IOException;
  }

  /**
   * Writes {@code target} through a buffered stream; an existing file is replaced only when the new
   * one is complete.
   *
   * @throws IOException if it cannot be written; names the target, and leaves nothing behind
   */
  public static void write(Path target, StreamWriter writer) throws IOException {
    writePath(
        target,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            writer.write(out);
          }
        });
  }

  /**
   * As {@link #write}, giving the temporary path itself.
   *
   * @throws IOException if it cannot be written; names the target, and leaves nothing behind
   */
  public static void writePath(Path target, PathWriter writer) throws IOException {
    Path file;
    try {
      file = resolved(target.toAbsolutePath());
    } catch (IOException e) {
      throw new IOException(target + ": cannot be written: " + e.getMessage(), e);
    }
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IOException(target + ": cannot be written: it is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(target + ": cannot be written: it is not a regular file");
    }
    // A short name, because the target's own name may have the maximum length.
    Path temporary =
        folder.resolve("." + Long.toHexString(UUID.randomUUID().getMostSignificantBits()) + ".tmp");
    boolean replaces = Files.exists(file);
    Set<PosixFilePermission> permissions;
    try {
      permissions = replaces ? permissions(file) : Set.of();
      // Not createTempFile, whose files only their owner may read.
      Files.createFile(temporary);
    } catch (IOException e) {
      throw new IOException(target + ": cannot be written: " + reason(e, temporary), e);
    }
    try {
      if (!permissions.isEmpty()) {
        Set<PosixFilePermission> whileWriting = EnumSet.copyOf(permissions);
        whileWriting.add(PosixFilePermission.OWNER_READ);
        whileWriting.add(PosixFilePermission.OWNER_WRITE);
        Files.setPosixFilePermissions(temporary, whileWriting);
      }
      writer.write(temporary);
      if (replaces) {
        force(temporary);
      }
      if (!permissions.isEmpty()) {
        Files.setPosixFilePermissions(temporary, permissions);
      }
      try {
        // Some file systems replace a file only if told to, even atomically.
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith(target + ": ")) {
        throw e;
      }
      throw new IOException(target + ": cannot be written: " + reason(e, temporary), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The target of symbolic links, whether or not the file exists. */
  private static Path resolved(Path file) throws IOException {
    Path at = file;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MOST_LINKS) {
        throw new IOException("too many symbolic links");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  /** The permissions of a file; none if its file system has none. */
  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  /** Waits until the content is on the disk. */
  private static void force(Path file) throws IOException {
    if (file.getFileSystem().equals(FileSystems.getDefault()) && Files.isRegularFile(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  private static String reason(IOException e, Path temporary) {
    if (!(e instanceof FileSystemException failure)) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    if (!temporary.toString().equals(failure.getFile())) {
      return failure.getClass().getSimpleName() + " " + failure.getMessage();
    }
    // The temporary file's name means nothing to the user.
    if (failure instanceof NoSuchFileException) {
      return "there is no folder " + temporary.getParent();
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission to write in " + temporary.getParent();
    }
    return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
  }
}
