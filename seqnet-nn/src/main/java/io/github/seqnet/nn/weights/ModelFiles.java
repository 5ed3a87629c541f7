// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads models from files of every supported format, recognized by their first bytes. */
final class ModelFiles {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final String KERAS_WEIGHTS = "model.weights.h5";

  private ModelFiles() {}

  /**
   * Reads a model.
   *
   * @throws IOException if the file cannot be read; the message names it
   * @throws ModelFormatException if the format is not supported, or the file is damaged
   */
  static TrainedModel read(Path file) throws IOException {
    byte[] start = FileContent.open(file, in -> in.readNBytes(16));
    String source = String.valueOf(file.getFileName());
    if (begins(start, KerasFile.SIGNATURE)) {
      return KerasFile.read(file).model(source);
    }
    if (begins(start, ZIP)) {
      return KerasFile.read(file.toString(), kerasWeights(file)).model(source);
    }
    if (Safetensors.isSafetensors(start, Files.size(file))) {
      return SafetensorsModels.read(Safetensors.read(file), source);
    }
    if (begins(start, WeightFile.SIGNATURE)) {
      return WeightFile.read(file);
    }
    throw new ModelFormatException(
        file.toString(),
        start.length == 0
            ? "is empty"
            : "is not a SeqNet weight file, nor a Keras HDF5, .keras or safetensors file");
  }

  private static boolean begins(byte[] start, byte[] signature) {
    return start.length >= signature.length
        && Arrays.equals(start, 0, signature.length, signature, 0, signature.length);
  }

  private static byte[] kerasWeights(Path file) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      ZipEntry entry = archive.getEntry(KERAS_WEIGHTS);
      if (entry == null) {
        throw new ModelFormatException(
            file.toString(), "is not a Keras archive: it has no " + KERAS_WEIGHTS);
      }
      // Weights hardly compress: content far larger than the archive is a decompression bomb.
      long most = Math.min(FileContent.LARGEST, 64 * Files.size(file) + (1 << 20));
      byte[] content = archive.getInputStream(entry).readNBytes((int) most);
      if (content.length == most) {
        throw new ModelFormatException(file.toString(), KERAS_WEIGHTS + " is too large");
      }
      return content;
    } catch (ZipException e) {
      throw new ModelFormatException(
          file.toString(), "is a damaged Keras archive (" + e.getMessage() + ")", e);
    }
  }
}
