package io.github.seqnet.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file under a temporary name beside it and moves it into place when it is complete. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface StreamWriter {
    /** Writes everything to the stream, which the caller closes. */
    void write(OutputStream out) throws IOException;
  }

  /** Writes a file at a path, for libraries that want a path and not a stream. */
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
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException(target + ": cannot be written: it is a folder");
    }
    Path temporary =
        folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      // Not createTempFile: it makes files that only their owner may read.
      Files.createFile(temporary);
    } catch (IOException e) {
      throw new IOException(target + ": cannot be written: " + reason(e, temporary), e);
    }
    try {
      writer.write(temporary);
      try {
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
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

  private static String reason(IOException e, Path temporary) {
    if (!(e instanceof FileSystemException failure)) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    if (!temporary.toString().equals(failure.getFile())) {
      return failure.getClass().getSimpleName() + " " + failure.getMessage();
    }
    // Nobody knows the temporary file by its name.
    if (failure instanceof NoSuchFileException) {
      return "there is no folder " + temporary.getParent();
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission to write in " + temporary.getParent();
    }
    return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
  }
}
