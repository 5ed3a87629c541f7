// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Map;

/**
 * Makes a preprocessing of your own available under its id, so that weight files that name it can
 * be loaded. List the implementation in {@code
 * META-INF/services/io.github.seqnet.preprocess.PreprocessingProvider} (or in a {@code provides}
 * clause of {@code module-info.java}); it needs a public constructor without arguments.
 */
public interface PreprocessingProvider {
  /** The id of the preprocessing that this provider creates. */
  String id();

  /**
   * Creates the preprocessing with the parameters of a file.
   *
   * @param parameters those of the {@linkplain Preprocessing#descriptor() descriptor} in the file
   * @throws IllegalArgumentException if a parameter is missing, unknown or out of range
   */
  Preprocessing create(Map<String, String> parameters);
}
