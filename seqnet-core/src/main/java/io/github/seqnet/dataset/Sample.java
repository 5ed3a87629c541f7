// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;
import java.util.Objects;

/**
 * A photograph with its annotation that can be loaded. {@link FileSample} reads files; implement
 * this interface to load samples from anywhere else, such as an archive, a database or a generator.
 *
 * <p>Implementations must be safe to load from several threads.
 */
public interface Sample {
  /** The name within the data set, such as {@code 01_test}. */
  String name();

  /** What the annotation tells about vessels. */
  LabelKind kind();

  /**
   * Loads the photograph, its labels and its field of view.
   *
   * @throws IOException if something cannot be read; names it
   * @throws DatasetException if the parts do not fit each other; names them
   */
  LabeledImage load() throws IOException;

  /** This sample with another name. */
  default Sample withName(String name) {
    return new RenamedSample(Objects.requireNonNull(name, "name"), this);
  }
}
