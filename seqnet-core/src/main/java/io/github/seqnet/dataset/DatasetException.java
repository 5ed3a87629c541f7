// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.SeqnetException;

/** Thrown when the files of a data set do not match its layout. */
public final class DatasetException extends SeqnetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that names the file and the reason
   */
  public DatasetException(String message) {
    super(message);
  }
}
