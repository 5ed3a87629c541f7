package io.github.seqnet.nn.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads whole files that begin with a known signature. */
final class FileContent {
  private static final long LARGEST = Integer.MAX_VALUE - 1024;

  private FileContent() {}

  /**
   * The content of a file; not read beyond the signature where that is another.
   *
   * @param kind what the file should be, for the message
   * @throws IOException if the file cannot be read; names it
   * @throws ModelFormatException if it does not begin with the signature
   */
  static byte[] read(Path file, byte[] signature, String kind) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException(file + ": is a folder");
      }
      long size = Files.size(file);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] head = in.readNBytes(signature.length);
        if (!Arrays.equals(head, signature)) {
          throw new ModelFormatException(
              file.toString(), size == 0 ? "is empty" : "is not " + kind);
        }
        if (size > LARGEST) {
          throw new ModelFormatException(
              file.toString(), "is too large: " + size + " bytes, the most is " + LARGEST);
        }
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": no permission to read it", e);
    } catch (OutOfMemoryError e) {
      throw new IOException(file + ": needs more memory than there is", e);
    }
  }
}
