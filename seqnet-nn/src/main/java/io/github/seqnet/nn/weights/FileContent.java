// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads weight files; failures name the file. */
final class FileContent {
  static final long LARGEST = Integer.MAX_VALUE - 1024;

  private FileContent() {}

  /** Reads from an open file. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * Opens a file, lets it be read and closes it.
   *
   * @throws IOException if the file cannot be read; names it
   */
  static <T> T open(Path file, Reader<T> reader) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": no permission to read it", e);
    } catch (OutOfMemoryError e) {
      throw new IOException(file + ": needs more memory than there is", e);
    }
  }

  /**
   * Whether a file starts with a signature.
   *
   * @throws IOException if the file cannot be read; names it
   */
  static boolean begins(Path file, byte[] signature) throws IOException {
    return open(file, in -> Arrays.equals(in.readNBytes(signature.length), signature));
  }

  /**
   * The content of a file. Stops after the signature if it differs.
   *
   * @param kind what the file should be, for the message
   * @throws IOException if the file cannot be read; names it
   * @throws ModelFormatException if it does not begin with the signature
   */
  static byte[] read(Path file, byte[] signature, String kind) throws IOException {
    return open(
        file,
        in -> {
          long size = Files.size(file);
          if (!Arrays.equals(in.readNBytes(signature.length), signature)) {
            throw new ModelFormatException(
                file.toString(), size == 0 ? "is empty" : "is not " + kind);
          }
          if (size > LARGEST) {
            throw new ModelFormatException(
                file.toString(), "is too large: " + size + " bytes, the limit is " + LARGEST);
          }
          return Files.readAllBytes(file);
        });
  }
}
