// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The model that comes with the library: SeqNet of base width 8 and 3 iterations. Its provenance
 * and the terms of the data it was trained on are part of it.
 */
public final class DefaultModel {
  private static final String RESOURCE = "/io/github/seqnet/nn/default.seqnet";

  private DefaultModel() {}

  /**
   * Reads the model from the class path on every call.
   *
   * @throws IllegalStateException if the library was packaged without it
   */
  public static TrainedModel load() {
    try (InputStream in = open()) {
      return WeightFile.read(in, RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + ": cannot be read", e);
    }
  }

  /**
   * Opens the model as a {@code .seqnet} file, such as to copy it or to take its checksum. The
   * caller closes the stream.
   *
   * @throws IllegalStateException if the library was packaged without it
   */
  public static InputStream open() {
    InputStream in = DefaultModel.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IllegalStateException("the default model " + RESOURCE + " is not packaged");
    }
    return in;
  }
}
