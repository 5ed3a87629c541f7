// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lock of an output folder: only one process at a time writes results to it. The operating
 * system releases the lock when the process ends, even if it is killed.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".seqnet.lock";

  /** The lock is behind the text, which others can read that way on every system. */
  private static final long LOCKED_BYTE = 1L << 40;

  /** The names that {@code AtomicFile} and {@link OutputFolder} give to temporary files. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.[0-9a-f]{1,16}\\.tmp|\\.seqnet\\d+\\.tmp");

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a folder and removes the temporary files that a killed run left in it.
   *
   * @param task what the process does, for the message that another process gets
   * @throws CommandException if another process has locked the folder, whose id the message names
   */
  public static FolderLock take(Path folder, String task) {
    Path file = folder.resolve(FILE);
    try {
      FileChannel channel = locked(file, folder);
      String owner = "process " + ProcessHandle.current().pid() + " (seqnet " + task + ")";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
      removeStale(folder);
      return new FolderLock(file, channel);
    } catch (IOException e) {
      throw new CommandException(folder + ": cannot be locked: " + FailureText.oneLine(e), e);
    }
  }

  private static FileChannel locked(Path file, Path folder) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean kept = false;
      try {
        FileLock lock;
        try {
          lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
          lock = null;
        }
        if (lock == null) {
          throw new CommandException(
              folder
                  + ": "
                  + owner(channel)
                  + " is writing to this folder; wait until it ends or name another folder");
        }
        // Between opening and locking, its former owner may have removed the file.
        if (Files.exists(file) && channel.size() == Files.size(file) && isSame(file, channel)) {
          kept = true;
          return channel;
        }
      } finally {
        if (!kept) {
          channel.close();
        }
      }
    }
  }

  /**
   * Whether the file of that name is the opened one: what is written to one is read in the other.
   */
  private static boolean isSame(Path file, FileChannel channel) throws IOException {
    byte[] mark = Long.toHexString(System.nanoTime()).getBytes(StandardCharsets.UTF_8);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(mark), 0);
    return java.util.Arrays.equals(mark, Files.readAllBytes(file));
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(200);
    channel.read(text, 0);
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return owner.startsWith("process ") ? owner : "another process";
  }

  private static void removeStale(Path folder) throws IOException {
    List<Path> stale;
    try (Stream<Path> files = Files.walk(folder)) {
      stale =
          files
              .filter(path -> TEMPORARY.matcher(path.getFileName().toString()).matches())
              .filter(Files::isRegularFile)
              .toList();
    } catch (UncheckedIOException e) {
      // A subfolder that cannot be read is not one of ours.
      return;
    }
    for (Path path : stale) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
    }
  }
}
